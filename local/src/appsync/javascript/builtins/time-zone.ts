// Time zones by their names in Java: `Australia/Perth`, `UTC`, `+08:00`, `GMT+8`.
import { BuiltinError } from './builtin';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A time zone. */
export interface TimeZone {
  readonly id: string;
  /** @returns milliseconds by which local time is ahead of UTC at a moment (milliseconds since 1970) */
  offsetAt(moment: number): number;
}

/** The zone in which everything is when nobody says otherwise. */
export const UTC = fixedZone('Z', 0);

/** https://docs.oracle.com/javase/8/docs/api/java/time/ZoneId.html#of-java.lang.String- */
const FIXED = /^(?:UTC|GMT|UT)?([+-]\d{1,2}(?::?\d\d(?::?\d\d)?)?)$/;

/** @throws BuiltinError for a name that Java does not know */
export function timeZone(name: string): TimeZone {
  if (name === 'Z') return UTC;
  if (['UTC', 'GMT', 'UT'].includes(name)) return fixedZone(name, 0);
  const [, offset] = FIXED.exec(name) ?? [];
  const milliseconds = offset === undefined ? undefined : readOffset(offset);
  if (milliseconds !== undefined) return fixedZone(name, milliseconds);
  return namedZone(name);
}

/** A zone that is always as far from UTC. */
export function fixedZone(id: string, offset: number): TimeZone {
  return { id, offsetAt: () => offset };
}

/**
 * The moment at which a clock in the zone shows a local time. A time that is there twice is taken for the first one, one
 * that is skipped is moved on by what is skipped, as Java does:
 * https://docs.oracle.com/javase/8/docs/api/java/time/ZonedDateTime.html#ofLocal-java.time.LocalDateTime-java.time.ZoneId-java.time.ZoneOffset-
 * @param local what would be the moment in UTC
 */
export function momentOf(local: number, zone: TimeZone): number {
  const [before, after] = [zone.offsetAt(local - DAY), zone.offsetAt(local + DAY)];
  if (zone.offsetAt(local - before) === before) return local - before;
  return zone.offsetAt(local - after) === after ? local - after : local - before;
}

/** @returns milliseconds for `+8`, `+0800`, `+08:00` or `+08:00:00`; nothing beyond Java's 18 hours */
export function readOffset(text: string): number | undefined {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /^([+-])(\d{1,2})(?::?(\d\d))?(?::?(\d\d))?$/.exec(text) ?? [];
  if (sign === undefined || Number(hours) > 18 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const size = (Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000;
  return sign === '-' ? -size : size;
}

function namedZone(name: string): TimeZone {
  const format = offsetFormat(name);
  return {
    id: name,
    offsetAt: (moment) => {
      const part = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName');
      return readOffset(part?.value.slice('GMT'.length) ?? '') ?? 0;
    },
  };
}

/** JavaScript takes names in any case and as offsets; Java takes them as they are written. */
function offsetFormat(name: string): Intl.DateTimeFormat {
  try {
    if (/^[A-Z][A-Za-z_]*(?:\/[A-Z][A-Za-z0-9_+-]*)+$/.test(name)) {
      return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new BuiltinError(`Unknown time-zone ID: ${name}`);
}
