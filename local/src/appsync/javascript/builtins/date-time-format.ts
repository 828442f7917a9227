// Formats moments as Java's DateTimeFormatter does.
import type { PatternPart } from './date-time-pattern';
import { MONTHS, offsetStyle, WEEKDAYS, writeLocalizedOffset, writeOffset } from './date-time-text';
import type { TimeZone } from './time-zone';

const DAY = 86_400_000;

/** A moment, as a clock on the wall shows it. */
interface Shown {
  /** The local time as if it were UTC. */
  readonly wall: Date;
  /** Milliseconds ahead of UTC. */
  readonly offset: number;
  readonly zone: TimeZone;
}

type Field = (shown: Shown, count: number) => string;

/** @param moment milliseconds since 1970 */
export function formatDateTime(moment: number, parts: readonly PatternPart[], zone: TimeZone): string {
  const offset = zone.offsetAt(moment);
  return write(parts, { wall: new Date(moment + offset), offset, zone });
}

function write(parts: readonly PatternPart[], shown: Shown): string {
  return parts
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'optional' ? write(part.parts, shown) : (FIELDS.get(part.letter)?.(shown, part.count) ?? '');
    })
    .join('');
}

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['G', ({ wall }, count) => era(wall.getUTCFullYear(), count)],
  ['u', ({ wall }, count) => year(wall.getUTCFullYear(), count)],
  ['y', ({ wall }, count) => year(yearOfEra(wall.getUTCFullYear()), count)],
  ['M', month],
  ['L', month],
  ['d', ({ wall }, count) => digits(wall.getUTCDate(), count)],
  ['D', ({ wall }, count) => digits(dayOfYear(wall), count)],
  ['Q', quarter],
  ['q', quarter],
  ['E', ({ wall }, count) => WEEKDAYS[count > 3 ? 'long' : 'short'][wall.getUTCDay()] ?? ''],
  ['a', ({ wall }) => (wall.getUTCHours() < 12 ? 'AM' : 'PM')],
  ['H', ({ wall }, count) => digits(wall.getUTCHours(), count)],
  ['k', ({ wall }, count) => digits(wall.getUTCHours() || 24, count)],
  ['K', ({ wall }, count) => digits(wall.getUTCHours() % 12, count)],
  ['h', ({ wall }, count) => digits(wall.getUTCHours() % 12 || 12, count)],
  ['m', ({ wall }, count) => digits(wall.getUTCMinutes(), count)],
  ['s', ({ wall }, count) => digits(wall.getUTCSeconds(), count)],
  ['S', ({ wall }, count) => digits(wall.getUTCMilliseconds(), 3).padEnd(9, '0').slice(0, count)],
  ['n', ({ wall }, count) => digits(wall.getUTCMilliseconds() * 1_000_000, count)],
  ['A', ({ wall }, count) => digits(wall.getTime() - startOfDay(wall), count)],
  ['V', ({ zone }) => zone.id],
  ['O', ({ offset }, count) => writeLocalizedOffset(offset, count === 4)],
  ['X', ({ offset }, count) => writeOffset(offset, offsetStyle('X', count))],
  ['x', ({ offset }, count) => writeOffset(offset, offsetStyle('x', count))],
  [
    'Z',
    ({ offset }, count) =>
      count === 4 ? writeLocalizedOffset(offset, true) : writeOffset(offset, offsetStyle('Z', count)),
  ],
]);

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}

/** Two letters are the last two digits; more are the whole year, with its sign once it is longer than they are. */
function year(value: number, count: number): string {
  if (count === 2) return digits(Math.abs(value) % 100, 2);
  const size = digits(Math.abs(value), count);
  if (value < 0) return `-${size}`;
  return count >= 4 && size.length > count ? `+${size}` : size;
}

/** The year 0 is the first before Christ. */
function yearOfEra(value: number): number {
  return value > 0 ? value : 1 - value;
}

function era(value: number, count: number): string {
  if (count === 4) return value > 0 ? 'Anno Domini' : 'Before Christ';
  return value > 0 ? 'AD' : 'BC';
}

function month({ wall }: Shown, count: number): string {
  const index = wall.getUTCMonth();
  if (count < 3) return digits(index + 1, count);
  return MONTHS[count === 3 ? 'short' : 'long'][index] ?? '';
}

function quarter({ wall }: Shown, count: number): string {
  const number = Math.floor(wall.getUTCMonth() / 3) + 1;
  if (count < 3) return digits(number, count);
  return count === 3 ? `Q${number}` : `${['1st', '2nd', '3rd', '4th'][number - 1] ?? ''} quarter`;
}

function startOfDay(wall: Date): number {
  return Math.floor(wall.getTime() / DAY) * DAY;
}

function dayOfYear(wall: Date): number {
  const first = new Date(startOfDay(wall));
  first.setUTCMonth(0, 1);
  return Math.round((startOfDay(wall) - first.getTime()) / DAY) + 1;
}
