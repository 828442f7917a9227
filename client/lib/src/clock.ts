// Time, so that tests can have their own.

/** Tells the time, and what to do later. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs a task later.
   * @param delay milliseconds, a day at most: timers do not take every number
   * @returns calls the task off
   */
  after(delay: number, task: () => void): () => void;
}

/** The device's clock. */
export const deviceClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};
