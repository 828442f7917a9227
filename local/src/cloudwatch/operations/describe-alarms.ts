// DescribeAlarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
import type { JsonObject } from '../../foundation/json';
import type { Alarm } from '../alarm';
import { invalidCombination, invalidParameter } from '../cloudwatch-error';
import { DEFAULT_ALARMS_PAGE, MAX_ALARMS_PAGE } from '../limits';
import { optionalInteger, optionalText, optionalTexts } from '../../foundation/request-members';
import { refuseOthers, timestampOf } from '../parameters';
import { pageOf } from './list-page';
import { operation } from './operation-context';

const PARAMETERS = ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'];

/** The alarms on metrics, which are all that the engine has. */
export const describeAlarms = operation(({ region, iam, alarms }, input, caller) => {
  const { partition, name, accountId } = region;
  const resource = `arn:${partition}:cloudwatch:${name}:${accountId}:alarm:*`;
  iam.authorize(caller, { action: 'cloudwatch:DescribeAlarms', resource });
  refuseOthers(input, PARAMETERS);
  const [names, prefix] = [optionalTexts(input, 'AlarmNames'), optionalText(input, 'AlarmNamePrefix')];
  if (names.length > 0 && prefix !== undefined) {
    throw invalidCombination('AlarmNames and AlarmNamePrefix cannot both be specified.');
  }
  const types = optionalTexts(input, 'AlarmTypes');
  const state = optionalText(input, 'StateValue');
  const found = alarms()
    .filter(() => types.length === 0 || types.includes('MetricAlarm'))
    .filter(({ definition }) => names.length === 0 || names.includes(definition.alarmName))
    .filter(({ definition }) => definition.alarmName.startsWith(prefix ?? ''))
    .filter((alarm) => state === undefined || alarm.state === state);
  const { items, next } = pageOf(found, input, lengthOf(input));
  return { MetricAlarms: items.map(descriptionOf), CompositeAlarms: [], ...next };
});

/** @throws CloudWatchError `InvalidParameterValueException` */
function lengthOf(input: JsonObject): number {
  const length = optionalInteger(input, 'MaxRecords') ?? DEFAULT_ALARMS_PAGE;
  if (length >= 1 && length <= MAX_ALARMS_PAGE) return length;
  throw invalidParameter(`The parameter MaxRecords must be from 1 to ${MAX_ALARMS_PAGE}, not ${length}.`);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
function descriptionOf({ arn, changedAt, configuredAt, definition, state }: Alarm): JsonObject {
  return {
    AlarmName: definition.alarmName,
    AlarmArn: arn,
    ...(definition.alarmDescription !== undefined && { AlarmDescription: definition.alarmDescription }),
    AlarmConfigurationUpdatedTimestamp: timestampOf(configuredAt),
    StateValue: state,
    StateUpdatedTimestamp: timestampOf(changedAt),
    StateTransitionedTimestamp: timestampOf(changedAt),
    Namespace: definition.namespace,
    MetricName: definition.metricName,
    Dimensions: Object.entries(definition.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: definition.statistic,
    Period: definition.period,
    EvaluationPeriods: definition.evaluationPeriods,
    DatapointsToAlarm: definition.datapointsToAlarm,
    Threshold: definition.threshold,
    ComparisonOperator: definition.comparisonOperator,
    TreatMissingData: definition.treatMissingData,
  };
}
