// Lists the channels that the API allows.
import type { Context, NONERequest } from '@aws-appsync/utils';
import { allowedChannels } from './lib/channel';

export function request(): NONERequest {
  return { payload: null };
}

export function response(ctx: Context): string[] {
  return allowedChannels(ctx.env);
}
