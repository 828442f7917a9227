// The way of an event to a target: tried, tried again, and buried when it cannot be helped.
import type { Notices } from '../../foundation/notices';
import type { Region } from '../../foundation/region';
import { bury, type DeadLetter } from './dead-letter';
import { DeliveryFailure, deliveryFailureOf } from './delivery-failure';
import type { RetryTiming } from '../limits';
import { DeliveryMetrics } from './metrics';
import { exhaustedCondition, retryDelay } from './retry-policy';
import type { Rule } from '../rules/rule';
import type { TakenEvent } from '../buses/taken-event';
import type { Target } from '../rules/target';

/** One event for one target of one rule. */
export interface Delivery {
  readonly taken: TakenEvent;
  readonly rule: Rule;
  readonly target: Target;
}

/** Delivers the events of one region. While the region is down it keeps them, and it goes on when the region is up again. */
export class Deliveries {
  readonly #region: Region;
  readonly #timing: RetryTiming;
  /** From 0 to 1. */
  readonly #random: () => number;
  readonly #notices: Notices;
  readonly #metrics: DeliveryMetrics;
  /** Cancel the retries that wait. */
  readonly #waiting = new Set<() => void>();
  /** What waits for the region to be up again, in its order. */
  #kept: (() => void)[] = [];
  #stopped = false;

  constructor(
    region: Region,
    options: { readonly timing: RetryTiming; readonly random: () => number; readonly notices: Notices },
  ) {
    this.#region = region;
    this.#timing = options.timing;
    this.#random = options.random;
    this.#notices = options.notices;
    this.#metrics = new DeliveryMetrics(region);
    region.network.watch(() => this.#goOn());
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
    this.#kept = [];
  }

  #begin(delivery: Delivery, retries: number): void {
    if (this.#region.network.isUp) {
      this.#attempt(delivery, retries).catch((fault: unknown) => this.#region.log.fault(fault));
    } else if (!this.#stopped) {
      this.#kept.push(() => this.#begin(delivery, retries));
    }
  }

  #goOn(): void {
    if (!this.#region.network.isUp) return;
    for (const begin of this.#kept.splice(0)) begin();
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

  /** A fault of the engine is no reason to lose the event. */
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
    const delay = retryDelay(target.retryPolicy, this.#timing, { retries, age, random: this.#random() });
    const cancel = this.#region.clock.after(delay, () => {
      this.#waiting.delete(cancel);
      this.#begin(delivery, retries + 1);
    });
    this.#waiting.add(cancel);
  }

  #bury({ taken, rule, target }: Delivery, end: Pick<DeadLetter, 'failure' | 'retries' | 'exhausted'>): void {
    this.#metrics.count('Invocations', rule);
    this.#metrics.count('FailedInvocations', rule);
    const burial = bury({ taken, ruleArn: rule.arn, target, ...end }, this.#region, this.#notices);
    if (burial === 'in the queue') this.#metrics.count('InvocationsSentToDlq', rule);
    if (burial === 'refused by the queue') this.#metrics.count('InvocationsFailedToBeSentToDlq', rule);
  }
}
