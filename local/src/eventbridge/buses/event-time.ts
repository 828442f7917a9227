// Times as EventBridge writes and reads them.
import { AwsError } from '../../foundation/errors';
import type { JsonValue } from '../../foundation/json';
import { wrongType } from '../validation-error';

const MILLISECONDS = 1_000;

/** The years that RFC 3339 has. */
const EARLIEST = Date.parse('0000-01-01T00:00:00Z');
const LATEST = Date.parse('+010000-01-01T00:00:00Z');

/**
 * ISO 8601, to the second, as in an event's envelope.
 * @param time milliseconds since 1970
 */
export function eventTimeOf(time: number): string {
  const second = Math.floor(time / MILLISECONDS);
  // Many events come in one second.
  if (second !== written.second) {
    written = { second, text: `${new Date(time).toISOString().slice(0, -'.000Z'.length)}Z` };
  }
  return written.text;
}

/** The last one. */
let written = { second: Number.NaN, text: '' };

/**
 * A timestamp in the JSON protocol: seconds since 1970, with fractions. Text is refused.
 * https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#shape-serialization
 * @param name the member's
 * @returns milliseconds since 1970
 * @throws AwsError `SerializationException`
 */
export function parseTimestamp(value: JsonValue | undefined, name: string): number {
  // EventBridge's own words: https://github.com/async-aws/aws/issues/1395
  if (typeof value === 'string') {
    throw new AwsError('SerializationException', 'STRING_VALUE cannot be converted to Date');
  }
  const time = typeof value === 'number' ? value * MILLISECONDS : Number.NaN;
  if (time >= EARLIEST && time < LATEST) return time;
  throw wrongType(name, 'timestamp');
}

/** Seconds since 1970, as the JSON protocol writes timestamps. */
export function timestampOf(time: number): number {
  return time / MILLISECONDS;
}
