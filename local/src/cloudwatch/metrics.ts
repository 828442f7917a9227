// The metrics of a region, each known by its namespace, its name and its dimensions.
import type { MetricDatum } from './cloudwatch';
import { AwsError } from '../foundation/errors';
import { MAX_CUSTOM_METRICS } from './limits';
import { Metric, type Values } from './metric';

/** What names a metric. */
export type MetricIdentity = Pick<MetricDatum, 'namespace' | 'metricName' | 'dimensions'>;

/** A metric that has a value. */
export interface KnownMetric extends MetricIdentity {
  readonly metric: Metric;
}

/** The metrics of a region, none at first. */
export class Metrics {
  readonly #metrics = new Map<string, KnownMetric>();
  /** What is counted again and again comes as the same datum. */
  readonly #known = new WeakMap<MetricDatum, Metric>();

  /**
   * @param time milliseconds since 1970
   * @param times how often the value came about
   */
  record(datum: MetricDatum, time: number, times: number): void {
    const metric = this.#known.get(datum) ?? this.of(datum);
    this.#known.set(datum, metric);
    metric.record(datum.value, time, times);
  }

  /**
   * What a caller has for a metric of its own.
   * @param time milliseconds since 1970
   * @throws AwsError `LimitExceededException` when there are too many metrics
   */
  put(identity: MetricIdentity, values: readonly Values[], time: number): void {
    if (!this.find(identity) && this.#metrics.size >= MAX_CUSTOM_METRICS) {
      throw new AwsError('LimitExceededException', `The engine keeps ${MAX_CUSTOM_METRICS} metrics of a region.`);
    }
    const metric = this.of(identity);
    for (const each of values) metric.recordAll(each, time);
  }

  /** The metric of this identity, new if there was none. */
  of({ namespace, metricName, dimensions }: MetricIdentity): Metric {
    const key = keyOf({ namespace, metricName, dimensions });
    const known = this.#metrics.get(key) ?? { namespace, metricName, dimensions, metric: new Metric() };
    this.#metrics.set(key, known);
    return known.metric;
  }

  /** Those that have a value. */
  all(): readonly KnownMetric[] {
    return [...this.#metrics.values()].filter(({ metric }) => !metric.isEmpty);
  }

  /** The metric of this identity, if there is one. */
  find(identity: MetricIdentity): Metric | undefined {
    return this.#metrics.get(keyOf(identity))?.metric;
  }
}

/** Dimensions are a set: their order makes no other metric. */
function keyOf({ namespace, metricName, dimensions }: MetricIdentity): string {
  let key = `${namespace}\n${metricName}`;
  for (const name of Object.keys(dimensions).sort()) key += `\n${name}=${dimensions[name] ?? ''}`;
  return key;
}
