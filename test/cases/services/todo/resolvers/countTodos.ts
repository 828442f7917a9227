// How many things are in the list already?
import { type Context, type DynamoDBQueryRequest, util } from '@aws-appsync/utils';

interface Page {
  readonly items: readonly object[];
}

export function request(ctx: Context<{ list: string }>): DynamoDBQueryRequest {
  return {
    operation: 'Query',
    index: 'byList',
    query: {
      expression: '#list = :list',
      expressionNames: { '#list': 'list' },
      expressionValues: util.dynamodb.toMapValues({ ':list': ctx.args.list }),
    },
  };
}

export function response(ctx: Context<{ list: string }, { number: number }, object, object, Page>): null {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  const count = ctx.result.items.length;
  if (count >= (JSON.parse(ctx.env['MOST_TODOS'] ?? '0') as number))
    util.error(`The list ${ctx.args.list} is full.`, 'ListFull');
  ctx.stash.number = count + 1;
  return null;
}
