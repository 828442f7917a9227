// The retries that wait for their time. While a region is away there can be thousands of them a second.
import type { Clock } from '../../foundation/clock';
import { RETRY_STEP } from '../limits';

/** Retries that wait. Those that fall due in the same step have one timer. */
export class Retries<Retry> {
  /** By their steps since 1970. */
  readonly #waiting = new Map<number, { readonly retries: Retry[]; readonly cancel: () => void }>();
  readonly #clock: Clock;
  readonly #begin: (retry: Retry) => void;

  /** @param begin told of each retry that falls due; must not throw */
  constructor(clock: Clock, begin: (retry: Retry) => void) {
    this.#clock = clock;
    this.#begin = begin;
  }

  /** @param delay milliseconds, which become so many that they end with a step */
  add(delay: number, retry: Retry): void {
    const now = this.#clock.now();
    const step = Math.ceil((now + delay) / RETRY_STEP);
    const others = this.#waiting.get(step);
    if (others) {
      others.retries.push(retry);
      return;
    }
    const retries = [retry];
    const cancel = this.#clock.after(step * RETRY_STEP - now, () => {
      this.#waiting.delete(step);
      for (const due of retries) this.#begin(due);
    });
    this.#waiting.set(step, { retries, cancel });
  }

  /** Gives up all that wait. */
  stop(): void {
    for (const { cancel } of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
