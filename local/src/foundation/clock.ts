// Time, injected where it matters, so that a test can skip a day in a moment.

/** The time and what is to be done later. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Runs `task` once, after `delay` milliseconds; a task of a stopped service must be cancelled by the service.
   * @returns cancels the task
   */
  after(delay: number, task: () => void): () => void;
}

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delay, task) => {
    const timer = setTimeout(task, delay).unref();
    return () => clearTimeout(timer);
  },
};

/** Milliseconds of a minute. */
export const MINUTE = 60_000;

/**
 * A clock on which a minute passes in another time, for what AWS does once a minute at most. It begins at the same time as
 * the other clock.
 * @param minute milliseconds that one of its minutes takes
 */
export function pacedClock(clock: Clock, minute: number): Clock {
  const pace = MINUTE / minute;
  const start = clock.now();
  return {
    now: () => start + (clock.now() - start) * pace,
    after: (delay, task) => clock.after(delay / pace, task),
  };
}
