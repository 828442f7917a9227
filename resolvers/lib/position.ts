// Where a message stands among those that entered the system in its region: a ULID of that region's clock, never of a client's.
import { util } from '@aws-appsync/utils';
import { isUlid } from './message';
import { quoted } from './quoted';

/** Crockford's base 32, in which a ULID is written: https://github.com/ulid/spec */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The place values of a ULID's ten digits of time, in milliseconds: the powers of 32. */
const PLACES = [35184372088832, 1099511627776, 34359738368, 1073741824, 33554432, 1048576, 32768, 1024, 32, 1];
/** The least of the sixteen digits that are random. */
const LEAST = '0000000000000000';
const MILLISECONDS_PER_HOUR = 3600000;

/** The position before every message of a time. @param milliseconds since 1970; nothing is older */
export function positionAt(milliseconds: number): string {
  const time = milliseconds < 0 ? 0 : milliseconds;
  return PLACES.map((place) => DIGITS.charAt(Math.floor(time / place) % DIGITS.length)).join('') + LEAST;
}

/** Ends the request with the error `InvalidPosition` unless it is a position. */
export function requirePosition(position: string): void {
  if (isUlid(position)) return;
  util.error(`${quoted(position)} is not a position; give the "position" of a message.`, 'InvalidPosition');
}

/** The position before everything that a history of so many hours still has. */
export function oldestPosition(hours: number): string {
  return positionAt(util.time.nowEpochMilliSeconds() - hours * MILLISECONDS_PER_HOUR);
}
