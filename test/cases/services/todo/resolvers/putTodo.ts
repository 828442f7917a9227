// Puts a thing to do, which must be new.
import { type Context, type DynamoDBPutItemRequest, util } from '@aws-appsync/utils';

interface Args {
  readonly id: string;
  readonly list: string;
  readonly title: string;
  readonly tags?: readonly string[];
}

export function request(ctx: Context<Args, { number: number }>): DynamoDBPutItemRequest {
  const { id, list, title, tags } = ctx.args;
  return {
    operation: 'PutItem',
    key: util.dynamodb.toMapValues({ id }),
    attributeValues: util.dynamodb.toMapValues({
      list,
      title,
      tags: tags ?? null,
      number: ctx.stash.number,
      done: false,
    }),
    condition: { expression: 'attribute_not_exists(id)' },
  };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type, ctx.result);
  return ctx.result as unknown;
}
