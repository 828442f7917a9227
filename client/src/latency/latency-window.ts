// How long messages took in the last minute, second by second. The memory it takes does not grow with the messages.
import { percentile } from './percentile';

/** Seconds that are kept. */
export const WINDOW_SECONDS = 60;
/** Samples that are kept of a second; a second with more keeps the first ones. */
const MOST_PER_SECOND = 256;
const SECOND = 1000;

/** How long messages took. Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
}

/** A second: how many messages came, and how long those took that were kept. */
interface Second {
  readonly number: number;
  count: number;
  readonly samples: number[];
}

/** The latencies of one region's messages. Times are milliseconds since 1970. */
export class LatencyWindow {
  #seconds: Second[] = [];

  /** Takes a message that arrived `now` and took `latency`. */
  add(latency: number, now: number): void {
    const number = Math.floor(now / SECOND);
    let second = this.#seconds.at(-1);
    if (second?.number !== number) {
      second = { number, count: 0, samples: [] };
      this.#seconds.push(second);
      this.#forget(number);
    }
    second.count += 1;
    if (second.samples.length < MOST_PER_SECOND) second.samples.push(Math.max(latency, 0));
  }

  /** Of the whole window; `undefined` if no message came. */
  percentiles(now: number): Percentiles | undefined {
    this.#forget(Math.floor(now / SECOND));
    return percentilesOf(this.#seconds.flatMap(({ samples }) => samples));
  }

  /** Of each second, the oldest first, WINDOW_SECONDS of them; `undefined` for a second without messages. */
  series(now: number): readonly (Percentiles | undefined)[] {
    const last = Math.floor(now / SECOND);
    const byNumber = new Map(this.#seconds.map((second) => [second.number, second]));
    return Array.from({ length: WINDOW_SECONDS }, (_, index) =>
      percentilesOf(byNumber.get(last - WINDOW_SECONDS + 1 + index)?.samples ?? []),
    );
  }

  /** Messages that came in the window. */
  count(now: number): number {
    this.#forget(Math.floor(now / SECOND));
    return this.#seconds.reduce((sum, { count }) => sum + count, 0);
  }

  #forget(last: number): void {
    this.#seconds = this.#seconds.filter(({ number }) => number > last - WINDOW_SECONDS);
  }
}

function percentilesOf(samples: readonly number[]): Percentiles | undefined {
  const sorted = samples.toSorted((one, other) => one - other);
  const p50 = percentile(sorted, 0.5);
  const p95 = percentile(sorted, 0.95);
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
}
