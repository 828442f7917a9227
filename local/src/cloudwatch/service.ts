// The region's metrics and alarms.
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import type { Iam } from '../iam/iam';
import { Alarm } from './alarm';
import type { CloudWatch, MetricAlarmDefinition } from './cloudwatch';
import { LONGEST_EVALUATION, MAX_ALARM_NAME_LENGTH, MAX_DIMENSIONS, SHORTEST_PERIOD } from './limits';
import { Metrics } from './metrics';
import { cloudWatchApi } from './operations/operations';

/** What CloudWatch needs of others. */
export interface CloudWatchOptions {
  /** Tells which period a value belongs to. */
  readonly clock: Clock;
  readonly iam: Iam;
}

/** Creates the metrics and alarms of a region. */
export function createCloudWatch(region: Region, { clock, iam }: CloudWatchOptions): CloudWatch {
  const metrics = new Metrics();
  const alarms = new Map<string, Alarm>();
  const { partition, name, accountId } = region;
  return {
    record: (datum, times = 1) => metrics.record(datum, clock.now(), times),
    putMetricAlarm: (alarm) => {
      validate(alarm);
      const before = alarms.get(alarm.alarmName);
      before?.stop();
      const arn = `arn:${partition}:cloudwatch:${name}:${accountId}:alarm:${alarm.alarmName}`;
      // Its state is left unchanged: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
      alarms.set(alarm.alarmName, new Alarm(alarm, metrics.of(alarm), { arn, clock, before }));
      return { arn };
    },
    deleteAlarm: (alarmName) => {
      alarms.get(alarmName)?.stop();
      alarms.delete(alarmName);
    },
    alarmState: (alarmName) => alarms.get(alarmName)?.state,
    api: cloudWatchApi({
      ...{ region, iam, metrics, now: () => clock.now() },
      alarms: () =>
        [...alarms.values()].sort((one, other) => (one.definition.alarmName < other.definition.alarmName ? -1 : 1)),
    }),
    stop: () => {
      for (const alarm of alarms.values()) alarm.stop();
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function validate(alarm: MetricAlarmDefinition): void {
  const { alarmName, dimensions, period, evaluationPeriods, datapointsToAlarm } = alarm;
  if (alarmName.length === 0 || alarmName.length > MAX_ALARM_NAME_LENGTH) {
    throw invalid(`The name of an alarm must have from 1 to ${MAX_ALARM_NAME_LENGTH} characters.`);
  }
  if (Object.keys(dimensions).length > MAX_DIMENSIONS) {
    throw invalid(`A metric has at most ${MAX_DIMENSIONS} dimensions.`);
  }
  validatePeriod(period);
  if (evaluationPeriods < 1) throw tooSmall(evaluationPeriods, 'evaluationPeriods');
  if (datapointsToAlarm < 1) throw tooSmall(datapointsToAlarm, 'datapointsToAlarm');
  if (datapointsToAlarm > evaluationPeriods) {
    throw invalid('DatapointsToAlarm must be less than or equal to EvaluationPeriods.');
  }
  if (period * evaluationPeriods > LONGEST_EVALUATION) {
    throw invalid(
      `Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= ${LONGEST_EVALUATION}).`,
    );
  }
}

function validatePeriod(period: number): void {
  if (period > 0 && period % SHORTEST_PERIOD === 0) return;
  if ([10, 20, 30].includes(period)) {
    throw invalid(
      `The engine keeps one value of a metric a minute, so an alarm cannot have a period of ${period} seconds.`,
    );
  }
  throw invalid('Period must be 10, 20, 30 or a multiple of 60.');
}

function tooSmall(value: number, member: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
