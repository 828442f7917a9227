// An alarm: looks at a metric once a period, when the period is over.
import type { Clock } from '../foundation/clock';
import type { AlarmState, MetricAlarmDefinition } from './cloudwatch';
import { evaluate } from './evaluation';
import { EXTRA_PERIODS } from './limits';
import type { Metric } from './metric';

const SECOND = 1_000;

export class Alarm {
  readonly #definition: MetricAlarmDefinition;
  readonly #metric: Metric;
  readonly #clock: Clock;
  #state: AlarmState;
  #cancel: () => void = () => undefined;

  /** @param options the state is that of the alarm which it replaces */
  constructor(
    definition: MetricAlarmDefinition,
    metric: Metric,
    { clock, state = 'INSUFFICIENT_DATA' }: { readonly clock: Clock; readonly state?: AlarmState | undefined },
  ) {
    this.#state = state;
    this.#definition = definition;
    this.#metric = metric;
    this.#clock = clock;
    this.#wait();
  }

  /** `INSUFFICIENT_DATA` until the first period is over. */
  get state(): AlarmState {
    return this.#state;
  }

  /** Keeps its state from now on. */
  stop(): void {
    this.#cancel();
  }

  #wait(): void {
    const period = this.#definition.period * SECOND;
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
    const { evaluationPeriods, period, statistic } = this.#definition;
    const length = period * SECOND;
    const end = Math.floor(now / length) * length;
    const values = Array.from({ length: evaluationPeriods + EXTRA_PERIODS }, (_, index) => {
      const start = end - (evaluationPeriods + EXTRA_PERIODS - index) * length;
      return this.#metric.statistic(statistic, start, start + length);
    });
    this.#state = evaluate(this.#definition, values, this.#state);
  }
}
