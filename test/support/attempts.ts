// What clients do when something does not work: they wait, and try again.

/**
 * Tries until it works.
 * @param backOff milliseconds between two attempts
 */
export async function eventually<Result>(attempt: () => Promise<Result>, backOff = 50): Promise<Result> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await pause(backOff);
    }
  }
}

/** Between two attempts. @param delay milliseconds */
export async function pause(delay = 50): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, delay));
}
