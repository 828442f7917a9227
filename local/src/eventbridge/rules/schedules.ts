// The scheduled rules of a region, and what makes them fire.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../foundation/clock';
import type { Region } from '../../foundation/region';
import type { Delivery } from '../delivery/delivery';
import type { BusEvent } from '../eventbridge';
import { eventTimeOf } from '../buses/event-time';
import { Recurrence } from '../../foundation/schedule/recurrence';
import type { Rule } from './rule';
import { TakenEvent } from '../buses/taken-event';

/** Fires scheduled rules. The first time is a period after the rule was created. */
export class Schedules {
  readonly #region: Region;
  readonly #clock: Clock;
  readonly #fire: (deliveries: readonly Delivery[]) => void;
  /** By the rule's ARN. */
  readonly #recurrences = new Map<string, Recurrence>();

  /**
   * @param clock what schedules go by
   * @param fire takes what a rule has for its targets
   */
  constructor(region: Region, clock: Clock, fire: (deliveries: readonly Delivery[]) => void) {
    this.#region = region;
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Begins to fire a rule if it has a schedule; a rule of the same ARN fires no more. */
  put(rule: Rule): void {
    this.delete(rule.arn);
    const { schedule, state } = rule;
    if (!schedule || state === 'DISABLED') return;
    const first = schedule.next(this.#clock.now());
    this.#recurrences.set(rule.arn, new Recurrence(this.#clock, schedule, first, () => this.#due(rule)));
  }

  /** The rule of this ARN fires no more. */
  delete(ruleArn: string): void {
    this.#recurrences.get(ruleArn)?.stop();
    this.#recurrences.delete(ruleArn);
  }

  /** No rule fires any more. */
  stop(): void {
    for (const recurrence of this.#recurrences.values()) recurrence.stop();
    this.#recurrences.clear();
  }

  #due(rule: Rule): void {
    const event = scheduledEvent(rule, this.#region, this.#clock.now());
    const taken = new TakenEvent(event, this.#region.clock.now(), false);
    this.#fire(rule.targets.map((target) => ({ taken, rule, target })));
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html */
function scheduledEvent(rule: Rule, { accountId, name }: Region, now: number): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: eventTimeOf(now),
    region: name,
    resources: [rule.arn],
    detail: {},
  };
}
