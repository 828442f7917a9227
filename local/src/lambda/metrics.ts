// What Lambda tells CloudWatch: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
import type { CloudWatch } from '../cloudwatch/cloudwatch';

const NAMESPACE = 'AWS/Lambda';

/** The metrics of functions, each of which counts, but the duration in milliseconds. */
export type FunctionMetric =
  | 'AsyncEventsDropped'
  | 'AsyncEventsReceived'
  | 'Duration'
  | 'Errors'
  | 'Invocations'
  | 'Throttles';

/** The metrics of one function. */
export class FunctionMetrics {
  readonly #cloudWatch: Pick<CloudWatch, 'record'>;
  readonly #dimensions: Readonly<Record<string, string>>;

  constructor(cloudWatch: Pick<CloudWatch, 'record'>, functionName: string) {
    this.#cloudWatch = cloudWatch;
    this.#dimensions = { FunctionName: functionName };
  }

  /** @param value one more unless given */
  record(metricName: FunctionMetric, value = 1): void {
    this.#cloudWatch.record({ namespace: NAMESPACE, metricName, dimensions: this.#dimensions, value });
  }
}
