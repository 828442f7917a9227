// The scheduled rules of a region, and what makes them fire.
import { randomUUID } from 'node:crypto';
import type { Region } from '../region';
import type { Delivery } from './delivery';
import type { BusEvent } from './eventbridge';
import { eventTimeOf } from './event-time';
import type { Rule } from './rule';
import type { Schedule } from './schedule-expression';
import { TakenEvent } from './taken-event';

/** Milliseconds that are waited in one go: a timer of Node cannot wait for more than 24 days. */
const LONGEST_WAIT = 86_400_000;

/** Fires scheduled rules. The first time is a period after the rule was created. */
export class Schedules {
  readonly #region: Region;
  readonly #fire: (deliveries: readonly Delivery[]) => void;
  /** Cancel what waits, by the rule's ARN. */
  readonly #waiting = new Map<string, () => void>();

  /** @param fire takes what a rule has for its targets */
  constructor(region: Region, fire: (deliveries: readonly Delivery[]) => void) {
    this.#region = region;
    this.#fire = fire;
  }

  /** Begins to fire a rule if it has a schedule; a rule of the same ARN fires no more. */
  put(rule: Rule): void {
    this.#waiting.get(rule.arn)?.();
    this.#waiting.delete(rule.arn);
    const { schedule, state } = rule;
    if (schedule && state === 'ENABLED') this.#wait(rule, schedule, schedule.next(this.#region.clock.now()));
  }

  /** No rule fires any more. */
  stop(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }

  /** @param due milliseconds since 1970 */
  #wait(rule: Rule, schedule: Schedule, due: number): void {
    const { clock } = this.#region;
    const left = Math.max(due - clock.now(), 0);
    const task = left > LONGEST_WAIT ? () => this.#wait(rule, schedule, due) : () => this.#due(rule, schedule, due);
    this.#waiting.set(rule.arn, clock.after(Math.min(left, LONGEST_WAIT), task));
  }

  #due(rule: Rule, schedule: Schedule, due: number): void {
    const now = this.#region.clock.now();
    let next = schedule.next(due);
    // What fell due while the machine slept is not made up for.
    while (next <= now) next = schedule.next(next);
    this.#wait(rule, schedule, next);
    const taken = new TakenEvent(scheduledEvent(rule, this.#region), now, false);
    this.#fire(rule.targets.map((target) => ({ taken, rule, target })));
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function scheduledEvent(rule: Rule, { accountId, name, clock }: Region): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: eventTimeOf(clock.now()),
    region: name,
    resources: [rule.arn],
    detail: {},
  };
}
