// Events, and whom they are told.

/** Tells listeners of events, by their names. */
export class Events<Map extends object> {
  readonly #listeners = new Set<readonly [keyof Map, (detail: never) => void]>();

  /** @returns stops telling */
  on<Name extends keyof Map>(name: Name, listener: (detail: Map[Name]) => void): () => void {
    const entry = [name, listener] as const;
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  /** @returns was there anyone to tell? What a listener throws is its own, and thrown where nothing of ours is in its way. */
  emit<Name extends keyof Map>(name: Name, detail: Map[Name]): boolean {
    let isHeard = false;
    for (const [to, listener] of this.#listeners) {
      if (to !== name) continue;
      isHeard = true;
      try {
        (listener as (detail: Map[Name]) => void)(detail);
      } catch (error) {
        throwLater(error);
      }
    }
    return isHeard;
  }
}

/** Throws where only the program's own handlers of uncaught errors see it. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
