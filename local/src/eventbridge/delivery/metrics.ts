// What EventBridge tells CloudWatch: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
import type { CloudWatch, MetricDatum } from '../../cloudwatch/cloudwatch';
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import type { Rule } from '../rules/rule';

const NAMESPACE = 'AWS/Events';

/** The metrics of deliveries, each of which counts. */
export type DeliveryMetric =
  | 'FailedInvocations'
  | 'InvocationAttempts'
  | 'Invocations'
  | 'InvocationsFailedToBeSentToDlq'
  | 'InvocationsSentToDlq'
  | 'RetryInvocationAttempts'
  | 'SuccessfulInvocationAttempts';

/** What is counted of one rule. */
type Counted = Partial<Record<DeliveryMetric, MetricDatum>>;

/** The metrics of one region's deliveries, by rule. */
export class DeliveryMetrics {
  /** Made once for each rule, since every event is counted. */
  readonly #counted = new WeakMap<Rule, Counted>();
  readonly #cloudWatch: CloudWatch;

  constructor(cloudWatch: CloudWatch) {
    this.#cloudWatch = cloudWatch;
  }

  /** Counts one more, or so many. */
  count(metricName: DeliveryMetric, rule: Rule, times = 1): void {
    const counted = this.#counted.get(rule) ?? {};
    this.#counted.set(rule, counted);
    counted[metricName] ??= { namespace: NAMESPACE, metricName, dimensions: dimensionsOf(rule), value: 1 };
    this.#cloudWatch.record(counted[metricName], times);
  }
}

/** Rules of the default bus are named without the bus. */
function dimensionsOf({ name, eventBusName }: Rule): MetricDatum['dimensions'] {
  return eventBusName === DEFAULT_EVENT_BUS ? { RuleName: name } : { EventBusName: eventBusName, RuleName: name };
}
