// What a call of DynamoDB needs permission for.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
import { isJsonArray, isJsonObject, type JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { AccessRequest } from '../iam/iam';
import { textOf } from './attribute-value';
import type { DynamoDbOperation } from './dynamodb';

/** The actions of a transaction: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
  ['Delete', 'dynamodb:DeleteItem'],
  ['Get', 'dynamodb:GetItem'],
  ['Put', 'dynamodb:PutItem'],
  ['Update', 'dynamodb:UpdateItem'],
]);

/** The ARN of a table. */
export function tableArn({ partition, name, accountId }: Region, tableName: string): string {
  return `arn:${partition}:dynamodb:${name}:${accountId}:table/${tableName}`;
}

/** What a call needs to be allowed: for a table, one of its indexes, several tables, or, for a list of them, all. */
export function accessOf(operation: DynamoDbOperation, input: JsonObject, region: Region): readonly AccessRequest[] {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') return transactionAccessOf(input, region);
  const action = `dynamodb:${operation}`;
  if (operation === 'ListTables') return [{ action, resource: '*' }];
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    const { RequestItems: items } = input;
    const names = isJsonObject(items) ? Object.keys(items) : [];
    return names.map((name) => ({ action, resource: tableArn(region, name) }));
  }
  const { TableName: name, IndexName: index } = input;
  const table = tableArn(region, textOf(name));
  return [{ action, resource: typeof index === 'string' ? `${table}/index/${index}` : table }];
}

/** What is none of these is refused afterwards. */
function transactionAccessOf({ TransactItems: items }: JsonObject, region: Region): readonly AccessRequest[] {
  const members = isJsonArray(items) ? items.filter(isJsonObject).flatMap((item) => Object.entries(item)) : [];
  return members.flatMap(([kind, write]) => {
    const action = ACTIONS.get(kind);
    if (action === undefined || !isJsonObject(write)) return [];
    return [{ action, resource: tableArn(region, textOf(write['TableName'])) }];
  });
}
