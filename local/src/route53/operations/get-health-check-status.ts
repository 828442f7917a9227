// GetHealthCheckStatus: https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html
import { CLOUDFRONT_REGION } from '../../foundation/account';
import type { Operation } from '../../foundation/service-api';
import type { OperationContext } from './operation-context';

/** Where the engine's one health checker is. */
const CHECKER = { Region: CLOUDFRONT_REGION, IPAddress: '127.0.0.1' };

/** What the health checker sees. AWS has many, around the world. */
export function getHealthCheckStatus({ partition, iam, route53 }: OperationContext): Operation {
  return async ({ HealthCheckId: id }, caller) => {
    const healthCheckId = typeof id === 'string' ? id : '';
    const resource = `arn:${partition}:route53:::healthcheck/${healthCheckId}`;
    iam.authorize(caller, { action: 'route53:GetHealthCheckStatus', resource });
    const { isHealthy, checkedAt, of } = route53.observationOf(healthCheckId);
    const Status = isHealthy ? `Success: The ${of} is healthy.` : `Failure: The ${of} is not healthy.`;
    const StatusReport = { Status, CheckedTime: new Date(checkedAt).toISOString() };
    return Promise.resolve({ HealthCheckObservations: { HealthCheckObservation: [{ ...CHECKER, StatusReport }] } });
  };
}
