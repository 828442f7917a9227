// The way of an event to a target: tried, tried again, and buried when it cannot be helped.
import type { Notices } from '../../foundation/notices';
import type { Power } from '../../foundation/power';
import type { Region } from '../../foundation/region';
import type { CloudWatch } from '../../cloudwatch/cloudwatch';
import type { Sqs } from '../../sqs/sqs';
import { bury, type DeadLetter } from './dead-letter';
import { DeliveryFailure, deliveryFailureOf } from './delivery-failure';
import type { RetryTiming } from '../limits';
import { DeliveryMetrics } from './metrics';
import { exhaustedCondition, retryDelay } from './retry-policy';
import type { Rule } from '../rules/rule';
import type { TakenEvent } from '../buses/taken-event';
import type { Target } from '../rules/target';
import { eventBridgeFor } from '../targets/target-kind';

/** One event for one target of one rule. */
export interface Delivery {
  readonly taken: TakenEvent;
  readonly rule: Rule;
  readonly target: Target;
}

/** Whom deliveries call, and what paces them. */
export interface DeliveryOptions {
  readonly sqs: Sqs;
  readonly cloudWatch: CloudWatch;
  readonly power: Power;
  readonly notices: Notices;
  readonly timing: RetryTiming;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Delivers the events of one region. While the region is down it keeps them, and it goes on when the region is up again. */
export class Deliveries {
  readonly #region: Region;
  readonly #options: DeliveryOptions;
  readonly #metrics: DeliveryMetrics;
  /** Cancel the retries that wait. */
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(region: Region, options: DeliveryOptions) {
    this.#region = region;
    this.#options = options;
    this.#metrics = new DeliveryMetrics(options.cloudWatch);
  }

  /** Begins to deliver. The target is called before this returns, so that it is called in the order of the events. */
  deliver(delivery: Delivery): void {
    this.#begin(delivery, 0);
  }

  /** Gives up every delivery that waits; none waits from now on. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  #begin(delivery: Delivery, retries: number): void {
    this.#options.power.whenUp(() => {
      if (this.#stopped) return;
      this.#attempt(delivery, retries).catch((fault: unknown) => this.#region.log.fault(fault));
    });
  }

  async #attempt(delivery: Delivery, retries: number): Promise<void> {
    const { taken, rule, target } = delivery;
    this.#metrics.count('InvocationAttempts', rule);
    if (retries > 0) this.#metrics.count('RetryInvocationAttempts', rule);
    try {
      await target.invoke({ taken, input: target.input({ taken, rule }), ruleArn: rule.arn });
    } catch (error) {
      if (!this.#stopped) this.#failed(delivery, retries, this.#failureOf(error));
      return;
    }
    this.#metrics.count('SuccessfulInvocationAttempts', rule);
    this.#metrics.count('Invocations', rule);
  }

  /** A fault of the engine must not lose the event. */
  #failureOf(error: unknown): DeliveryFailure {
    const failure = deliveryFailureOf(error);
    if (failure) return failure;
    this.#region.log.fault(error);
    return new DeliveryFailure('INTERNAL_ERROR', 'The engine failed.', { cause: error });
  }

  #failed(delivery: Delivery, retries: number, failure: DeliveryFailure): void {
    const { taken, target } = delivery;
    const age = this.#region.clock.now() - taken.takenAt;
    const exhausted = failure.retried ? exhaustedCondition(target.retryPolicy, retries, age) : undefined;
    if (!failure.retried || exhausted) {
      this.#bury(delivery, { failure, retries, exhausted });
      return;
    }
    const { timing, random } = this.#options;
    const delay = retryDelay(target.retryPolicy, timing, { retries, age, random: random() });
    const cancel = this.#region.clock.after(delay, () => {
      this.#waiting.delete(cancel);
      this.#begin(delivery, retries + 1);
    });
    this.#waiting.add(cancel);
  }

  #bury({ taken, rule, target }: Delivery, end: Pick<DeadLetter, 'failure' | 'retries' | 'exhausted'>): void {
    this.#metrics.count('Invocations', rule);
    this.#metrics.count('FailedInvocations', rule);
    const { sqs, notices } = this.#options;
    const sender = eventBridgeFor(rule.arn, this.#region);
    const burial = bury({ taken, ruleArn: rule.arn, target, ...end }, { sqs, notices, sender });
    if (burial === 'in the queue') this.#metrics.count('InvocationsSentToDlq', rule);
    if (burial === 'refused by the queue') this.#metrics.count('InvocationsFailedToBeSentToDlq', rule);
  }
}
