// Messages as subscribers get them.
import { valueOf } from './json';

/** A message. */
export interface Message {
  /** The channel's name. */
  readonly name: string;
  readonly message: string;
  /** The structured payload; `null` if there is none. */
  readonly data: unknown;
  /** The message's ULID. Its publisher makes it: it says nothing of order or time. */
  readonly id: string;
  /** When the message entered the system: ISO 8601. */
  readonly publishedAt: string;
  /** The AWS region in which the message entered the system. */
  readonly region: string;
  /** The subject of the sender's token, if it had one. */
  readonly userId: string | null;
  /** Where the message stands among those that entered the system in its region. */
  readonly position: string;
  /** The id of the message that the publisher sent before this one to the channel, if it says so. */
  readonly previous: string | null;
}

/** A message as the API sends it. */
export interface RawMessage extends Omit<Message, 'data'> {
  /** JSON text. */
  readonly data: string | null;
}

/** What is asked for of a message. */
export const FIELDS = 'name message data id publishedAt region userId position previous';

/** What makes a message the same: its channel, its id and its sender, as for the API itself. No channel's name has a `*`. */
export function keyOf(
  { name, userId, ...message }: Pick<RawMessage, 'name' | 'userId' | 'id'>,
  id = message.id,
): string {
  return `${name}*${userId ?? ''} ${id}`;
}

/** With its payload as a value; as the text that it is if it is not JSON. */
export function parsed(raw: RawMessage): Message {
  const { data } = raw;
  const value = valueOf(data ?? 'null');
  return { ...raw, data: value === undefined ? data : value };
}
