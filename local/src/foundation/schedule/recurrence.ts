// What makes a schedule go off, again and again.
import type { Clock } from '../clock';
import type { Schedule } from './schedule-expression';

/** Milliseconds that are waited in one go: a timer of Node cannot wait for more than 24 days. */
const LONGEST_WAIT = 86_400_000;

/** Something that is done when a schedule says so. What fell due while the machine slept is not made up for. */
export class Recurrence {
  #cancel: () => void = () => undefined;
  readonly #clock: Clock;
  readonly #schedule: Schedule;
  readonly #fire: (due: number) => void;

  /**
   * @param first milliseconds since 1970: when it is done for the first time
   * @param fire is told when it was due, in milliseconds since 1970
   */
  constructor(clock: Clock, schedule: Schedule, first: number, fire: (due: number) => void) {
    this.#clock = clock;
    this.#schedule = schedule;
    this.#fire = fire;
    this.#wait(first);
  }

  /** It is not done any more. */
  stop(): void {
    this.#cancel();
  }

  #wait(due: number): void {
    // A time that is over does not come again.
    if (due === Number.POSITIVE_INFINITY) return;
    const left = Math.max(due - this.#clock.now(), 0);
    const task = left > LONGEST_WAIT ? () => this.#wait(due) : () => this.#due(due);
    this.#cancel = this.#clock.after(Math.min(left, LONGEST_WAIT), task);
  }

  #due(due: number): void {
    const now = this.#clock.now();
    let next = this.#schedule.next(due);
    while (next <= now) next = this.#schedule.next(next);
    this.#wait(next);
    this.#fire(due);
  }
}
