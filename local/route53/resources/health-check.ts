// AWS::Route53::HealthCheck: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import { UserError } from '../../errors';
import type { HealthCheckDefinition } from '../route53';

/** What the engine has of a health check's configuration. */
const MEMBERS = [
  ...['Type', 'AlarmIdentifier', 'InsufficientDataHealthStatus', 'Inverted'],
  ...['ChildHealthChecks', 'HealthThreshold'],
];

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
  const outer = propertiesOf(request);
  const config = outer.required('HealthCheckConfig', outer.object('HealthCheckConfig'));
  const { logicalId } = request;
  const type = config['Type'];
  if (type !== 'CLOUDWATCH_METRIC' && type !== 'CALCULATED') {
    throw new UserError(
      'UNSUPPORTED_VALUE',
      `Resource ${logicalId}: the engine has health checks of the types CLOUDWATCH_METRIC and CALCULATED, not ${JSON.stringify(type)}.`,
    );
  }
  const other = Object.keys(config).find((name) => !MEMBERS.includes(name));
  if (other !== undefined) {
    throw new UserError(
      'UNSUPPORTED_PROPERTY',
      `Resource ${logicalId}: HealthCheckConfig has the property ${other}, which the engine does not support.`,
    );
  }
  const properties = propertiesOf({ ...request, properties: config });
  return {
    type,
    alarm: alarmOf(properties, request),
    insufficientDataHealthStatus: statusOf(properties),
    healthThreshold: properties.integer('HealthThreshold'),
    childHealthChecks: childrenOf(properties),
    inverted: properties.flag('Inverted') ?? false,
  };
}

function alarmOf(properties: Properties, request: ResourceRequest): HealthCheckDefinition['alarm'] {
  const identifier = properties.object('AlarmIdentifier');
  if (!identifier) return undefined;
  const members = propertiesOf({ ...request, properties: identifier });
  return {
    name: members.required('Name', members.text('Name')),
    region: members.required('Region', members.text('Region')),
  };
}

function statusOf(properties: Properties): HealthCheckDefinition['insufficientDataHealthStatus'] {
  const status = properties.text('InsufficientDataHealthStatus');
  if (status === undefined || status === 'Healthy' || status === 'Unhealthy' || status === 'LastKnownStatus')
    return status;
  throw properties.invalid(
    'InsufficientDataHealthStatus',
    `must be Healthy, Unhealthy or LastKnownStatus, not "${status}"`,
  );
}

function childrenOf(properties: Properties): readonly string[] | undefined {
  return properties.list('ChildHealthChecks')?.map((child) => {
    if (typeof child === 'string') return child;
    throw properties.invalid('ChildHealthChecks', 'must be a list of ids');
  });
}
