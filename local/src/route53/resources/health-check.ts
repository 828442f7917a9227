// AWS::Route53::HealthCheck: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { EndpointDefinition, HealthCheckDefinition, Route53 } from '../route53';

/** What the engine has of a health check's configuration. */
const MEMBERS = [
  ...['Type', 'AlarmIdentifier', 'InsufficientDataHealthStatus', 'Inverted'],
  ...['ChildHealthChecks', 'HealthThreshold'],
  ...['FullyQualifiedDomainName', 'Port', 'ResourcePath', 'SearchString'],
  ...['RequestInterval', 'FailureThreshold', 'EnableSNI'],
];
const TYPES = ['CLOUDWATCH_METRIC', 'CALCULATED', 'HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH'] as const;
/** The statuses that a health check may have while its alarm has no data. */
const STATUSES = ['Healthy', 'Unhealthy', 'LastKnownStatus'] as const;

/** A health check that follows an alarm, asks an endpoint, or sums up other health checks. `Ref` and the attribute `HealthCheckId` are its id. */
export const healthCheck: ResourceType<{ readonly route53: Route53 }> = {
  type: 'AWS::Route53::HealthCheck',
  properties: ['HealthCheckConfig', 'HealthCheckTags'],
  create: (request, { route53 }) => {
    const { healthCheckId } = route53.createHealthCheck(definitionOf(request));
    return { physicalId: healthCheckId, attributes: { HealthCheckId: healthCheckId } };
  },
  update: ({ physicalId, attributes, ...request }, { route53 }) => {
    route53.updateHealthCheck(physicalId, definitionOf(request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { route53 }) => {
    route53.deleteHealthCheck(physicalId);
  },
};

function definitionOf(request: ResourceRequest): HealthCheckDefinition {
  const config = propertiesOf(request).required.inside('HealthCheckConfig', MEMBERS);
  return {
    type: config.required.choice('Type', TYPES),
    endpoint: endpointOf(config),
    alarm: alarmOf(config),
    insufficientDataHealthStatus: config.oneOf('InsufficientDataHealthStatus', STATUSES),
    healthThreshold: config.integer('HealthThreshold'),
    childHealthChecks: config.texts('ChildHealthChecks'),
    inverted: config.flag('Inverted') ?? false,
  };
}

function alarmOf(config: Properties): HealthCheckDefinition['alarm'] {
  const identifier = config.inside('AlarmIdentifier', ['Name', 'Region']);
  return identifier && { name: identifier.required.text('Name'), region: identifier.required.text('Region') };
}

/** @throws UserError `UNSUPPORTED_VALUE` without SNI: AWS's endpoints, which are all that the engine has, cannot do without */
function endpointOf(config: Properties): EndpointDefinition | undefined {
  if (config.flag('EnableSNI') === false) throw config.unsupported('EnableSNI', 'must be true');
  const endpoint = {
    hostName: config.text('FullyQualifiedDomainName'),
    port: config.integer('Port'),
    path: config.text('ResourcePath'),
    searchString: config.text('SearchString'),
    requestInterval: config.integer('RequestInterval'),
    failureThreshold: config.integer('FailureThreshold'),
  };
  return Object.values(endpoint).some((value) => value !== undefined) ? endpoint : undefined;
}
