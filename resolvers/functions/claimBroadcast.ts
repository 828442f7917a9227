// The step of `broadcastFromBus` before the broadcast: whoever writes the claim broadcasts the message.
import { type Context, type DynamoDBPutItemRequest, util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import { type BroadcastItem, claimOf } from '../lib/broadcast';
import { ITEM_IS_THERE } from '../lib/history';
import type { MutationBroadcastFromBusArgs } from '../lib/schema';

export function request(ctx: Context<MutationBroadcastFromBusArgs>): DynamoDBPutItemRequest {
  const { key, item } = claimOf(ctx, false);
  return put<BroadcastItem>({
    key,
    item,
    condition: {
      or: [{ channel: { attributeExists: false } }, { claimedUntil: { lt: util.time.nowEpochMilliSeconds() } }],
    },
  });
}

/** A claim that another delivery holds ends this one with an error: should the other one fail, this one must not have succeeded. */
export function response(ctx: Context<MutationBroadcastFromBusArgs>): null {
  if (!ctx.error) return null;
  const isKnown = ctx.error.type === ITEM_IS_THERE;
  // AppSync hands over the item that is there.
  const there: BroadcastItem | null = ctx.result ?? null;
  if (isKnown && there?.isSettled) {
    ctx.stash['isSettled'] = true;
    return null;
  }
  if (isKnown) util.error('Another delivery of the message is broadcasting it.', 'BroadcastClaimed');
  return util.error(`The region could not claim the message: ${ctx.error.message}`, 'HistoryUnavailable');
}
