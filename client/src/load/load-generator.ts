// Sends so many messages a second, as evenly as timers allow, and knows what keeps it from sending more.
import type { Clock } from '../clock';

/** The most messages a second. */
export const MOST_RATE = 200;
/** Messages that wait for their answers at a time; when so many do, the others are not sent. */
export const MOST_IN_FLIGHT = 100;
/** Milliseconds between two looks at what is due, and after which a look comes late. */
const STEP = 50;
const LATE = 4 * STEP;
const SECOND = 1000;

/** What became of the messages. */
export interface LoadCount {
  readonly sent: number;
  readonly failed: number;
}

/** What kept messages from being sent in the last second: too many that wait for their answers, or timers that come late. */
export type Limit = 'none' | 'answers' | 'timers';

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
  /** Of the messages that were answered in the last second: when, and after how many milliseconds. */
  #recent: { readonly at: number; readonly took: number }[] = [];
  /** When messages were last held back. */
  #heldAt = -Infinity;
  #lateAt = -Infinity;
  #failure: { readonly at: number; readonly reason: unknown } | undefined;

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
    this.#recent = this.#recent.filter(({ at }) => this.#isRecent(at));
    return this.#recent.length;
  }

  /** Milliseconds that the answers of the last second took on average; `undefined` if there was none. */
  get answerTime(): number | undefined {
    const count = this.achieved;
    return count === 0 ? undefined : this.#recent.reduce((sum, { took }) => sum + took, 0) / count;
  }

  get limit(): Limit {
    if (this.#isRecent(this.#lateAt)) return 'timers';
    return this.#isRecent(this.#heldAt) ? 'answers' : 'none';
  }

  /** Why a message failed in the last second; `undefined` if none did. */
  get failure(): unknown {
    return this.#failure && this.#isRecent(this.#failure.at) ? this.#failure.reason : undefined;
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
      if (now - this.#last > LATE) this.#lateAt = now;
      // What a page in the background, or a region that is slow, kept from being sent is not made up for.
      this.#due = Math.min(this.#due + ((now - this.#last) * this.#rate) / SECOND, MOST_IN_FLIGHT);
      this.#last = now;
      while (this.#due >= 1 && this.#inFlight < MOST_IN_FLIGHT) this.#sendOne(now);
      if (this.#due >= 1) this.#heldAt = now;
      this.#continue();
    });
  }

  #sendOne(sentAt: number): void {
    this.#due -= 1;
    this.#inFlight += 1;
    this.#number += 1;
    this.#send(this.#number).then(
      () => {
        const at = this.#clock.now();
        this.#recent = [...this.#recent.slice(1 - MOST_RATE), { at, took: at - sentAt }];
        this.#take({ sent: 1, failed: 0 });
      },
      (reason: unknown) => {
        this.#failure = { at: this.#clock.now(), reason };
        this.#take({ sent: 0, failed: 1 });
      },
    );
  }

  #take({ sent, failed }: LoadCount): void {
    this.#inFlight -= 1;
    this.#count = { sent: this.#count.sent + sent, failed: this.#count.failed + failed };
  }

  #isRecent(time: number): boolean {
    return time > this.#clock.now() - SECOND;
  }
}
