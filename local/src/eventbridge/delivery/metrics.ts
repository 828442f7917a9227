// What EventBridge tells CloudWatch: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
import type { CloudWatch } from '../../cloudwatch/cloudwatch';
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

type Dimensions = Readonly<Record<string, string>>;

/** The metrics of one region's deliveries, by rule. */
export class DeliveryMetrics {
  /** Made once for each rule, since every event is counted. */
  readonly #dimensions = new WeakMap<Rule, Dimensions>();
  readonly #cloudWatch: CloudWatch;

  constructor(cloudWatch: CloudWatch) {
    this.#cloudWatch = cloudWatch;
  }

  /** Counts one more. */
  count(metricName: DeliveryMetric, rule: Rule): void {
    const dimensions = this.#dimensions.get(rule) ?? dimensionsOf(rule);
    this.#dimensions.set(rule, dimensions);
    this.#cloudWatch.record({ namespace: NAMESPACE, metricName, dimensions, value: 1 });
  }
}

/** Rules of the default bus are named without the bus. */
function dimensionsOf({ name, eventBusName }: Rule): Dimensions {
  return eventBusName === DEFAULT_EVENT_BUS ? { RuleName: name } : { EventBusName: eventBusName, RuleName: name };
}
