// What one client on the library got, and when.
import type { State } from 'global-pubsub-client';

/** Takes note of what one client is told. Its messages are numbers, one after the other. */
export class Listener {
  /** The number of the newest message. */
  newest = 0;
  /** Milliseconds: the longest time between two messages since it was reset. */
  hole = 0;
  /** When it was connected last, and when it had everything: milliseconds, as of `performance.now()`. */
  reconnectedAt: number | undefined;
  liveAt: number | undefined;
  lost = 0;
  duplicates = 0;
  gaps = 0;
  /** The host of its newest connection. */
  host: string | undefined;
  #heardAt = performance.now();
  #wake: () => void = () => undefined;

  heard(number: number): void {
    const now = performance.now();
    this.hole = Math.max(this.hole, now - this.#heardAt);
    this.#heardAt = now;
    if (number <= this.newest) this.duplicates += 1;
    else if (this.newest > 0) this.lost += number - this.newest - 1;
    this.newest = Math.max(this.newest, number);
    this.#wake();
  }

  /** Takes note of a state of the subscription. */
  is(state: State): void {
    if (state === 'catching up') this.reconnectedAt = performance.now();
    // What was live once does not count while it is not.
    this.liveAt = state === 'live' ? performance.now() : undefined;
    this.#wake();
  }

  reset(): void {
    this.hole = 0;
    this.#heardAt = performance.now();
    this.reconnectedAt = undefined;
    this.liveAt = undefined;
  }

  /** Waits until it is live, and has this message. */
  async hasAll(last: number): Promise<void> {
    while (this.liveAt === undefined || this.newest < last)
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}
