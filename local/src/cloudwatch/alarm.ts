// An alarm: looks at a metric once a period, when the period is over.
import type { Clock } from '../foundation/clock';
import type { AlarmState, MetricAlarmDefinition } from './cloudwatch';
import { evaluate } from './evaluation';
import { EXTRA_PERIODS } from './limits';
import type { Metric } from './metric';

const SECOND = 1_000;

/** What an alarm has beside its definition. */
export interface AlarmOptions {
  readonly arn: string;
  readonly clock: Clock;
  /** The alarm that it replaces, whose state it takes over. */
  readonly before?: Alarm | undefined;
}

export class Alarm {
  readonly arn: string;
  readonly definition: MetricAlarmDefinition;
  /** When it became what it is, in milliseconds since 1970. */
  readonly configuredAt: number;
  readonly #metric: Metric;
  readonly #clock: Clock;
  #state: AlarmState;
  #changedAt: number;
  #cancel: () => void = () => undefined;

  constructor(definition: MetricAlarmDefinition, metric: Metric, { arn, clock, before }: AlarmOptions) {
    this.arn = arn;
    this.definition = definition;
    this.configuredAt = clock.now();
    this.#state = before?.state ?? 'INSUFFICIENT_DATA';
    this.#changedAt = before?.changedAt ?? this.configuredAt;
    this.#metric = metric;
    this.#clock = clock;
    this.#wait();
  }

  /** `INSUFFICIENT_DATA` until the first period is over. */
  get state(): AlarmState {
    return this.#state;
  }

  /** When it had another state last, in milliseconds since 1970. */
  get changedAt(): number {
    return this.#changedAt;
  }

  /** Keeps its state from now on. */
  stop(): void {
    this.#cancel();
  }

  #wait(): void {
    const period = this.definition.period * SECOND;
    const now = this.#clock.now();
    // Periods begin at multiples of their length.
    const end = (Math.floor(now / period) + 1) * period;
    this.#cancel = this.#clock.after(end - now, () => {
      // A timer may be early by a part of a millisecond.
      this.#evaluate(Math.max(end, this.#clock.now()));
      this.#wait();
    });
  }

  /** @param now milliseconds since 1970 */
  #evaluate(now: number): void {
    const { evaluationPeriods, period, statistic } = this.definition;
    const length = period * SECOND;
    const end = Math.floor(now / length) * length;
    const values = Array.from({ length: evaluationPeriods + EXTRA_PERIODS }, (_, index) => {
      const start = end - (evaluationPeriods + EXTRA_PERIODS - index) * length;
      return this.#metric.statistic(statistic, start, start + length);
    });
    const state = evaluate(this.definition, values, this.#state);
    if (state === this.#state) return;
    this.#state = state;
    this.#changedAt = now;
  }
}
