// The step of `publishFromBus` before the delivery: writes the message into the region's own table, once.
import { type Context, type DynamoDBPutItemRequest, util } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import { keyToKeep } from 'stage-history/keeping';
import { backendOf } from '../lib/event';
import { expiryIn, type HistoryItem, ITEM_IS_THERE, LATE, streamOf, treeIn } from '../lib/history';
import { isGiven } from '../lib/message';
import { positionAt } from '../lib/position';
import type { Message, MutationPublishFromBusArgs } from '../lib/schema';

/** The message comes from the resolver's first handler. */
type Step = Context<MutationPublishFromBusArgs, object, { result: { payload: Message } }>;

export function request(ctx: Step): DynamoDBPutItemRequest {
  const message = handedOver(ctx);
  const { position } = message;
  const isLate = position < positionAt(util.time.nowEpochMilliSeconds() - LATE);
  return put<HistoryItem>({
    key: { channel: message.name, message: keyToKeep(message, backendOf(ctx.args)) },
    item: {
      stream: streamOf(message.region, message.name),
      ...treeIn(message),
      position: isLate ? util.autoUlid() : position,
      entered: isLate ? position : null,
      id: message.id,
      text: message.message,
      data: isGiven(message.data) ? JSON.stringify(message.data) : null,
      publishedAt: message.publishedAt,
      userId: message.userId ?? null,
      previous: message.previous ?? null,
      expires: expiryIn(ctx.env),
      // AppSync takes a condition that failed for success if the item is the one that is there. No two attempts are alike.
      // https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-condition-expressions.html
      attempt: util.autoId(),
    },
    condition: { channel: { attributeExists: false } },
  });
}

/** @returns null for a message that was delivered before: no subscription's filter fits it */
export function response(ctx: Step): Message | null {
  if (ctx.error) {
    if (ctx.error.type === ITEM_IS_THERE) return null;
    util.error(`The region could not remember the message: ${ctx.error.message}`, 'HistoryUnavailable');
  }
  return handedOver(ctx);
}

function handedOver(ctx: Step): Message {
  return ctx.prev.result.payload;
}
