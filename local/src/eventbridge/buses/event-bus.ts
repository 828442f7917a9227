// An event bus: its rules, and the events that pass it.
import type { PolicyDocument } from '../../iam/iam';
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { Delivery } from '../delivery/delivery';
import { MAX_RULES_PER_BUS } from '../limits';
import type { Rule } from '../rules/rule';
import type { TakenEvent } from './taken-event';
import { limitExceeded, notFound } from '../validation-error';

export class EventBus {
  readonly name: string;
  readonly arn: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly #rules = new Map<string, Rule>();
  /** By statement id. */
  readonly #permissions = new Map<string, JsonObject>();
  #policy: PolicyDocument | undefined;

  constructor(name: string, region: Region) {
    this.name = name;
    this.arn = eventBusArnOf(name, region);
    this.createdAt = region.clock.now();
  }

  /** The bus's resource policy, if it has one; the same object until a statement is added. */
  get policy(): PolicyDocument | undefined {
    return this.#policy;
  }

  /** Adds a statement to the resource policy, or replaces the one of the same id. */
  permit(statementId: string, statement: JsonObject): void {
    this.#permissions.set(statementId, statement);
    this.#policy = { Version: '2012-10-17', Statement: [...this.#permissions.values()] };
  }

  /** Takes a statement out of the resource policy. @throws AwsError `ResourceNotFoundException` */
  forbid(statementId: string): void {
    if (!this.#permissions.delete(statementId)) {
      throw notFound(`Statement ${statementId} does not exist in the policy of event bus ${this.name}.`);
    }
    const statements = [...this.#permissions.values()];
    this.#policy = statements.length === 0 ? undefined : { Version: '2012-10-17', Statement: statements };
  }

  /** Deletes a rule; nothing happens when there is none. */
  delete(name: string): void {
    this.#rules.delete(name);
  }

  /** In the order of their names. */
  get rules(): readonly Rule[] {
    return [...this.#rules.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  rule(name: string): Rule | undefined {
    return this.#rules.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  getRule(name: string): Rule {
    const rule = this.#rules.get(name);
    if (!rule) throw notFound(`Rule ${name} does not exist on EventBus ${this.name}.`);
    return rule;
  }

  /**
   * Adds a rule, or replaces the one of the same name.
   * @throws AwsError `LimitExceededException`
   */
  put(rule: Rule): void {
    if (!this.#rules.has(rule.name) && this.#rules.size === MAX_RULES_PER_BUS) throw limitExceeded();
    this.#rules.set(rule.name, rule);
  }

  /** Where the event goes from here. */
  deliveriesOf(taken: TakenEvent): readonly Delivery[] {
    const deliveries: Delivery[] = [];
    for (const rule of this.#rules.values()) {
      if (rule.state === 'DISABLED' || !rule.pattern?.matches(taken.event)) continue;
      for (const target of rule.targets) deliveries.push({ taken, rule, target });
    }
    return deliveries;
  }
}

/** The ARN of the region's bus of a name, whether there is one or not. */
export function eventBusArnOf(name: string, { partition, name: region, accountId }: Region): string {
  return `arn:${partition}:events:${region}:${accountId}:event-bus/${name}`;
}
