// Events, and whom they are told.

/** Makes what tells listeners of events, by their names. */
export function createEvents<Events extends object>() {
  const listeners = new Set<readonly [keyof Events, (detail: never) => void]>();

  /** @returns stops telling */
  function on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void {
    const entry = [name, listener] as const;
    listeners.add(entry);
    return () => void listeners.delete(entry);
  }

  /** @returns was there anyone to tell? What a listener throws is its own, and thrown where nothing of ours is in its way. */
  function emit<Name extends keyof Events>(name: Name, detail: Events[Name]): boolean {
    let isHeard = false;
    for (const [to, listener] of listeners) {
      if (to !== name) continue;
      isHeard = true;
      try {
        (listener as (detail: Events[Name]) => void)(detail);
      } catch (error) {
        throwLater(error);
      }
    }
    return isHeard;
  }

  return { on, emit };
}

/** Throws where only the program's own handlers of uncaught errors see it. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
