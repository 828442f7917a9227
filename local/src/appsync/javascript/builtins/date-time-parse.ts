// Parses text as Java's DateTimeFormatter does, from left to right and without going back.
import { BuiltinError } from './builtin';
import { MAX_DATE_TIME_LENGTH, type PatternPart } from './date-time-pattern';
import { MONTHS, WEEKDAYS } from './date-time-text';
import { fixedZone, momentOf, readOffset, timeZone, type TimeZone } from './time-zone';

/** What was found so far, by the letter that means the same. */
type Found = Map<string, number>;

interface Reading {
  readonly text: string;
  at: number;
  found: Found;
  zone: TimeZone | undefined;
}

type FieldPart = Extract<PatternPart, { kind: 'field' }>;

/** The year at which two digits begin: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#patterns */
const TWO_DIGIT_YEARS_FROM = 2000;
/** Java's longest number. */
const MAX_DIGITS = 19;

/**
 * @param zone for text that names none
 * @returns milliseconds since 1970
 * @throws BuiltinError when the text does not fit, or is not a date, a time and, without `zone`, a time zone
 */
export function parseDateTime(text: string, parts: readonly PatternPart[], zone: TimeZone | undefined): number {
  const reading: Reading = { text, at: 0, found: new Map(), zone: undefined };
  const fits = text.length <= MAX_DATE_TIME_LENGTH && readParts(parts, reading) && reading.at === text.length;
  if (!fits) throw new BuiltinError(`Text '${text}' could not be parsed at index ${reading.at}`);
  const local = localTime(reading.found);
  if (local === undefined) throw new BuiltinError(`Text '${text}' could not be parsed: it is no date with a time.`);
  const where = reading.zone ?? zone;
  if (!where) throw new BuiltinError(`Text '${text}' could not be parsed: it has no time zone.`);
  return momentOf(local, where);
}

function readParts(parts: readonly PatternPart[], reading: Reading): boolean {
  return parts.every((part, index) => {
    if (part.kind === 'text') return readText(part.text, reading);
    if (part.kind === 'field') return readField(part, reservedAfter(parts, index), reading);
    const before = { ...reading, found: new Map(reading.found) };
    if (!readParts(part.parts, reading)) Object.assign(reading, before);
    return true;
  });
}

function readText(text: string, reading: Reading): boolean {
  if (!reading.text.startsWith(text, reading.at)) return false;
  reading.at += text.length;
  return true;
}

function readField(part: FieldPart, reserved: number, reading: Reading): boolean {
  const { letter, count } = part;
  if ('XxZOV'.includes(letter)) return readZone(reading);
  if ('ML'.includes(letter) && count > 2) return readWord(MONTHS[count === 3 ? 'short' : 'long'], 'M', 1, reading);
  if (letter === 'E') return readWord(WEEKDAYS[count > 3 ? 'long' : 'short'], 'E', 0, reading);
  if (letter === 'a') return readWord(['AM', 'PM'], 'a', 0, reading);
  if (letter === 'G') return readWord(count === 4 ? ['Before Christ', 'Anno Domini'] : ['BC', 'AD'], 'G', 0, reading);
  if ('Qq'.includes(letter)) throw new BuiltinError('The local engine does not parse quarters.');
  return readNumber(part, reserved, reading);
}

/** Digits that belong to the fixed numbers which follow at once: `yyyyMMdd`. */
function reservedAfter(parts: readonly PatternPart[], index: number): number {
  let reserved = 0;
  for (const part of parts.slice(index + 1)) {
    if (part.kind !== 'field' || !isFixedNumber(part)) return reserved;
    reserved += part.count;
  }
  return reserved;
}

function isFixedNumber({ letter, count }: FieldPart): boolean {
  if (letter === 'S') return true;
  return letter === 'D' ? count === 3 : count === 2 && 'yuMLdhHkKms'.includes(letter);
}

function readNumber(part: FieldPart, reserved: number, reading: Reading): boolean {
  const { letter, count } = part;
  const isYear = 'yu'.includes(letter);
  const sign = isYear && count !== 2 ? (/^[+-]/.exec(reading.text.slice(reading.at))?.[0] ?? '') : '';
  const available = /^\d*/.exec(reading.text.slice(reading.at + sign.length))?.[0].length ?? 0;
  const size = isFixedNumber(part) ? count : Math.min(Math.max(available - reserved, 0), MAX_DIGITS);
  if (size < Math.max(count, 1) || available < size) return false;
  // Java wants a plus where a year has more digits than letters, and only there.
  if (isYear && count >= 4 && sign !== '-' && (sign === '+') !== size > count) return false;
  const start = reading.at + sign.length;
  const digits = reading.text.slice(start, start + size);
  reading.at = start + size;
  keep(part, `${sign}${digits}`, reading.found);
  return true;
}

function keep({ letter, count }: FieldPart, digits: string, found: Found): void {
  if (letter === 'S') found.set('n', Number(digits.padEnd(9, '0')));
  else if ('yu'.includes(letter)) found.set(letter, Number(digits) + (count === 2 ? TWO_DIGIT_YEARS_FROM : 0));
  else found.set(letter === 'L' ? 'M' : letter, Number(digits));
}

function readWord(words: readonly string[], letter: string, first: number, reading: Reading): boolean {
  const index = words.findIndex((word) => reading.text.startsWith(word, reading.at));
  if (index < 0) return false;
  reading.at += words[index]?.length ?? 0;
  reading.found.set(letter, index + first);
  return true;
}

function readZone(reading: Reading): boolean {
  const rest = reading.text.slice(reading.at);
  const [name] = /^(?:(?:GMT|UTC|UT)?[+-]\d{1,2}(?::?\d\d){0,2}|[A-Z][A-Za-z0-9_+/-]*)/.exec(rest) ?? [];
  if (name === undefined) return false;
  const offset = readOffset(name.replace(/^GMT|^UTC?/, ''));
  reading.zone = offset === undefined ? timeZone(name) : fixedZone(name, offset);
  reading.at += name.length;
  return true;
}

/** The local time as if it were UTC. */
function localTime(found: Found): number | undefined {
  const [day, time] = [dayOf(found), timeOf(found)];
  return day === undefined || time === undefined ? undefined : day + time;
}

function dayOf(found: Found): number | undefined {
  const year = yearOf(found);
  const [month, day, dayOfYear] = ['M', 'd', 'D'].map((letter) => found.get(letter));
  if (year === undefined) return undefined;
  if (dayOfYear !== undefined) return checked(year, 1, dayOfYear, found, 366);
  if (month === undefined || day === undefined || month < 1 || month > 12) return undefined;
  // Java takes a 30 or 31 that the month does not have for its last day.
  return checked(year, month, Math.min(day, day > 31 ? day : lastDay(year, month)), found, 31);
}

function checked(year: number, month: number, day: number, found: Found, most: number): number | undefined {
  if (day < 1 || day > most) return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCFullYear() !== year) return undefined;
  const weekday = found.get('E');
  if (Number.isNaN(date.getTime()) || (weekday !== undefined && weekday !== date.getUTCDay())) return undefined;
  return date.getTime();
}

function lastDay(year: number, month: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 0);
  return date.getUTCDate();
}

function yearOf(found: Found): number | undefined {
  const ofEra = found.get('y');
  if (ofEra === undefined) return found.get('u');
  return found.get('G') === 0 ? 1 - ofEra : ofEra;
}

/** Milliseconds since midnight. */
function timeOf(found: Found): number | undefined {
  const ofDay = found.get('A');
  if (ofDay !== undefined) return isWithin(ofDay, 86_399_999) ? ofDay : undefined;
  const hour = hourOf(found);
  const [minute = 0, second = 0, nano = 0] = ['m', 's', 'n'].map((letter) => found.get(letter));
  if (hour === undefined || !isWithin(hour, 23) || !isWithin(minute, 59) || !isWithin(second, 59)) return undefined;
  return ((hour * 60 + minute) * 60 + second) * 1000 + Math.floor(nano / 1_000_000);
}

function hourOf(found: Found): number | undefined {
  const [of23, of24, of11, of12, half] = ['H', 'k', 'K', 'h', 'a'].map((letter) => found.get(letter));
  if (of23 !== undefined) return of23;
  if (of24 !== undefined) return of24 === 24 ? 0 : of24;
  const inHalf = of11 ?? (of12 === 12 ? 0 : of12);
  if (inHalf === undefined || half === undefined || !isWithin(inHalf, 11)) return undefined;
  return inHalf + 12 * half;
}

function isWithin(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}
