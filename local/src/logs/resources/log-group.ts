// AWS::Logs::LogGroup: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

/** Characters of a log group's name: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const MAX_LOG_GROUP_NAME = 512;
const LOG_GROUP_NAME = /^[.\-_/#A-Za-z0-9]+$/;

/** Days for which logs can be kept: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** `Ref` is the group's name; `Fn::GetAtt` knows `Arn`. Nothing is logged to it: the engine has no CloudWatch Logs. */
export const logGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: ['LogGroupName', 'RetentionInDays', 'LogGroupClass', 'Tags'],
  create: (request) => {
    const properties = propertiesOf(request);
    const name = properties.text('LogGroupName') ?? physicalNameOf(request, MAX_LOG_GROUP_NAME);
    if (!LOG_GROUP_NAME.test(name) || name.length > MAX_LOG_GROUP_NAME) {
      throw properties.invalid('LogGroupName', `must be at most ${MAX_LOG_GROUP_NAME} letters, digits and .-_/#`);
    }
    const days = properties.integer('RetentionInDays');
    if (days !== undefined && !RETENTION_DAYS.includes(days)) {
      throw properties.invalid('RetentionInDays', `must be one of ${RETENTION_DAYS.join(', ')}`);
    }
    const { region } = request;
    const arn = `arn:${region.partition}:logs:${region.name}:${region.accountId}:log-group:${name}:*`;
    return { physicalId: name, attributes: { Arn: arn } };
  },
};
