// How long to wait before something is tried again, and whom to wake when waiting has become pointless.
import type { Clock } from './clock';
import { isPassing } from './errors';
import { createSleepers } from './sleep';

/** Milliseconds: before the first further attempt, and the most. */
const FIRST = 100;
const MOST = 15_000;

/** Those who wait for their next attempt. */
export type Pauses = ReturnType<typeof createPauses>;

/**
 * Makes a group of those who wait.
 * @param random from 0 to 1: what part of a half is left out of each wait
 */
export function createPauses(clock: Clock, random: () => number) {
  const { sleep, wake } = createSleepers(clock);

  /**
   * Waits until it is time for another attempt, or somebody wakes all. Doubles from attempt to attempt. A random half of it is left
   * out, so that the clients of a region that dies do not all come to the next one in the same moment.
   * @param attempt 0 for the first further one
   * @param most milliseconds
   */
  const pause = (attempt: number, most = MOST) => sleep(Math.min(FIRST * 2 ** attempt, most) * (1 - random() / 2));

  /** Tries until it works or never will, or it is over. @throws what the last attempt did */
  async function insist<Result>(attempt: () => Promise<Result>, isOver: () => boolean): Promise<Result> {
    for (let count = 0; ; count += 1) {
      try {
        return await attempt();
      } catch (error) {
        const mayPass = isPassing(error);
        if (mayPass) await pause(count);
        if (!mayPass || isOver()) throw error;
      }
    }
  }

  return { pause, wake, insist };
}
