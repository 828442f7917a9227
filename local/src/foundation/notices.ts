// Lines for the person at the terminal about what may happen very often.
import { MINUTE, type Clock } from './clock';
import type { Log } from './log';

/** Causes that are told in a minute; what more there are, is not told. */
const MAX_CAUSES = 100;

/** Characters of a line, since callers have a part in it. */
const MAX_LINE_LENGTH = 1_000;

/** Tells every cause once a minute. */
export class Notices {
  readonly #told = new Set<string>();
  #begun = Number.NEGATIVE_INFINITY;
  readonly #log: Log;
  readonly #clock: Clock;

  constructor(log: Log, clock: Clock) {
    this.#log = log;
    this.#clock = clock;
  }

  /** @param cause what else is told in this minute of the same cause is not */
  tell(cause: string, line: string): void {
    const now = this.#clock.now();
    if (now - this.#begun >= MINUTE) {
      this.#told.clear();
      this.#begun = now;
    }
    if (this.#told.has(cause) || this.#told.size === MAX_CAUSES) return;
    this.#told.add(cause);
    this.#log.info(line.length > MAX_LINE_LENGTH ? `${line.slice(0, MAX_LINE_LENGTH)}…` : line);
  }
}
