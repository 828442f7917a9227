// What may be published: sizes, ids and times.
import { util } from '@aws-appsync/utils';
import { quoted } from './quoted';
import type { Refusal } from './refusal';
import type { Message } from './schema';

/**
 * Bytes that a message may take as delivered JSON. AppSync silently drops a subscription payload of more than 240 KB
 * (https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html); whether its KB is 1,000 or
 * 1,024 bytes is not documented, so we take the smaller.
 */
const MAX_DELIVERED_BYTES = 240000;

/** Bytes that a character of JavaScript's takes in JSON, at most: as `\u0000`. In UTF-8, those that take four are two characters. */
const MAX_CHARACTER_BYTES = 6;
/** Bytes of the rest of the JSON, at most: the names of the members, and the marks around them and their values. */
const MAX_FRAME_BYTES = 1000;

/** The 26 characters of a ULID: https://github.com/ulid/spec */
const ULID = '^[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}$';
const ULID_LENGTH = 26;
/** An event's id, as EventBridge makes it: a UUID. */
const EVENT_ID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';
const EVENT_ID_LENGTH = 36;

/** A message as it is delivered: AppSync writes AWSJSON as text. */
type Delivered = Message & { data: string | null };

/** `MessageTooLarge` if AppSync could not deliver the message; null if it can. */
export function sizeRefusal(message: Delivered): Refusal | null {
  // Most messages are small enough whatever their characters are, and are not written for that.
  if (MAX_FRAME_BYTES + charactersOf(message) * MAX_CHARACTER_BYTES <= MAX_DELIVERED_BYTES) return null;
  const size = utf8Length(JSON.stringify({ data: { subscribe: message } }));
  if (size <= MAX_DELIVERED_BYTES) return null;
  return {
    errorType: 'MessageTooLarge',
    message: `The message takes ${size} bytes as delivered JSON, but at most ${MAX_DELIVERED_BYTES} are allowed; send less text or data.`,
  };
}

function charactersOf(message: Delivered): number {
  const given = message.name.length + message.message.length + message.id.length + message.publishedAt.length;
  const ours = message.region.length + message.position.length;
  return given + ours + lengthOf(message.data) + lengthOf(message.userId) + lengthOf(message.previous);
}

function lengthOf(text: string | null | undefined): number {
  return isGiven(text) ? text.length : 0;
}

/** Is it a ULID, in capital or small letters? */
export function isUlid(text: string): boolean {
  // In Java's dialect `$` also matches before a last line break, so the length is checked as well.
  return text.length === ULID_LENGTH && util.matches(ULID, text);
}

/** `InvalidId` unless the id is a ULID. */
export function ulidRefusal(id: string): Refusal | null {
  if (isUlid(id)) return null;
  return {
    errorType: 'InvalidId',
    message: `The id ${quoted(id)} is not a ULID: send 26 characters of Crockford's base 32, or no id.`,
  };
}

/** `InvalidId` unless a message can have the id: a ULID, or that of a backend's event. */
export function messageIdRefusal(id: string): Refusal | null {
  return id.length === EVENT_ID_LENGTH && util.matches(EVENT_ID, id) ? null : ulidRefusal(id);
}

/** The same time in UTC: a backend may write any offset, and times are compared as text. */
export function inUtc(time: string): string {
  return util.time.epochMilliSecondsToISO8601(util.time.parseISO8601ToEpochMilliSeconds(time));
}

/**
 * `InvalidPrevious` unless it can be the id of another message, or is not given. Whether there is one is not looked up: the region
 * may not have it yet.
 *
 * @param id of the message itself, if it is given
 */
export function previousRefusal(previous: string | null | undefined, id: string | null | undefined): Refusal | null {
  const errorType = 'InvalidPrevious';
  if (!isGiven(previous)) return null;
  if (!isUlid(previous)) {
    return {
      errorType,
      message: `The previous id ${quoted(previous)} is not a ULID: send the id of your last message in the channel, or none.`,
    };
  }
  if (previous.toUpperCase() !== id?.toUpperCase()) return null;
  return {
    errorType,
    message: `The message ${quoted(previous)} cannot be its own previous one: send the id of the message before it, or none.`,
  };
}

/**
 * The predecessor that a message names, for its event: absent rather than null. While a stage is updated, region by region, a
 * region that does not know the member yet refuses the events that have it, and only those.
 */
export function previousIn({ previous }: Message): { previous?: string } {
  return isGiven(previous) ? { previous } : {};
}

/** Is an optional argument there? A client may leave it out or send null. */
export function isGiven<Value>(value: Value | null | undefined): value is NonNullable<Value> {
  return value !== undefined && value !== null;
}

/** Bytes of a string in UTF-8. APPSYNC_JS has no encoder but base64, which takes 4 characters for 3 bytes. */
export function utf8Length(text: string): number {
  const encoded = util.base64Encode(text);
  const padding = encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0;
  return (encoded.length / 4) * 3 - padding;
}
