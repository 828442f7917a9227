// The data source that reads and writes a table, as the role that its template names.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { plainItem } from '../../dynamodb/dynamodb';
import { AwsError } from '../../foundation/errors';
import type { Principal } from '../../iam/iam';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { Neighbours } from '../neighbours';
import type { DataSource, DataSourceAnswer } from './data-source';
import { nextTokenOf, type TableCall, tableCall } from './dynamodb-request';

/** Which table, and as whom. */
export interface DynamoDbTarget {
  readonly tableName: string;
  readonly serviceRoleArn: string;
}

type Called = Pick<Neighbours, 'iam' | 'dynamoDb'>;

/** https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html */
export function dynamoDbDataSource(name: string, target: DynamoDbTarget, called: Called): DataSource {
  return {
    name,
    invoke: async (request) => {
      const call = tableCall(request, target.tableName);
      try {
        const role = called.iam.assumeRole(target.serviceRoleArn, 'appsync.amazonaws.com');
        return await answer(call, role, called);
      } catch (error) {
        if (error instanceof AwsError) return failure(error, null);
        throw error;
      }
    },
  };
}

async function answer(call: TableCall, role: Principal, called: Called): Promise<DataSourceAnswer> {
  const { operation, input } = call;
  try {
    const output = await called.dynamoDb.call(operation, input, role);
    return { result: resultOf(call, output), error: null };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return conditionFailure(call, error, await currentItem(call, role, called));
  }
}

function resultOf({ operation, input }: TableCall, output: JsonObject): JsonValue {
  switch (operation) {
    case 'GetItem':
      return plainOrNull(output['Item']);
    case 'PutItem':
      return plainOrNull(input['Item']);
    case 'UpdateItem':
    case 'DeleteItem':
      return plainOrNull(output['Attributes']);
    default:
      return pageOf(output);
  }
}

function pageOf({ Items: items, LastEvaluatedKey: lastKey, ScannedCount: scannedCount = 0 }: JsonObject): JsonObject {
  const list = isJsonArray(items) ? items : [];
  return { items: list.map(plainOrNull), nextToken: nextTokenOf(lastKey), scannedCount };
}

function plainOrNull(item: JsonValue | undefined): JsonObject | null {
  return isJsonObject(item) ? plainItem(item) : null;
}

function isConditionFailure(error: unknown): error is AwsError {
  return error instanceof AwsError && error.code === 'ConditionalCheckFailedException';
}

/**
 * A condition that fails is not an error when the item already is what the request would make it.
 * https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html#js-aws-appsync-resolver-reference-dynamodb-condition-handling
 */
function conditionFailure(call: TableCall, error: AwsError, current: JsonObject | null): DataSourceAnswer {
  const { operation, input, ignoredDifferences } = call;
  if (operation === 'DeleteItem' && current === null) return { result: null, error: null };
  if (operation === 'PutItem' && current !== null) {
    const wanted = without(plainOrNull(input['Item']) ?? {}, ignoredDifferences);
    if (isDeepStrictEqual(wanted, without(current, ignoredDifferences))) return { result: current, error: null };
  }
  return failure(error, current);
}

function without(item: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)));
}

/** The item that did not fit, if the role may read it. */
async function currentItem(
  { input, key }: TableCall,
  role: Principal,
  { dynamoDb }: Called,
): Promise<JsonObject | null> {
  const wanted = { TableName: input['TableName'] ?? null, Key: key, ConsistentRead: true };
  try {
    return plainOrNull((await dynamoDb.call('GetItem', wanted, role))['Item']);
  } catch (error) {
    if (error instanceof AwsError) return null;
    throw error;
  }
}

/** AppSync's sentence: https://github.com/aws/aws-appsync-community/issues/343 */
function failure({ code, message, status }: AwsError, result: JsonValue): DataSourceAnswer {
  const place = `Service: DynamoDb, Status Code: ${status}, Request ID: ${randomUUID()}`;
  return { result, error: { message: `${message} (${place})`, type: `DynamoDB:${code}` } };
}
