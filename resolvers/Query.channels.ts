// Lists the channels that the caller may use.
import type { Context, NONERequest } from '@aws-appsync/utils';
import { allowedChannels } from './lib/channel';
import { permittedChannels } from './lib/permission';

export function request(): NONERequest {
  return { payload: null };
}

export function response(ctx: Context): string[] {
  return permittedChannels(allowedChannels(ctx.env), ctx.identity);
}
