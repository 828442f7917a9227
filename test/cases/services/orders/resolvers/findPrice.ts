// What one of the things costs; the price must be known.
import { type Context, type LambdaRequest, util } from '@aws-appsync/utils';

interface Price {
  readonly amount: number;
}

export function request(ctx: Context<{ sku: string }>): LambdaRequest {
  return { operation: 'Invoke', payload: { sku: ctx.args.sku } };
}

export function response(ctx: Context<{ sku: string }, { amount: number }, object, object, Price>): null {
  if (ctx.error) util.error(ctx.error.message, 'NoSuchThing');
  ctx.stash.amount = ctx.result.amount;
  return null;
}
