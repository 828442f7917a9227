// Which regions are healthy, as DNS has it: asked once for many requests.

/** Time as the look-up needs it. */
export interface Clock {
  /** Milliseconds since some moment. It must not stand still while Lambda has the environment frozen. */
  now(): number;
  /**
   * @param delay milliseconds
   * @returns cancels the task
   */
  after(delay: number, task: () => void): () => void;
}

/** What a look-up is made of. */
export interface LookUpOptions {
  /** Asks DNS for the record's texts, each in pieces. */
  readonly ask: () => Promise<readonly (readonly string[])[]>;
  readonly clock: Clock;
  /** Milliseconds for which an answer holds. */
  readonly ttl: number;
  /** The regions that may be named; any other name is nothing. */
  readonly regions: readonly string[];
}

/** The part of an answer's life after which the next one is asked for, while the present one still serves. */
export const REFRESH_AFTER = 0.75;
/** Milliseconds that a request waits for DNS at most. */
export const PATIENCE = 1000;
/** Milliseconds after a failure in which DNS is not asked, nor its answer waited for. */
export const PAUSE_AFTER_FAILURE = 5000;

/** What DNS said. */
interface DnsAnswer {
  /** At least one. */
  readonly regions: readonly string[];
  /**
   * When the question was put, from which on the answer's life is counted: Lambda may have frozen the environment between
   * the two, for minutes.
   */
  readonly askedAt: number;
}

/**
 * The answer of DNS, kept for its time and no longer. At most one question is under way. A Lambda environment keeps this
 * between its requests.
 */
export class HealthyRegions {
  #answer: DnsAnswer | undefined;
  #question: Promise<void> | undefined;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  readonly #options: LookUpOptions;

  constructor(options: LookUpOptions) {
    this.#options = options;
  }

  /** The regions that are healthy; empty when DNS does not say. Never rejects, and waits for twice `PATIENCE` at most. */
  async get(): Promise<readonly string[]> {
    const answer = this.#present();
    if (answer) {
      if (this.#ageOf(answer) >= this.#options.ttl * REFRESH_AFTER && !this.#isPaused()) void this.#ask();
      return answer.regions;
    }
    const wasUnderWay = this.#question !== undefined;
    await this.#wait();
    // A question of long ago has an answer of long ago.
    if (wasUnderWay && !this.#present()) await this.#wait();
    return this.#present()?.regions ?? [];
  }

  #present(): DnsAnswer | undefined {
    return this.#answer && this.#ageOf(this.#answer) < this.#options.ttl ? this.#answer : undefined;
  }

  #ageOf({ askedAt }: DnsAnswer): number {
    return this.#options.clock.now() - askedAt;
  }

  /** Waits for DNS, unless it failed a moment ago. */
  async #wait(): Promise<void> {
    if (this.#isPaused()) return;
    let cancel: (() => void) | undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(PATIENCE, () => {
        this.#pause();
        resolve();
      });
    });
    await Promise.race([this.#ask(), late]);
    cancel?.();
  }

  #ask(): Promise<void> {
    this.#question ??= this.#lookUp().finally(() => {
      this.#question = undefined;
    });
    return this.#question;
  }

  async #lookUp(): Promise<void> {
    const askedAt = this.#options.clock.now();
    const regions = await this.#named();
    if (regions.length === 0) {
      this.#pause();
      return;
    }
    this.#answer = { regions, askedAt };
    // It may have come late, but it came.
    this.#pausedUntil = Number.NEGATIVE_INFINITY;
  }

  /** Empty for a failure. */
  async #named(): Promise<readonly string[]> {
    const { ask, regions } = this.#options;
    try {
      const texts = await ask();
      return texts.map((pieces) => pieces.join('').trim().toLowerCase()).filter((name) => regions.includes(name));
    } catch {
      return [];
    }
  }

  #pause(): void {
    this.#pausedUntil = this.#options.clock.now() + PAUSE_AFTER_FAILURE;
  }

  #isPaused(): boolean {
    return this.#options.clock.now() < this.#pausedUntil;
  }
}
