// What guests may not see.
import type { Context, NONERequest } from '@aws-appsync/utils';

export function request(): NONERequest {
  return { payload: 'The key is under the mat.' };
}

export function response(ctx: Context): unknown {
  return ctx.result as unknown;
}
