// Marks a thing as done, which must be there.
import { type Context, type DynamoDBUpdateItemRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ id: string }>): DynamoDBUpdateItemRequest {
  return {
    operation: 'UpdateItem',
    key: util.dynamodb.toMapValues({ id: ctx.args.id }),
    update: { expression: 'SET done = :done', expressionValues: util.dynamodb.toMapValues({ ':done': true }) },
    condition: { expression: 'attribute_exists(id)' },
  };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
