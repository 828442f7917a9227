// From what was measured to what is said of it.

/** A row's limits: what is wanted, and what must be. */
export interface Limits {
  readonly better: 'more' | 'less';
  readonly wanted: number;
  readonly floor: number;
}

/** Of several rounds. */
export interface Summary {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @returns the value below which this share of all values is; `NaN` of none */
export function percentile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? NaN;
}

/** The median of an even number of values is between the two in the middle. */
export function summaryOf(values: readonly number[]): Summary {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low = NaN, high = NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN };
}

/** Does a figure keep to the row's floor, or to what is wanted? */
export function verdictOf(figure: number, { better, wanted, floor }: Limits): 'wanted' | 'floor' | 'short' {
  const keeps = (limit: number) => (better === 'more' ? figure >= limit : figure <= limit);
  if (keeps(wanted)) return 'wanted';
  return keeps(floor) ? 'floor' : 'short';
}
