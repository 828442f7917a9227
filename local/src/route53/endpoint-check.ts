// A health check that asks an endpoint again and again. AWS has many checkers around the world, the engine one.
import type { Clock } from '../foundation/clock';

const SECOND = 1_000;

/** How an endpoint is asked. */
export interface EndpointCheckOptions {
  /** @returns whether the endpoint passes; the promise never rejects */
  readonly ask: (signal: AbortSignal) => Promise<boolean>;
  readonly clock: Clock;
  /** Seconds between an answer and the next question. */
  readonly interval: number;
  /** So many answers in a row change the status. */
  readonly threshold: number;
}

/** Healthy at first, until the endpoint has failed often enough. */
export class EndpointCheck {
  readonly #options: EndpointCheckOptions;
  readonly #stopped = new AbortController();
  #isHealthy = true;
  #checkedAt: number;
  /** Answers in a row that speak against the present status. */
  #contrary = 0;
  #cancel: () => void = () => undefined;

  constructor(options: EndpointCheckOptions) {
    this.#options = options;
    this.#checkedAt = options.clock.now();
    this.#wait();
  }

  get isHealthy(): boolean {
    return this.#isHealthy;
  }

  /** When it was asked last, or else when the check began; in milliseconds since 1970. */
  get checkedAt(): number {
    return this.#checkedAt;
  }

  /** Asks nothing any more. */
  stop(): void {
    this.#cancel();
    this.#stopped.abort();
  }

  #wait(): void {
    const { clock, interval } = this.#options;
    this.#cancel = clock.after(interval * SECOND, () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const { signal } = this.#stopped;
    const passes = await this.#options.ask(signal);
    if (signal.aborted) return;
    this.#checkedAt = this.#options.clock.now();
    this.#contrary = passes === this.#isHealthy ? 0 : this.#contrary + 1;
    if (this.#contrary >= this.#options.threshold) {
      this.#isHealthy = passes;
      this.#contrary = 0;
    }
    this.#wait();
  }
}
