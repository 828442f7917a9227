// One thing to do.
import { type Context, type DynamoDBGetItemRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ id: string }>): DynamoDBGetItemRequest {
  return { operation: 'GetItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }), consistentRead: true };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
