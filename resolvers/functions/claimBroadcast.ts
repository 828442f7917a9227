// The step of `broadcastFromBus` before the broadcast: whoever writes the claim broadcasts the message.
import { type Context, type DynamoDBPutItemRequest, util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import { type BroadcastItem, claimOf } from '../lib/broadcast';
import { ITEM_IS_THERE } from '../lib/history';
import { isGiven } from '../lib/message';
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

/**
 * What another event holds is that event's to deliver: the bus tries it again, or makes a dead letter of it, should it fail. Another delivery
 * of this event may be one that the bus has given up, so that this one must not have succeeded should that one fail.
 */
export function response(ctx: Context<MutationBroadcastFromBusArgs>): null {
  if (!ctx.error) return null;
  const isKnown = ctx.error.type === ITEM_IS_THERE;
  // AppSync hands over the item that is there. One of an older deployment has no event.
  const there: Partial<BroadcastItem> = ctx.result ?? {};
  if (isKnown && (there.isSettled || (isGiven(there.event) && there.event !== ctx.args.event.id))) {
    ctx.stash['isTaken'] = true;
    return null;
  }
  if (isKnown) util.error('Another delivery of the event is broadcasting the message.', 'BroadcastClaimed');
  return util.error(`The region could not claim the message: ${ctx.error.message}`, 'HistoryUnavailable');
}
