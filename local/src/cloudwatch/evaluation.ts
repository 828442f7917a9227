// What the state of an alarm is: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
import type { AlarmState, MetricAlarmDefinition } from './cloudwatch';

/** What decides over an alarm's state. */
export type Evaluated = Pick<
  MetricAlarmDefinition,
  'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparisonOperator' | 'treatMissingData'
>;

const BREACHES: Readonly<
  Record<MetricAlarmDefinition['comparisonOperator'], (value: number, threshold: number) => boolean>
> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * The state of an alarm. Missing values count only where there are too few others.
 * @param values of each period that the alarm looks at, the latest last; undefined where there is none. More than the
 *   evaluation periods, so that older values can take the place of missing ones
 * @param current the state until now
 */
export function evaluate(alarm: Evaluated, values: readonly (number | undefined)[], current: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, threshold, comparisonOperator, treatMissingData } = alarm;
  const present = values.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const breaching = present.filter((value) => BREACHES[comparisonOperator](value, threshold)).length;
  const missing = evaluationPeriods - present.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (missing === 0) return 'OK';
  switch (treatMissingData) {
    case 'breaching':
      return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
    case 'notBreaching':
      return 'OK';
    case 'missing':
      if (present.length === 0) return 'INSUFFICIENT_DATA';
      break;
    case 'ignore':
      break;
  }
  if (breaching < present.length) return 'OK';
  // All that is there breaches, but it is not enough: what is missing decides by its age whether to wait for more.
  const isOld = present.length > 0 && ageOfOldest(values) >= datapointsToAlarm;
  return isOld && treatMissingData === 'missing' ? 'ALARM' : current;
}

/** Periods since the oldest value was recorded, the latest period counted. */
function ageOfOldest(values: readonly (number | undefined)[]): number {
  return values.length - values.findIndex((value) => value !== undefined);
}
