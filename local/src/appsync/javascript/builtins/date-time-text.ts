// The words and offsets of formatted dates, as Java writes them in English.

const LANGUAGE = 'en-US';
/** A Thursday, and the month January. */
const EPOCH_DAY = { year: 1970, month: 0, day: 1 } as const;

type Width = 'short' | 'long';

/** `January`, or `Jan`. */
export const MONTHS: Readonly<Record<Width, readonly string[]>> = {
  short: months('short'),
  long: months('long'),
};

/** `Sunday`, or `Sun`. */
export const WEEKDAYS: Readonly<Record<Width, readonly string[]>> = {
  short: weekdays('short'),
  long: weekdays('long'),
};

function months(width: Width): readonly string[] {
  const format = new Intl.DateTimeFormat(LANGUAGE, { month: width, timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_month, index) => format.format(Date.UTC(EPOCH_DAY.year, index, 1)));
}

function weekdays(width: Width): readonly string[] {
  const format = new Intl.DateTimeFormat(LANGUAGE, { weekday: width, timeZone: 'UTC' });
  // The fourth of January 1970 was a Sunday.
  return Array.from({ length: 7 }, (_day, index) =>
    format.format(Date.UTC(EPOCH_DAY.year, EPOCH_DAY.month, 4 + index)),
  );
}

/** How an offset is written. */
export interface OffsetStyle {
  /** What stands for no offset, if not digits. */
  readonly zero?: string;
  readonly colon: boolean;
  /** `+08` where the minutes are 0. */
  readonly shortest?: boolean;
  readonly seconds?: boolean;
}

/** The styles of the letters `X`, `x` and `Z`: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html */
export function offsetStyle(letter: string, count: number): OffsetStyle {
  if (letter === 'Z') return count === 5 ? { zero: 'Z', colon: true, seconds: true } : { colon: false };
  const zero = letter === 'X' ? { zero: 'Z' } : {};
  return { ...zero, colon: count === 3 || count === 5, shortest: count === 1, seconds: count > 3 };
}

/** @param offset milliseconds */
export function writeOffset(offset: number, { zero, colon, shortest, seconds }: OffsetStyle): string {
  if (offset === 0 && zero !== undefined) return zero;
  const size = Math.abs(offset) / 1000;
  const [hour, minute, second] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60].map(twoDigits);
  const parts = [hour, ...(shortest === true && minute === '00' ? [] : [minute])];
  if (seconds === true && second !== '00') parts.push(second);
  return `${offset < 0 ? '-' : '+'}${parts.join(colon ? ':' : '')}`;
}

/** `GMT+8`, or `GMT+08:00` in full. */
export function writeLocalizedOffset(offset: number, full: boolean): string {
  if (offset === 0) return 'GMT';
  if (full) return `GMT${writeOffset(offset, { colon: true, seconds: true })}`;
  return `GMT${writeOffset(offset, { colon: true, seconds: true })
    .replace(/^([+-])0/, '$1')
    .replace(/:00$/, '')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
