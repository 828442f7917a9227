// Puts the closing of a channel, or of all below a name, on the region's bus, so that every region ends its subscriptions.
import type { Context, PutEventsRequest } from '@aws-appsync/utils';
import { requireClosablePattern } from './lib/channel';
import { putEvent, requireAccepted } from './lib/event';
import type { Channel, MutationUnsubscribeArgs } from './lib/schema';

export function request(ctx: Context<MutationUnsubscribeArgs>): PutEventsRequest {
  requireClosablePattern(ctx.args.name, ctx.env);
  return putEvent('channel.closed', { name: ctx.args.name });
}

export function response(ctx: Context<MutationUnsubscribeArgs>): Channel {
  requireAccepted(ctx);
  return { name: ctx.args.name };
}
