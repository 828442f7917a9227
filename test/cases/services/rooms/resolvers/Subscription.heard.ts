// Hears what is said in a room at a loudness or above.
import { type Context, extensions, type NONERequest } from '@aws-appsync/utils';

export function request(): NONERequest {
  return { payload: null };
}

export function response(ctx: Context<{ room: string; loudness: number }>): null {
  const { room, loudness } = ctx.args;
  extensions.setSubscriptionFilter({
    filterGroup: [
      {
        filters: [
          { fieldName: 'room', operator: 'eq', value: room },
          { fieldName: 'loudness', operator: 'ge', value: loudness },
        ],
      },
    ],
  });
  return null;
}
