// How long the page waits before it tries again.

/** Milliseconds: before the first attempt, and the most. */
const FIRST = 500;
const MOST = 15_000;

/**
 * The wait before an attempt. It doubles from attempt to attempt, and a random half of it is left out, so that the clients of a
 * region that went down do not all come to the next one in the same moment.
 * @param attempt 0 for the first
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function reconnectDelay(attempt: number, random: number): number {
  return Math.min(FIRST * 2 ** attempt, MOST) * (1 - random / 2);
}
