/**
 * The smallest value that is not exceeded by the given share of the values (the nearest-rank method).
 * @param sorted in ascending order
 * @param share from 0 to 1
 * @returns `undefined` if there are no values
 */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)];
}
