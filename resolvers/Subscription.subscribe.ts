// Runs when a client subscribes: which messages it gets, and what ends its subscription.
import { type Context, extensions, type NONERequest } from '@aws-appsync/utils';
import { requireAllowedChannel } from './lib/channel';
import { endOfToken, requirePermitted } from './lib/permission';
import type { SubscriptionSubscribeArgs } from './lib/schema';

export function request(ctx: Context<SubscriptionSubscribeArgs>): NONERequest {
  requireAllowedChannel(ctx.args.name, ctx.env);
  requirePermitted('subscribe', ctx.args.name, ctx.identity);
  return { payload: null };
}

/** The filters stand where they are used: in a constant, an operator would be any `string` to AppSync's check of types. */
export function response(ctx: Context<SubscriptionSubscribeArgs>): null {
  const { name } = ctx.args;
  // AppSync looks at a token only when one subscribes.
  const end = endOfToken(ctx.identity);
  extensions.setSubscriptionFilter({
    filterGroup: [
      {
        filters:
          end === null
            ? [{ fieldName: 'name', operator: 'eq', value: name }]
            : [
                { fieldName: 'name', operator: 'eq', value: name },
                { fieldName: 'publishedAt', operator: 'lt', value: end },
              ],
      },
    ],
  });
  extensions.setSubscriptionInvalidationFilter({
    filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value: name }] }],
  });
  return null;
}
