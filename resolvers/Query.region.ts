// Names the region that answers, so that a client can tell where the front door has led it.
import type { Context, NONERequest } from '@aws-appsync/utils';

export function request(): NONERequest {
  return { payload: null };
}

export function response(ctx: Context): string {
  return ctx.env['REGION'] ?? '';
}
