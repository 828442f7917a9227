// A small plot as an SVG path.

/** The size of the plot, and the value at its upper edge. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

/** The steps of scales: the upper edge of a plot is one of them, so that it does not jump with every value. */
const STEPS: readonly number[] = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000];

/** The `d` of a path through the values, the oldest at the left; a gap where there is none, a short dash for one between two gaps. */
export function sparkline(values: readonly (number | undefined)[], { width, height, top }: Plot): string {
  const step = width / Math.max(values.length - 1, 1);
  let path = '';
  let isDrawing = false;
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      isDrawing = false;
      continue;
    }
    const x = (index * step).toFixed(1);
    const y = (height - (Math.min(value, top) / top) * height).toFixed(1);
    path += isDrawing ? `L${x} ${y}` : `M${x} ${y}h1.5`;
    isDrawing = true;
  }
  return path;
}

/** The value for the upper edge of a plot that shows all values. */
export function topOf(values: readonly (number | undefined)[]): number {
  const highest = Math.max(0, ...values.filter((value) => value !== undefined));
  return STEPS.find((step) => step >= highest) ?? highest;
}
