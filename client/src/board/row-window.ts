// Which rows of a long list are drawn: those in view, and a few around them. All rows have the same height.

/** What is known of a list. Lengths are pixels. */
export interface ListView {
  readonly count: number;
  readonly rowHeight: number;
  readonly scrollTop: number;
  readonly height: number;
}

/** The rows that are drawn. */
export interface RowWindow {
  /** Index of the first row. */
  readonly first: number;
  /** Index after the last one. */
  readonly end: number;
  /** Pixels from the list's top to the first row. */
  readonly offset: number;
  /** Pixels that all rows would take. */
  readonly total: number;
}

/** Rows before and after those in view, so that a fast hand sees no gap. */
const AROUND = 6;

/** The window for a view. */
export function rowWindow({ count, rowHeight, scrollTop, height }: ListView): RowWindow {
  const last = Math.max(count - 1, 0);
  const top = Math.min(Math.max(Math.floor(scrollTop / rowHeight), 0), last);
  const first = Math.max(top - AROUND, 0);
  const end = Math.min(top + Math.ceil(height / rowHeight) + 1 + AROUND, count);
  return { first, end, offset: first * rowHeight, total: count * rowHeight };
}
