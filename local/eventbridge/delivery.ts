// The way of an event to a target: tried, tried again, and buried when it cannot be helped.
import type { Region } from '../region';
import { bury } from './dead-letter';
import { DeliveryFailure, deliveryFailureOf } from './delivery-failure';
import type { RetryTiming } from './limits';
import { exhaustedCondition, retryDelay } from './retry-policy';
import type { Rule } from './rule';
import type { TakenEvent } from './taken-event';
import type { Target } from './target';

/** One event for one target of one rule. */
export interface Delivery {
  readonly taken: TakenEvent;
  readonly rule: Rule;
  readonly target: Target;
}

/** Delivers the events of one region. */
export class Deliveries {
  readonly #region: Region;
  readonly #timing: RetryTiming;
  /** From 0 to 1. */
  readonly #random: () => number;
  /** Cancel the retries that wait. */
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(region: Region, options: { readonly timing: RetryTiming; readonly random: () => number }) {
    this.#region = region;
    this.#timing = options.timing;
    this.#random = options.random;
  }

  /** Begins to deliver. The target is called before this returns, so that it is called in the order of the events. */
  deliver(delivery: Delivery): void {
    this.#attempt(delivery, 0).catch((fault: unknown) => this.#region.log.fault(fault));
  }

  /** Gives up every delivery that waits for a retry; none waits from now on. */
  stop(): void {
    this.#stopped = true;
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  async #attempt(delivery: Delivery, retries: number): Promise<void> {
    const { taken, rule, target } = delivery;
    try {
      await target.invoke({ taken, input: target.input({ taken, rule }), ruleArn: rule.arn });
    } catch (error) {
      if (!this.#stopped) this.#failed(delivery, retries, this.#failureOf(error));
    }
  }

  /** A fault of the engine is no reason to lose the event. */
  #failureOf(error: unknown): DeliveryFailure {
    const failure = deliveryFailureOf(error);
    if (failure) return failure;
    this.#region.log.fault(error);
    return new DeliveryFailure('INTERNAL_ERROR', 'The engine failed.', { cause: error });
  }

  #failed(delivery: Delivery, retries: number, failure: DeliveryFailure): void {
    const { taken, rule, target } = delivery;
    const age = this.#region.clock.now() - taken.takenAt;
    const exhausted = failure.retried ? exhaustedCondition(target.retryPolicy, retries, age) : undefined;
    if (!failure.retried || exhausted) {
      bury({ taken, ruleArn: rule.arn, target, failure, retries, exhausted }, this.#region);
      return;
    }
    const delay = retryDelay(target.retryPolicy, this.#timing, { retries, age, random: this.#random() });
    const cancel = this.#region.clock.after(delay, () => {
      this.#waiting.delete(cancel);
      this.#attempt(delivery, retries + 1).catch((fault: unknown) => this.#region.log.fault(fault));
    });
    this.#waiting.add(cancel);
  }
}
