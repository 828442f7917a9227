// A small plot as an SVG path.

/** The size of the plot, and the value at its upper edge. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

const SECOND = 1000;
/** The steps of scales: the upper edge of a plot is one of them, so that it does not jump with every value. */
const STEPS: readonly number[] = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000];

/** The `d` of two paths. */
export interface Sparkline {
  /** Through values that follow each other. */
  readonly line: string;
  /** Dots for those that are too few for a line. */
  readonly dots: string;
}

/** Values in a row that make a line: two would be a dash, which looks like one value that lasted. */
const FEWEST = 3;

/** Draws the values, the oldest at the left, with a gap where there is none. */
export function sparkline(values: readonly (number | undefined)[], { width, height, top }: Plot): Sparkline {
  const step = width / Math.max(values.length - 1, 1);
  let [line, dots] = ['', ''];
  let row: string[] = [];
  const end = () => {
    if (row.length >= FEWEST) line += `M${row.join('L')}`;
    else dots += row.map((point) => `M${point}h0`).join('');
    row = [];
  };
  for (const [index, value] of values.entries()) {
    if (value === undefined) end();
    else row.push(`${(index * step).toFixed(1)} ${(height - (Math.min(value, top) / top) * height).toFixed(1)}`);
  }
  end();
  return { line, dots };
}

/** The value for the upper edge of a plot that shows all values. */
export function topOf(values: readonly (number | undefined)[]): number {
  const highest = Math.max(0, ...values.filter((value) => value !== undefined));
  return STEPS.find((step) => step >= highest) ?? highest;
}

/** A value of the scale: `250 ms`, `2.5 s`. */
export function scaleText(milliseconds: number): string {
  return milliseconds < SECOND ? `${milliseconds} ms` : `${milliseconds / SECOND} s`;
}
