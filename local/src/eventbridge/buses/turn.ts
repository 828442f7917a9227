// Work that is done in the next turn of the event loop, in order.

/** Keeps work for the next turn, so that whoever hands it in gets an answer first. */
export class Turn {
  #work: (() => void)[] = [];
  #stopped = false;
  readonly #fault: (error: unknown) => void;

  /** @param fault is told what the work throws */
  constructor(fault: (error: unknown) => void) {
    this.#fault = fault;
  }

  /** Does the work in the next turn. */
  next(work: () => void): void {
    if (this.#work.length === 0) setImmediate(() => this.#run());
    this.#work.push(work);
  }

  /** Drops the work that waits, and all that comes. */
  stop(): void {
    this.#stopped = true;
  }

  #run(): void {
    const work = this.#work;
    this.#work = [];
    for (const task of work) {
      if (this.#stopped) return;
      try {
        task();
      } catch (error) {
        this.#fault(error);
      }
    }
  }
}
