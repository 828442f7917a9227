// The step of `broadcastFromBus` after the broadcast: from now on the message is known to be broadcast.
import type { Context, DynamoDBPutItemRequest } from '@aws-appsync/utils';
import { put } from '@aws-appsync/utils/dynamodb';
import { type BroadcastItem, claimOf } from '../lib/broadcast';
import type { Message, MutationBroadcastFromBusArgs } from '../lib/schema';

export function request(ctx: Context<MutationBroadcastFromBusArgs>): DynamoDBPutItemRequest {
  return put<BroadcastItem>(claimOf(ctx, true));
}

/** The message is broadcast, whether or not the table says so: an error would have the bus deliver it again. */
export function response(ctx: Context): Message {
  return ctx.stash['message'];
}
