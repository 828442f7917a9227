// A metric: the values of each minute, put together.
import type { MetricAlarmDefinition } from './cloudwatch';
import { EXTRA_PERIODS, LONGEST_EVALUATION } from './limits';

/** The values of a minute or of a longer period. */
interface Total {
  sum: number;
  count: number;
  minimum: number;
  maximum: number;
}

const MINUTE = 60_000;
/** Minutes that are kept: what the longest alarm looks at. The extra periods of such an alarm are at most a day each. */
const KEPT_MINUTES = ((1 + EXTRA_PERIODS) * LONGEST_EVALUATION * 1_000) / MINUTE;

/** What values come to. */
export type Values = Readonly<Total>;

/** A metric. Values that no alarm can look at any more are forgotten. */
export class Metric {
  /** By minutes since 1970, the oldest first. */
  readonly #minutes = new Map<number, Total>();

  /** Was nothing recorded, or is it forgotten? */
  get isEmpty(): boolean {
    return this.#minutes.size === 0;
  }

  /**
   * @param time milliseconds since 1970
   * @param times how often the value came about
   */
  record(value: number, time: number, times = 1): void {
    this.recordAll({ sum: value * times, count: times, minimum: value, maximum: value }, time);
  }

  /** Several values at once. @param time milliseconds since 1970 */
  recordAll(values: Values, time: number): void {
    const minute = Math.floor(time / MINUTE);
    const total = this.#minutes.get(minute);
    if (total) {
      add(total, values);
      return;
    }
    this.#minutes.set(minute, { ...values });
    for (const old of this.#minutes.keys()) {
      if (old > minute - KEPT_MINUTES) break;
      this.#minutes.delete(old);
    }
  }

  /**
   * What the values of a period come to.
   * @param start milliseconds since 1970
   * @param end milliseconds since 1970, not included
   * @returns undefined when nothing was recorded
   */
  statistic(name: MetricAlarmDefinition['statistic'], start: number, end: number): number | undefined {
    let total: Total | undefined;
    for (let minute = Math.floor(start / MINUTE); minute * MINUTE < end; minute += 1) {
      const values = this.#minutes.get(minute);
      if (values && total) add(total, values);
      else if (values) total = { ...values };
    }
    return total && statisticOf(total, name);
  }
}

function add(total: Total, { sum, count, minimum, maximum }: Values): void {
  total.sum += sum;
  total.count += count;
  total.minimum = Math.min(total.minimum, minimum);
  total.maximum = Math.max(total.maximum, maximum);
}

function statisticOf({ sum, count, minimum, maximum }: Values, name: MetricAlarmDefinition['statistic']): number {
  switch (name) {
    case 'Sum':
      return sum;
    case 'SampleCount':
      return count;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return minimum;
    case 'Maximum':
      return maximum;
  }
}
