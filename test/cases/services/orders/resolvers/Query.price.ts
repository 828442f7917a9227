// One price.
import { type Context, type LambdaRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ sku: string }>): LambdaRequest {
  return { operation: 'Invoke', payload: { sku: ctx.args.sku } };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
