// What is not done yet, of every list.
import { type Context, type DynamoDBScanRequest, util } from '@aws-appsync/utils';

export function request(): DynamoDBScanRequest {
  return {
    operation: 'Scan',
    filter: { expression: 'done = :done', expressionValues: util.dynamodb.toMapValues({ ':done': false }) },
  };
}

export function response(ctx: Context): unknown {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  return ctx.result as unknown;
}
