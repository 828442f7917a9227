// Who the authorizer says that the caller is.
import type { AppSyncIdentityLambda, Context, NONERequest } from '@aws-appsync/utils';

interface Person {
  readonly name: string;
  readonly asked: number;
}

export function request(ctx: Context): NONERequest {
  const { name, asked } = (ctx.identity as AppSyncIdentityLambda).resolverContext as Person;
  return { payload: `${name}, asked ${asked}` };
}

export function response(ctx: Context): unknown {
  return ctx.result as unknown;
}
