// Sends so many messages a second, as evenly as timers allow.
import type { Clock } from '../clock';

/** The most messages a second. */
export const MOST_RATE = 200;
/** Messages that wait for their answers at a time; when so many do, the others are not sent. */
const MOST_IN_FLIGHT = 50;
/** Milliseconds between two looks at what is due. */
const STEP = 50;
const SECOND = 1000;

/** What became of the messages. */
export interface LoadCount {
  readonly sent: number;
  readonly failed: number;
}

/** A load. It ends with `stop`. */
export class LoadGenerator {
  readonly #clock: Clock;
  readonly #send: (number: number) => Promise<unknown>;
  #rate = 0;
  #due = 0;
  #inFlight = 0;
  #number = 0;
  #last = 0;
  #cancel: (() => void) | undefined;
  #count: LoadCount = { sent: 0, failed: 0 };
  /** When those messages were answered that were sent in the last second. */
  #recent: number[] = [];

  /** @param send sends a message; `number` counts from 1 */
  constructor(clock: Clock, send: (number: number) => Promise<unknown>) {
    this.#clock = clock;
    this.#send = send;
  }

  get count(): LoadCount {
    return this.#count;
  }

  /** Messages that the API took in the last second: fewer than asked for if it, or the way to it, is slower than that. */
  get achieved(): number {
    const now = this.#clock.now();
    this.#recent = this.#recent.filter((time) => time > now - SECOND);
    return this.#recent.length;
  }

  /** @param rate messages a second; 0 rests */
  setRate(rate: number): void {
    this.#rate = Math.min(Math.max(rate, 0), MOST_RATE);
    if (this.#rate === 0) this.stop();
    else if (!this.#cancel) {
      this.#last = this.#clock.now();
      this.#due = 0;
      this.#continue();
    }
  }

  /** Sends no more. */
  stop(): void {
    this.#rate = 0;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #continue(): void {
    this.#cancel = this.#clock.after(STEP, () => {
      const now = this.#clock.now();
      // What a page in the background, or a region that is slow, kept from being sent is not made up for.
      this.#due = Math.min(this.#due + ((now - this.#last) * this.#rate) / SECOND, MOST_IN_FLIGHT);
      this.#last = now;
      while (this.#due >= 1 && this.#inFlight < MOST_IN_FLIGHT) this.#sendOne();
      this.#continue();
    });
  }

  #sendOne(): void {
    this.#due -= 1;
    this.#inFlight += 1;
    this.#number += 1;
    this.#send(this.#number).then(
      () => this.#take({ sent: 1, failed: 0 }),
      () => this.#take({ sent: 0, failed: 1 }),
    );
  }

  #take({ sent, failed }: LoadCount): void {
    this.#inFlight -= 1;
    if (sent > 0) this.#recent = [...this.#recent.slice(1 - MOST_RATE), this.#clock.now()];
    this.#count = { sent: this.#count.sent + sent, failed: this.#count.failed + failed };
  }
}
