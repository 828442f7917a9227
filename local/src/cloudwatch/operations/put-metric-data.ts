// PutMetricData: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { memberOf, optionalList, wrongType } from '../../foundation/request-members';
import { invalidCombination, invalidParameter } from '../cloudwatch-error';
import { MAX_DIMENSIONS, MAX_METRIC_DATA, MAX_METRIC_VALUES } from '../limits';
import type { Values } from '../metric';
import { refuseOthers, requiredText, structures } from '../parameters';
import { operation } from './operation-context';

const DATUM = ['MetricName', 'Dimensions', 'Value', 'Values', 'Counts', 'StatisticValues'];
/** What makes no difference here: a value counts in the minute in which it comes. */
const OVERLOOKED = ['Timestamp', 'Unit', 'StorageResolution'];
const STATISTICS = ['Sum', 'SampleCount', 'Minimum', 'Maximum'] as const;

/** Values of the caller's own metrics. */
export const putMetricData = operation(({ iam, metrics, now }, input, caller) => {
  const namespace = requiredText(input, 'Namespace');
  const conditionKeys = { 'cloudwatch:namespace': namespace };
  iam.authorize(caller, { action: 'cloudwatch:PutMetricData', resource: '*', conditionKeys });
  refuseOthers(input, ['Namespace', 'MetricData', 'StrictEntityValidation']);
  if (namespace.startsWith('AWS/')) throw invalidParameter('The value AWS/ for parameter Namespace is invalid.');
  const data = structures(input, 'MetricData');
  if (data.length > MAX_METRIC_DATA) {
    throw invalidParameter(`The collection MetricData must not have a size greater than ${MAX_METRIC_DATA}.`);
  }
  // All of them are read before any counts.
  const values = data.map((datum) => ({ datum: { namespace, ...identityOf(datum) }, values: valuesOf(datum) }));
  for (const { datum, values: sets } of values) metrics.put(datum, sets, now());
  return {};
});

function identityOf(datum: JsonObject): {
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
} {
  refuseOthers(datum, [...DATUM, ...OVERLOOKED]);
  const dimensions = structures(datum, 'Dimensions').map(
    (dimension) => [requiredText(dimension, 'Name'), requiredText(dimension, 'Value')] as const,
  );
  if (dimensions.length > MAX_DIMENSIONS) {
    throw invalidParameter(`The collection Dimensions must not have a size greater than ${MAX_DIMENSIONS}.`);
  }
  return { metricName: requiredText(datum, 'MetricName'), dimensions: Object.fromEntries(dimensions) };
}

/** A value, a list of values with how often each came, or what values come to. */
function valuesOf(datum: JsonObject): readonly Values[] {
  const [single, list, set] = ['Value', 'Values', 'StatisticValues'].map((name) => memberOf(datum, name));
  if ([single, list, set].filter((given) => given !== undefined).length !== 1) {
    throw invalidCombination('Exactly one of the parameters Value, Values and StatisticValues is required.');
  }
  if (single !== undefined) return [severalOf(numberOf('Value', single), 1)];
  if (set !== undefined) return [statisticsOf(set)];
  const values = optionalList(datum, 'Values');
  const counts = optionalList(datum, 'Counts');
  if (values.length > MAX_METRIC_VALUES) {
    throw invalidParameter(`The collection Values must not have a size greater than ${MAX_METRIC_VALUES}.`);
  }
  if (counts.length > 0 && counts.length !== values.length) {
    throw invalidParameter('The parameters Values and Counts must have as many members.');
  }
  return values.map((value, index) => severalOf(numberOf('Values', value), numberOf('Counts', counts[index] ?? 1)));
}

function severalOf(value: number, count: number): Values {
  return { sum: value * count, count, minimum: value, maximum: value };
}

function statisticsOf(set: JsonValue): Values {
  if (!isJsonObject(set)) throw wrongType('StatisticValues', 'structure');
  const [sum = 0, count = 0, minimum = 0, maximum = 0] = STATISTICS.map((name) => numberOf(name, set[name] ?? null));
  return { sum, count, minimum, maximum };
}

function numberOf(name: string, value: JsonValue): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidParameter(`The value for parameter ${name} is not a number that CloudWatch takes.`);
}
