// Removes a thing to do and returns what it was.
import { type Context, type DynamoDBDeleteItemRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ id: string }>): DynamoDBDeleteItemRequest {
  return { operation: 'DeleteItem', key: util.dynamodb.toMapValues({ id: ctx.args.id }) };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
