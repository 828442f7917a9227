// GetMetricStatistics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
import type { JsonObject } from '../../foundation/json';
import type { MetricAlarmDefinition } from '../cloudwatch';
import { invalidCombination, invalidParameter, missingParameter } from '../cloudwatch-error';
import { MAX_DATAPOINTS, SHORTEST_PERIOD } from '../limits';
import type { Metric } from '../metric';
import { optionalInteger, optionalText, optionalTexts } from '../../foundation/request-members';
import { refuseOthers, requiredText, requiredTime, structures, timestampOf } from '../parameters';
import { operation } from './operation-context';

type Statistic = MetricAlarmDefinition['statistic'];

const SECOND = 1_000;
const MINUTE = 60_000;
const PARAMETERS = ['Namespace', 'MetricName', 'Dimensions', 'StartTime', 'EndTime', 'Period', 'Statistics', 'Unit'];
const STATISTICS: readonly string[] = ['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum'] satisfies Statistic[];
/** Of all that the engine counts. */
const UNIT = 'Count';

/** The values of a metric in each period that has some. */
export const getMetricStatistics = operation(({ iam, metrics }, input, caller) => {
  iam.authorize(caller, { action: 'cloudwatch:GetMetricStatistics', resource: '*' });
  refuseOthers(input, PARAMETERS);
  const [namespace, metricName] = [requiredText(input, 'Namespace'), requiredText(input, 'MetricName')];
  const dimensions = Object.fromEntries(
    structures(input, 'Dimensions').map((each) => [requiredText(each, 'Name'), requiredText(each, 'Value')]),
  );
  const asked = askedFor(input);
  const metric = metrics.find({ namespace, metricName, dimensions });
  const isCounted = (optionalText(input, 'Unit') ?? UNIT) === UNIT;
  return { Label: metricName, Datapoints: metric && isCounted ? datapointsOf(metric, asked) : [] };
});

/** Periods, in milliseconds since 1970. */
interface Asked {
  readonly start: number;
  readonly end: number;
  readonly length: number;
  readonly statistics: readonly Statistic[];
}

/** @throws CloudWatchError for what does not go together */
function askedFor(input: JsonObject): Asked {
  const [from, end] = [requiredTime(input, 'StartTime'), requiredTime(input, 'EndTime')];
  if (from >= end) throw invalidCombination('The parameter StartTime must be less than the parameter EndTime.');
  const period = optionalInteger(input, 'Period');
  if (period === undefined) throw missingParameter('Period');
  if (period < SHORTEST_PERIOD || period % SHORTEST_PERIOD !== 0) {
    throw invalidParameter(`The parameter Period must be a multiple of ${SHORTEST_PERIOD}: the engine has no others.`);
  }
  const length = period * SECOND;
  const start = Math.floor(from / MINUTE) * MINUTE;
  requireFew(Math.ceil((end - start) / length));
  return { start, end, length, statistics: statisticsOf(input) };
}

function statisticsOf(input: JsonObject): readonly Statistic[] {
  const asked = optionalTexts(input, 'Statistics');
  if (asked.length === 0) throw invalidCombination('At least one of the parameters Statistics must be specified.');
  return asked.map((name) => {
    if (isStatistic(name)) return name;
    throw invalidParameter(`The parameter Statistics must be of ${STATISTICS.join(', ')}, not ${name}.`);
  });
}

function isStatistic(name: string): name is Statistic {
  return STATISTICS.includes(name);
}

/** In the words that https://github.com/cloud-custodian/cloud-custodian/issues/7683 has. */
function requireFew(datapoints: number): void {
  if (datapoints <= MAX_DATAPOINTS) return;
  throw invalidCombination(
    `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${MAX_DATAPOINTS}. ` +
      'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
  );
}

function datapointsOf(metric: Metric, { start, end, length, statistics }: Asked): readonly JsonObject[] {
  const points: JsonObject[] = [];
  for (let time = start; time < end; time += length) {
    const values = statistics.flatMap((name) => {
      const value = metric.statistic(name, time, time + length);
      return value === undefined ? [] : [[name, value] as const];
    });
    if (values.length > 0) points.push({ Timestamp: timestampOf(time), ...Object.fromEntries(values), Unit: UNIT });
  }
  return points;
}
