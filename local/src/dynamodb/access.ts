// What a call of DynamoDB needs permission for.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
import { isJsonObject, type JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { DynamoDbOperation } from './dynamodb';

/** The ARN of a table. */
export function tableArn({ partition, name, accountId }: Region, tableName: string): string {
  return `arn:${partition}:dynamodb:${name}:${accountId}:table/${tableName}`;
}

/** The ARNs that a call touches: a table, one of its indexes, several tables, or, for a list of them, all. */
export function resourcesOf(operation: DynamoDbOperation, input: JsonObject, region: Region): readonly string[] {
  if (operation === 'ListTables') return ['*'];
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const { RequestItems: items } = input;
    return isJsonObject(items) ? Object.keys(items).map((name) => tableArn(region, name)) : [];
  }
  const { TableName: name, IndexName: index } = input;
  const table = tableArn(region, typeof name === 'string' ? name : '');
  return [typeof index === 'string' ? `${table}/index/${index}` : table];
}
