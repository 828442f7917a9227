// AWS::Route53::HealthCheck: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { HealthCheckDefinition } from '../route53';

/** What the engine has of a health check's configuration. */
const MEMBERS = [
  ...['Type', 'AlarmIdentifier', 'InsufficientDataHealthStatus', 'Inverted'],
  ...['ChildHealthChecks', 'HealthThreshold'],
];
/** The statuses that a health check may have while its alarm has no data. */
const STATUSES = ['Healthy', 'Unhealthy', 'LastKnownStatus'] as const;

/** A health check that follows an alarm, or other health checks. `Ref` and the attribute `HealthCheckId` are its id. */
export const healthCheck: ResourceType = {
  type: 'AWS::Route53::HealthCheck',
  properties: ['HealthCheckConfig', 'HealthCheckTags'],
  create: (request, { services }) => {
    const { healthCheckId } = services.route53.createHealthCheck(definitionOf(request));
    return { physicalId: healthCheckId, attributes: { HealthCheckId: healthCheckId } };
  },
};

function definitionOf(request: ResourceRequest): HealthCheckDefinition {
  const config = propertiesOf(request).required.inside('HealthCheckConfig', MEMBERS);
  return {
    type: config.required.choice('Type', ['CLOUDWATCH_METRIC', 'CALCULATED']),
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
