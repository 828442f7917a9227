// How a region keeps the messages of its channels: the items of the table in resources/history/table.yml.
import { util } from '@aws-appsync/utils';
import type { Message } from './schema';

/** The index that has the messages of a channel by the region where they entered, in the order of their positions. */
export const BY_POSITION = 'byPosition';

/** The index that has the messages of all channels with the same first part, in the same order: those of a pattern. */
export const BY_TREE = 'byTree';

/**
 * Milliseconds after which a message that lands counts as late. It stands where it landed then, so that whoever was away at that
 * moment finds it: clients read again only the last minutes of what they have.
 */
export const LATE = 60000;

/** An item of the table: a message, its keys, and when it may be forgotten. */
export type HistoryItem = {
  channel: string;
  message: string;
  stream: string;
  /** Absent from a channel of one part, which no pattern but `*` covers. */
  tree?: string;
  /** Where it stands in the region's history: the message's own position, or, if it landed late, one of that moment. */
  position: string;
  /** The message's own position, if it landed late. */
  entered: string | null;
  id: string;
  text: string;
  /** JSON text. */
  data: string | null;
  publishedAt: string;
  userId: string | null;
  previous: string | null;
  /** Seconds since 1970, for DynamoDB's time to live. */
  expires: number;
  attempt: string;
};

/** The type of the error of a write whose condition does not hold. */
export const ITEM_IS_THERE = 'DynamoDB:ConditionalCheckFailedException';

const SECONDS_PER_HOUR = 3600;

/** Characters of a sender that tell it from others: a key of the table takes 1,024 bytes. */
const MAX_SENDER_LENGTH = 256;

/** When what is written now may be forgotten: seconds since 1970. */
export function expiryIn(env: Record<string, string>): number {
  return util.time.nowEpochSeconds() + JSON.parse(env['HISTORY_HOURS'] ?? '0') * SECONDS_PER_HOUR;
}

/** The index's partition key. A region's name has no `#`, so that no two pairs are written alike. */
export function streamOf(region: string, name: string): string {
  return `${region}#${name}`;
}

/** The partition key of the other index. @param first the first part of a name */
export function treeOf(region: string, first: string): string {
  return `${region}#${first}`;
}

/** The item's part of that index. */
export function treeIn({ region, name }: Message): { tree?: string } {
  const parts = name.split('/');
  return parts.length === 1 ? {} : { tree: treeOf(region, parts[0] ?? '') };
}

/**
 * The table's sort key: one message. The same id of another sender is another message, so that whoever hears a message cannot
 * make it vanish elsewhere by publishing its id. Holders of API keys and roles are one sender: the API cannot tell them apart.
 *
 * @param backend the `source` of a backend's event; null for what came through the API
 */
export function keyOf(message: Pick<Message, 'id' | 'userId'>, backend: string | null): string {
  const sender = backend === null ? `api:${message.userId ?? ''}` : `bus:${backend}`;
  return `${message.id}#${sender.slice(0, MAX_SENDER_LENGTH)}`;
}

/** The message of an item. @param region where it entered the system */
export function messageOf(item: HistoryItem, region: string): Message {
  return {
    ...{ name: item.channel, message: item.text, data: item.data === null ? null : JSON.parse(item.data) },
    ...{
      id: item.id,
      publishedAt: item.publishedAt,
      region,
      userId: item.userId,
      position: item.entered ?? item.position,
    },
    previous: item.previous,
  };
}
