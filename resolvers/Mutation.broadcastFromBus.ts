// Called by the region's bus: hands a message to the subscribers of the region's Event API (functions/broadcast.ts). In a stage that
// keeps history it is claimed before and settled after, so that a message that the bus delivers twice is broadcast once.
import { type Context, type NONERequest, runtime, util } from '@aws-appsync/utils';
import { isEventChannel } from './lib/channel';
import { deliveryOf } from './lib/delivery';
import type { Message, MutationBroadcastFromBusArgs } from './lib/schema';

export function request(ctx: Context<MutationBroadcastFromBusArgs>): NONERequest {
  if (ctx.env['EVENTS'] !== 'true') {
    util.error('This stage has no Event API; its setting "events" says so.', 'EventsOff');
  }
  const message = deliveryOf(ctx.args, ctx.env);
  // Nobody can be subscribed to it there.
  if (!isEventChannel(message.name)) runtime.earlyReturn(null);
  ctx.stash['message'] = message;
  return { payload: null };
}

/** @returns null for a message that was broadcast before, and for one that no Event API can carry */
export function response(ctx: Context): Message | null {
  return ctx.prev?.result ?? null;
}
