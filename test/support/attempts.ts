// What clients do when something does not work: they wait, and try again.

/** How many times as long as at first a client waits at most. */
const LONGEST = 8;

/**
 * Tries until it works, less and less often: many clients that all try again must not be what keeps a slow machine busy.
 * @param backOff milliseconds between the first two attempts
 */
export async function eventually<Result>(attempt: () => Promise<Result>, backOff = 50): Promise<Result> {
  for (let delay = backOff; ; delay = Math.min(2 * delay, LONGEST * backOff)) {
    try {
      return await attempt();
    } catch {
      await pause(delay);
    }
  }
}

/** Between two attempts. @param delay milliseconds */
export async function pause(delay = 50): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delay));
}
