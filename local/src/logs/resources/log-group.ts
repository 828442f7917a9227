// AWS::Logs::LogGroup: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import { HandlerError, type ResourceType } from '../../cloudformation/resource-type';
import { AwsError } from '../../foundation/errors';
import type { Logs } from '../logs';

/** Characters of a log group's name: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const MAX_LOG_GROUP_NAME = 512;
const LOG_GROUP_NAME = /^[.\-_/#A-Za-z0-9]+$/;

/** Days for which logs can be kept: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** `Ref` is the group's name; `Fn::GetAtt` knows `Arn`. */
export const logGroup: ResourceType<{ readonly logs: Logs }> = {
  type: 'AWS::Logs::LogGroup',
  properties: ['LogGroupName', 'RetentionInDays', 'LogGroupClass', 'Tags'],
  nameProperty: 'LogGroupName',
  create: (request, { logs }) => {
    const properties = propertiesOf(request);
    const name = properties.text('LogGroupName') ?? physicalNameOf(request, MAX_LOG_GROUP_NAME);
    if (!LOG_GROUP_NAME.test(name) || name.length > MAX_LOG_GROUP_NAME) {
      throw properties.invalid('LogGroupName', `must be at most ${MAX_LOG_GROUP_NAME} letters, digits and .-_/#`);
    }
    return { physicalId: name, attributes: { Arn: created(logs, name, retentionOf(properties)) } };
  },
  update: ({ physicalId, attributes, ...request }, { logs }) => {
    logs.putRetentionPolicy(physicalId, retentionOf(propertiesOf(request)));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { logs }) => {
    logs.deleteLogGroup(physicalId);
  },
};

function created(logs: Logs, name: string, retention: number | undefined): string {
  try {
    return logs.createLogGroup(name, retention).arn;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error;
    // https://github.com/serverless/serverless/issues/12312
    const identifier = JSON.stringify({ '/properties/LogGroupName': name });
    const sentence = `Resource of type 'AWS::Logs::LogGroup' with identifier '${identifier}' already exists.`;
    throw new HandlerError('AlreadyExists', sentence);
  }
}

function retentionOf(properties: Properties): number | undefined {
  const days = properties.integer('RetentionInDays');
  if (days === undefined || RETENTION_DAYS.includes(days)) return days;
  throw properties.invalid('RetentionInDays', `must be one of ${RETENTION_DAYS.join(', ')}`);
}
