// AWS::CloudWatch::Alarm: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { CloudWatch, MetricAlarmDefinition } from '../cloudwatch';
import { MAX_ALARM_NAME_LENGTH } from '../limits';

const STATISTICS = ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'] as const;
const OPERATORS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

/** An alarm on one metric, whose actions have no effect. `Ref` is its name; `Fn::GetAtt` knows `Arn`. */
export const alarm: ResourceType<{ readonly cloudWatch: CloudWatch }> = {
  type: 'AWS::CloudWatch::Alarm',
  properties: [
    ...['AlarmName', 'AlarmDescription', 'Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period', 'Tags'],
    ...['ActionsEnabled', 'AlarmActions', 'OKActions', 'InsufficientDataActions'],
    ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData'],
  ],
  nameProperty: 'AlarmName',
  create: (request, { cloudWatch }) => {
    const alarmName = propertiesOf(request).text('AlarmName') ?? physicalNameOf(request, MAX_ALARM_NAME_LENGTH);
    const { arn } = cloudWatch.putMetricAlarm(definitionOf(alarmName, request));
    return { physicalId: alarmName, attributes: { Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { cloudWatch }) => {
    cloudWatch.putMetricAlarm(definitionOf(physicalId, request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { cloudWatch }) => {
    cloudWatch.deleteAlarm(physicalId);
  },
};

function definitionOf(alarmName: string, request: ResourceRequest): MetricAlarmDefinition {
  const properties = propertiesOf(request);
  const evaluationPeriods = properties.required.integer('EvaluationPeriods');
  return {
    alarmName,
    alarmDescription: properties.text('AlarmDescription'),
    namespace: properties.required.text('Namespace'),
    metricName: properties.required.text('MetricName'),
    dimensions: dimensionsOf(properties),
    statistic: properties.required.oneOf('Statistic', STATISTICS),
    period: properties.required.integer('Period'),
    evaluationPeriods,
    datapointsToAlarm: properties.integer('DatapointsToAlarm') ?? evaluationPeriods,
    threshold: thresholdOf(properties),
    comparisonOperator: properties.required.oneOf('ComparisonOperator', OPERATORS),
    treatMissingData: properties.oneOf('TreatMissingData', TREATMENTS) ?? 'missing',
  };
}

function thresholdOf(properties: Properties): number {
  const text = properties.required.text('Threshold');
  const threshold = Number(text);
  if (text.trim() !== '' && Number.isFinite(threshold)) return threshold;
  throw properties.invalid('Threshold', `must be a number, not "${text}"`);
}

function dimensionsOf(properties: Properties): MetricAlarmDefinition['dimensions'] {
  const dimensions = properties.each('Dimensions', ['Name', 'Value']) ?? [];
  return Object.fromEntries(dimensions.map(({ required }) => [required.text('Name'), required.text('Value')]));
}
