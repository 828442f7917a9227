// Called by the region's bus: its result is what the region's subscribers receive. In a stage that keeps history the message is
// remembered in between (functions/remember.ts).
import type { Context, NONERequest } from '@aws-appsync/utils';
import { deliveryOf } from './lib/delivery';
import type { Message, MutationPublishFromBusArgs } from './lib/schema';

export function request(ctx: Context<MutationPublishFromBusArgs>): NONERequest {
  return { payload: deliveryOf(ctx.args, ctx.env) };
}

/** @returns null for a message that was remembered, and delivered, before */
export function response(ctx: Context): Message | null {
  return ctx.prev?.result ?? ctx.result;
}
