// Time, so that tests can have their own.

/** Tells the time, and what to do later. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs a task later.
   * @param delay milliseconds
   * @returns calls the task off
   */
  after(delay: number, task: () => void): () => void;
}

/** Timers take no more: they would run at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The device's clock. */
export const deviceClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, Math.min(delay, LONGEST_DELAY));
    return () => clearTimeout(timer);
  },
};
