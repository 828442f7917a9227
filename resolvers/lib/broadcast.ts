// Which messages the region's Event API has broadcast: items beside those of the history, in no index.
import { type Context, util } from '@aws-appsync/utils';
import { keyToKeep } from 'stage-history/keeping';
import { backendOf } from './event';
import { expiryIn } from './history';
import type { Message, MutationBroadcastFromBusArgs } from './schema';

/** An item of the table. */
export type BroadcastItem = {
  channel: string;
  message: string;
  /** Milliseconds since 1970. Afterwards the claim is nobody's. */
  claimedUntil: number;
  /** The message was broadcast, and is not to be claimed again. */
  isSettled: boolean;
  /** The id of the event whose delivery this is. The same message is in another event if it was published twice. */
  event: string;
  /** Seconds since 1970, for DynamoDB's time to live. */
  expires: number;
  /** No two writes are alike, as in functions/remember.ts. */
  attempt: string;
};

/**
 * Milliseconds for which a claim holds: longer than AppSync lets a request take, which is 30 seconds.
 * https://docs.aws.amazon.com/general/latest/gr/appsync.html
 */
const CLAIM = 35000;
/** Milliseconds since 1970 that no clock shows: the year 10000. */
const FOREVER = 253402300800000;

/** The key and the item of the message that is being broadcast. */
export function claimOf(
  ctx: Context<MutationBroadcastFromBusArgs>,
  isSettled: boolean,
): { key: Pick<BroadcastItem, 'channel' | 'message'>; item: Omit<BroadcastItem, 'channel' | 'message'> } {
  const message: Message = ctx.stash['message'];
  return {
    key: { channel: message.name, message: `broadcast#${keyToKeep(message, backendOf(ctx.args))}` },
    item: {
      claimedUntil: isSettled ? FOREVER : util.time.nowEpochMilliSeconds() + CLAIM,
      isSettled,
      event: ctx.args.event.id,
      expires: expiryIn(ctx.env),
      attempt: util.autoId(),
    },
  };
}
