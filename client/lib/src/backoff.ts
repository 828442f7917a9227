// How long to wait before something is tried again.

/** Milliseconds: before the first further attempt, and the most. */
const FIRST = 100;
const MOST = 15_000;

/**
 * Doubles from attempt to attempt. A random half of it is left out, so that the clients of a region that dies do not all come to
 * the next one in the same moment.
 * @param attempt 0 for the first
 * @param random from 0 to 1
 * @returns milliseconds
 */
export function backoff(attempt: number, random: number): number {
  return Math.min(FIRST * 2 ** attempt, MOST) * (1 - random / 2);
}
