// What runs, so that it can be stopped.

/** Something that runs. */
export interface Stoppable {
  stop(): Promise<void> | void;
}

/** What was started, in its order. */
export class Running implements Stoppable {
  readonly #started: Stoppable[] = [];

  /** Notes that something runs. @returns the same */
  add<Started extends Stoppable>(started: Started): Started {
    this.#started.push(started);
    return started;
  }

  /** Stops everything, what was started last first. */
  async stop(): Promise<void> {
    for (const started of this.#started.splice(0).reverse()) await started.stop();
  }
}
