// AWS::CloudWatch::Alarm: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import { isJsonObject } from '../../json';
import type { MetricAlarmDefinition } from '../cloudwatch';
import { MAX_ALARM_NAME_LENGTH } from '../limits';

const STATISTICS = ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'] as const;
const OPERATORS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
] as const;
const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;

/** An alarm on one metric, without actions. `Ref` is its name; `Fn::GetAtt` knows `Arn`. */
export const alarm: ResourceType = {
  type: 'AWS::CloudWatch::Alarm',
  properties: [
    ...['AlarmName', 'AlarmDescription', 'Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period', 'Tags'],
    ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData'],
  ],
  create: (request, region) => {
    const properties = propertiesOf(request);
    const alarmName = properties.text('AlarmName') ?? physicalNameOf(request, region, MAX_ALARM_NAME_LENGTH);
    const evaluationPeriods = properties.required('EvaluationPeriods', properties.integer('EvaluationPeriods'));
    const { arn } = region.services.cloudWatch.putMetricAlarm({
      alarmName,
      namespace: properties.required('Namespace', properties.text('Namespace')),
      metricName: properties.required('MetricName', properties.text('MetricName')),
      dimensions: dimensionsOf(properties),
      statistic: oneOf(properties, 'Statistic', STATISTICS),
      period: properties.required('Period', properties.integer('Period')),
      evaluationPeriods,
      datapointsToAlarm: properties.integer('DatapointsToAlarm') ?? evaluationPeriods,
      threshold: thresholdOf(properties),
      comparisonOperator: oneOf(properties, 'ComparisonOperator', OPERATORS),
      treatMissingData: oneOf(properties, 'TreatMissingData', TREATMENTS, 'missing'),
    });
    return { physicalId: alarmName, attributes: { Arn: arn } };
  },
};

function oneOf<Value extends string>(
  properties: Properties,
  name: string,
  values: readonly Value[],
  fallback?: Value,
): Value {
  const text = properties.required(name, properties.text(name) ?? fallback);
  const value = values.find((candidate) => candidate === text);
  if (value !== undefined) return value;
  throw properties.invalid(name, `must be one of ${values.join(', ')}, not "${text}"`);
}

function thresholdOf(properties: Properties): number {
  const text = properties.required('Threshold', properties.text('Threshold'));
  const threshold = Number(text);
  if (text.trim() !== '' && Number.isFinite(threshold)) return threshold;
  throw properties.invalid('Threshold', `must be a number, not "${text}"`);
}

function dimensionsOf(properties: Properties): MetricAlarmDefinition['dimensions'] {
  return Object.fromEntries(
    (properties.list('Dimensions') ?? []).map((dimension) => {
      const { Name, Value } = isJsonObject(dimension) ? dimension : {};
      if (typeof Name === 'string' && typeof Value === 'string') return [Name, Value];
      throw properties.invalid('Dimensions', 'must be a list of names and values');
    }),
  );
}
