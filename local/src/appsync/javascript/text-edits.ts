// Edits to a text that keep its lines: what is written in moves columns, which can be found back.
import type { Position } from './code-error';

/** One edit. */
export interface Edit {
  /** Index of the first character that goes. */
  readonly start: number;
  /** Index behind the last character that goes: `start` when nothing does. */
  readonly end: number;
  /** What comes instead; without line breaks but those of what goes. */
  readonly text: string;
}

/** A text and what was done to it. */
export interface EditedText {
  readonly text: string;
  /** Where a place of the new text was in the old one. */
  readonly original: (place: Position) => Position;
}

/** A column from which on the new text is longer by so much. */
interface Shift {
  /** In the new text, from 1. */
  readonly column: number;
  readonly by: number;
}

/** @param edits that do not overlap; those at the same place come in their order */
export function edit(text: string, edits: readonly Edit[]): EditedText {
  const inOrder = edits.toSorted((one, other) => one.start - other.start);
  const shifts = new Map<number, Shift[]>();
  let [edited, at, line, lineStart] = ['', 0, 1, 0];
  const append = (piece: string): void => {
    [line, lineStart] = moved(piece, edited.length, line, lineStart);
    edited += piece;
  };
  for (const { start, end, text: replacement } of inOrder) {
    append(text.slice(at, start));
    const by = replacement.length - (end - start);
    if (!shifts.has(line)) shifts.set(line, []);
    if (by !== 0) shifts.get(line)?.push({ column: edited.length - lineStart + 1, by });
    append(replacement);
    at = end;
  }
  return {
    text: edited + text.slice(at),
    original: (place) => ({ line: place.line, column: place.column - shiftAt(place, shifts.get(place.line) ?? []) }),
  };
}

/** The line on which a text ends that begins at an index, and where that line begins, from what they were before. */
function moved(text: string, index: number, line: number, lineStart: number): readonly [number, number] {
  const breaks = [...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)];
  const last = breaks.at(-1);
  return last ? [line + breaks.length, index + last.index + last[0].length] : [line, lineStart];
}

/** A place within what was written in was where that begins. */
function shiftAt({ column }: Position, shifts: readonly Shift[]): number {
  return shifts
    .filter((shift) => shift.column < column)
    .reduce((sum, shift) => sum + Math.min(shift.by, column - shift.column), 0);
}
