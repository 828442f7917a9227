// Runs when a client subscribes: which messages it gets, and what ends its subscription.
import { type Context, extensions, type NONERequest, type SubscriptionFilter } from '@aws-appsync/utils';
import { requireAllowedChannel } from './lib/channel';
import { requirePermitted, untilTokenEnds } from './lib/permission';
import type { SubscriptionSubscribeArgs } from './lib/schema';

export function request(ctx: Context<SubscriptionSubscribeArgs>): NONERequest {
  requireAllowedChannel(ctx.args.name, ctx.env);
  requirePermitted('subscribe', ctx.args.name, ctx.identity);
  return { payload: null };
}

export function response(ctx: Context<SubscriptionSubscribeArgs>): null {
  const channel: SubscriptionFilter = {
    filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value: ctx.args.name }] }],
  };
  extensions.setSubscriptionFilter(untilTokenEnds(channel, ctx.identity));
  extensions.setSubscriptionInvalidationFilter(channel);
  return null;
}
