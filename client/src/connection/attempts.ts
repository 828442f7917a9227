// The attempts to connect: when the next one is made, and for how long there has been no connection.
import type { Clock } from '../clock';
import { reconnectDelay } from './reconnect-delay';

/** Milliseconds in which a subscription becomes live, or is tried again. Amplify goes on by itself for six seconds, silently. */
const JOIN_TIME = 10_000;

/** What attempts need. */
export interface AttemptsOptions {
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Told that there is a wait before an attempt, which counts from 1; `since` is milliseconds since 1970. */
  onWait(wait: { readonly attempt: number; readonly since: number }): void;
  /** Tries. */
  onAttempt(): void;
}

/** The attempts of a session. */
export class Attempts {
  readonly #options: AttemptsOptions;
  #cancel: (() => void) | undefined;
  #count = 0;
  #lostAt: number | undefined;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /** The connection is lost: tries again, with longer and longer waits. @param least milliseconds to wait at least */
  begin(least = 0): void {
    this.#lostAt ??= this.#options.clock.now();
    const delay = reconnectDelay(this.#count, this.#options.random());
    this.#schedule(Math.max(delay, least));
  }

  /** Tries at once, and waits as briefly after that as the first time. */
  hurry(): void {
    this.#count = 0;
    this.#schedule(0);
  }

  /** Watches what is under way: if it does not succeed within a while, it is tried again. */
  watch(): void {
    this.#after(JOIN_TIME, () => this.begin());
  }

  /** All is well: nothing is tried any more, and the next wait is a short one. */
  rest(): void {
    this.stop();
    this.#count = 0;
  }

  stop(): void {
    this.#cancel?.();
  }

  /** The outage is over. @returns milliseconds that it lasted; 0 if there was none */
  close(): number {
    const { clock } = this.#options;
    const gap = this.#lostAt === undefined ? 0 : clock.now() - this.#lostAt;
    this.#lostAt = undefined;
    return gap;
  }

  #schedule(delay: number): void {
    this.#count += 1;
    this.#options.onWait({ attempt: this.#count, since: this.#lostAt ?? this.#options.clock.now() });
    this.#after(delay, () => {
      this.#options.onAttempt();
      this.watch();
    });
  }

  #after(delay: number, task: () => void): void {
    this.#cancel?.();
    this.#cancel = this.#options.clock.after(delay, task);
  }
}
