// A list, page by page, the newest first.
import { type Context, type DynamoDBQueryRequest, util } from '@aws-appsync/utils';

export function request(ctx: Context<{ list: string; limit?: number; nextToken?: string }>): DynamoDBQueryRequest {
  const { list, limit, nextToken } = ctx.args;
  return {
    operation: 'Query',
    index: 'byList',
    query: {
      expression: '#list = :list',
      expressionNames: { '#list': 'list' },
      expressionValues: util.dynamodb.toMapValues({ ':list': list }),
    },
    limit: limit ?? 10,
    ...(nextToken === undefined ? {} : { nextToken }),
    scanIndexForward: false,
  };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
