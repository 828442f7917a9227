// Called by the region's bus: ends the region's subscriptions to a channel, or to a pattern and whatever it covers.
import { type Context, extensions, type NONERequest } from '@aws-appsync/utils';
import type { Channel, MutationUnsubscribeFromBusArgs } from './lib/schema';

export function request(): NONERequest {
  return { payload: null };
}

export function response(ctx: Context<MutationUnsubscribeFromBusArgs>): Channel {
  const { name } = ctx.args.detail;
  extensions.invalidateSubscriptions({ subscriptionField: 'subscribe', payload: { name } });
  return { name };
}
