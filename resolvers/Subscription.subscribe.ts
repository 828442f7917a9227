// Runs when a client subscribes: which messages it gets, and what ends its subscription.
import { type Context, extensions, type NONERequest } from '@aws-appsync/utils';
import { requireHearable } from 'stage-hooks';
import { endingsOf, HEARTBEAT, prefixOf } from './lib/channel';
import { endOfToken } from './lib/permission';
import type { SubscriptionSubscribeArgs } from './lib/schema';

/** Text after every time. */
const NEVER = '~';

export function request(ctx: Context<SubscriptionSubscribeArgs>): NONERequest {
  requireHearable(ctx.args.name, ctx.env, ctx.identity);
  return { payload: null };
}

/** The filters stand where they are used: in a constant, an operator would be any `string` to AppSync's check of types. */
export function response(ctx: Context<SubscriptionSubscribeArgs>): null {
  const { name } = ctx.args;
  const prefix = prefixOf(name);
  // AppSync looks at a token only when one subscribes.
  const end = endOfToken(ctx.identity) ?? NEVER;
  extensions.setSubscriptionFilter({
    filterGroup: [
      {
        filters:
          prefix === null
            ? [
                { fieldName: 'name', operator: 'eq', value: name },
                { fieldName: 'publishedAt', operator: 'lt', value: end },
              ]
            : prefix === ''
              ? [
                  { fieldName: 'name', operator: 'ne', value: HEARTBEAT },
                  { fieldName: 'publishedAt', operator: 'lt', value: end },
                ]
              : [
                  { fieldName: 'name', operator: 'beginsWith', value: prefix },
                  { fieldName: 'publishedAt', operator: 'lt', value: end },
                ],
      },
    ],
  });
  extensions.setSubscriptionInvalidationFilter({
    // AppSync takes ten groups; there are six at most.
    filterGroup: endingsOf(name).map((ending) => ({
      filters: [{ fieldName: 'name', operator: 'eq', value: ending }],
    })),
  });
  return null;
}
