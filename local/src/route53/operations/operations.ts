// Route 53 as SDK clients reach it: https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53.html
import type { ServiceApi } from '../../foundation/service-api';
import { getHealthCheckStatus } from './get-health-check-status';
import type { OperationContext } from './operation-context';

/**
 * The API of the account's Route 53. AWS's is signed for us-east-1 (https://docs.aws.amazon.com/general/latest/gr/r53.html), the engine's for any
 * region: a client that is told of an address signs for its own.
 */
export function route53Api(context: OperationContext): ServiceApi {
  return {
    signingName: 'route53',
    protocol: {
      kind: 'rest-xml',
      namespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
      routes: { 'GET /2013-04-01/healthcheck/{HealthCheckId}/status': 'GetHealthCheckStatus' },
    },
    operations: { GetHealthCheckStatus: getHealthCheckStatus(context) },
  };
}
