// Says something in a room.
import type { AppSyncIdentityLambda, Context, NONERequest } from '@aws-appsync/utils';

interface Args {
  readonly room: string;
  readonly text: string;
  readonly loudness: number;
}

export function request(ctx: Context<Args>): NONERequest {
  const { name: speaker } = (ctx.identity as AppSyncIdentityLambda).resolverContext as { readonly name: string };
  const { room, text, loudness } = ctx.args;
  return { payload: { room, text, loudness, speaker } };
}

export function response(ctx: Context): unknown {
  return ctx.result as unknown;
}
