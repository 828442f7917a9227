// An archive: the events of a bus, kept to be replayed. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
import type { EventBus } from '../buses/event-bus';
import { compileEventPattern, type EventPattern } from '../patterns/event-pattern';
import type { ArchiveDefinition, BusEvent } from '../eventbridge';
import { MAX_ARCHIVED_EVENTS } from '../limits';
import type { TakenEvent } from '../buses/taken-event';

const DAY = 86_400_000;

/** The events of a bus, in memory. */
export class Archive {
  #definition: ArchiveDefinition;
  #pattern: EventPattern | undefined;
  #kept: TakenEvent[] = [];

  /** @throws AwsError `InvalidEventPatternException` */
  constructor(
    definition: ArchiveDefinition,
    readonly bus: EventBus,
    readonly arn: string,
    /** Milliseconds since 1970. */
    readonly createdAt: number,
  ) {
    this.#definition = definition;
    this.#pattern = definition.eventPattern && compileEventPattern(definition.eventPattern);
  }

  get definition(): ArchiveDefinition {
    return this.#definition;
  }

  /** Keeps by other rules from now on. @throws AwsError `InvalidEventPatternException` */
  update(definition: ArchiveDefinition): void {
    this.#pattern = definition.eventPattern && compileEventPattern(definition.eventPattern);
    this.#definition = definition;
  }

  /** How many events are kept. */
  get eventCount(): number {
    return this.#kept.length;
  }

  /** Keeps an event of its bus, if the pattern takes it; what was replayed is not kept again. */
  keep(taken: TakenEvent): void {
    if (taken.event['replay-name'] !== undefined || this.#pattern?.matches(taken.event) === false) return;
    const { retentionDays } = this.definition;
    const oldest = retentionDays === 0 ? 0 : taken.takenAt - retentionDays * DAY;
    if (this.#kept[0] && this.#kept[0].takenAt < oldest) {
      this.#kept = this.#kept.filter(({ takenAt }) => takenAt >= oldest);
    }
    if (this.#kept.length === MAX_ARCHIVED_EVENTS) this.#kept.shift();
    this.#kept.push(taken);
  }

  /** @param from milliseconds since 1970; @param to likewise, not included */
  between(from: number, to: number): readonly BusEvent[] {
    return this.#kept.filter(({ takenAt }) => takenAt >= from && takenAt < to).map(({ event }) => event);
  }
}
