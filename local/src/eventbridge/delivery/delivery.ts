// The way of an event to a target: tried, tried again, and buried when it cannot be helped.
import type { Network } from '../../foundation/network';
import type { Notices } from '../../foundation/notices';
import type { Power } from '../../foundation/power';
import type { Region } from '../../foundation/region';
import type { CloudWatch } from '../../cloudwatch/cloudwatch';
import type { Sqs } from '../../sqs/sqs';
import { type Convoy, Convoys } from './convoys';
import { bury, type DeadLetter } from './dead-letter';
import { DeliveryFailure, deliveryFailureOf, LastingFailure } from './delivery-failure';
import { MAX_THROTTLED, type RetryTiming } from '../limits';
import { DeliveryMetrics } from './metrics';
import { Retries } from './retries';
import { exhaustedCondition, retryDelay } from './retry-policy';
import type { Rule } from '../rules/rule';
import type { TakenEvent } from '../buses/taken-event';
import type { Target } from '../rules/target';
import { eventBridgeFor, type Invoke } from '../targets/target-kind';

/** One event for one target of one rule. */
export interface Delivery {
  readonly taken: TakenEvent;
  readonly rule: Rule;
  readonly target: Target;
}

/** An attempt to deliver, after so many others. */
interface Attempt {
  readonly delivery: Delivery;
  readonly retries: number;
  /** Does it come again because its target was asked too much? */
  readonly isThrottled?: boolean;
}

/** Whom deliveries call, and what paces them. */
export interface DeliveryOptions {
  readonly sqs: Sqs;
  readonly cloudWatch: CloudWatch;
  readonly network: Pick<Network, 'stutter'>;
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
  readonly #retries: Retries<Attempt>;
  readonly #convoys: Convoys<Delivery>;
  readonly #departed: Retries<Convoy<Delivery>>;
  /** Attempts that wait because their target was asked too much. */
  #throttled = 0;
  #stopped = false;

  constructor(region: Region, options: DeliveryOptions) {
    this.#region = region;
    this.#options = options;
    this.#metrics = new DeliveryMetrics(options.cloudWatch);
    this.#retries = new Retries(region.clock, (attempt) => {
      if (attempt.isThrottled === true) this.#throttled -= 1;
      this.#begin(attempt);
    });
    this.#convoys = new Convoys(region.clock, (convoy, step) => this.#depart(convoy, step));
    this.#departed = new Retries(region.clock, (convoy) => this.#arrive(convoy));
  }

  /**
   * Begins to deliver. The target is called before this returns, so that it is called in the order of the events; unless the
   * region's buses stutter.
   */
  deliver(delivery: Delivery): void {
    const { network, random } = this.#options;
    const attempt = { delivery, retries: 0 };
    const { stutter } = network;
    if (stutter === 0) this.#begin(attempt);
    else for (let time = 0; time < 2; time += 1) this.#retries.add(random() * stutter, attempt);
  }

  /** Gives up every delivery that waits; none waits from now on. */
  stop(): void {
    this.#stopped = true;
    this.#retries.stop();
    this.#departed.stop();
  }

  #begin(attempt: Attempt): void {
    this.#whenUp(() => this.#try(attempt));
  }

  #whenUp(task: () => void): void {
    this.#options.power.whenUp(() => {
      if (this.#stopped) return;
      try {
        task();
      } catch (fault) {
        this.#region.log.fault(fault);
      }
    });
  }

  #try(attempt: Attempt): void {
    const { rule } = attempt.delivery;
    this.#metrics.count('InvocationAttempts', rule);
    if (attempt.retries > 0) this.#metrics.count('RetryInvocationAttempts', rule);
    const invoked = this.#invoked(attempt.delivery);
    if (!invoked) this.#succeeded(rule);
    else if (invoked instanceof DeliveryFailure) this.#failed(attempt, invoked);
    else this.#wait(attempt, invoked).catch((fault: unknown) => this.#region.log.fault(fault));
  }

  async #wait(attempt: Attempt, invoked: Promise<void>): Promise<void> {
    try {
      await invoked;
    } catch (error) {
      if (!this.#stopped) this.#failed(attempt, this.#failureOf(error));
      return;
    }
    this.#succeeded(attempt.delivery.rule);
  }

  /** @returns what `Invoke` does; what that throws at once is a failure, too */
  #invoked({ taken, rule, target }: Delivery): ReturnType<Invoke> {
    try {
      return target.invoke({ taken, input: target.input({ taken, rule }), ruleArn: rule.arn });
    } catch (error) {
      return this.#failureOf(error);
    }
  }

  #succeeded(rule: Rule): void {
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

  #failed({ delivery, retries }: Attempt, failure: DeliveryFailure): void {
    const { taken, target } = delivery;
    const age = this.#region.clock.now() - taken.takenAt;
    const exhausted = failure.retried ? exhaustedCondition(target.retryPolicy, retries, age) : undefined;
    const isThrottled = failure.code === 'THROTTLING';
    if (!failure.retried || exhausted || (isThrottled && this.#throttled >= MAX_THROTTLED)) {
      this.#bury(delivery, { failure, retries, exhausted });
      return;
    }
    if (failure instanceof LastingFailure) {
      this.#convoys.add({ delivery, failure, retries: retries + 1, takenAt: taken.takenAt });
      return;
    }
    if (isThrottled) this.#throttled += 1;
    this.#retries.add(this.#delay(target, retries, age), { delivery, retries: retries + 1, isThrottled });
  }

  /** @param step milliseconds before its time begins */
  #depart(convoy: Convoy<Delivery>, step: number): void {
    const { target } = convoy.first;
    const age = this.#region.clock.now() - convoy.takenAt;
    this.#departed.add(step + this.#delay(target, convoy.retries - 1, age), convoy);
  }

  /** Its deliveries go on one by one, unless what they wait for lasts. */
  #arrive(convoy: Convoy<Delivery>): void {
    const { first, deliveries, failure, retries } = convoy;
    this.#convoys.forget(convoy);
    this.#whenUp(() => {
      if (!failure.lasts()) {
        for (const delivery of deliveries) this.#begin({ delivery, retries });
        return;
      }
      const { rule, target } = first;
      this.#metrics.count('InvocationAttempts', rule, deliveries.length);
      this.#metrics.count('RetryInvocationAttempts', rule, deliveries.length);
      const age = this.#region.clock.now() - convoy.takenAt;
      const isExhausted = exhaustedCondition(target.retryPolicy, retries, age) !== undefined;
      if (!isExhausted) this.#depart({ ...convoy, retries: retries + 1 }, 0);
      else for (const delivery of deliveries) this.#failed({ delivery, retries }, failure);
    });
  }

  #delay({ retryPolicy }: Target, retries: number, age: number): number {
    const { timing, random } = this.#options;
    return retryDelay(retryPolicy, timing, { retries, age, random: random() });
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
