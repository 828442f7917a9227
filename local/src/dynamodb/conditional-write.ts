// A write under a condition, which may ask for the item that did not fulfil it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
import { AwsError } from '../foundation/errors';
import { isJsonObject, type JsonObject } from '../foundation/json';
import { textOf } from './attribute-value';
import { keyIn } from './table-key';
import type { Tables } from './tables';

/** The condition of a write does not hold. */
class ConditionalCheckFailed extends AwsError {
  override readonly members: JsonObject;

  constructor(message: string, item: JsonObject) {
    super('ConditionalCheckFailedException', message);
    this.members = { Item: item };
  }
}

/** @throws AwsError `ConditionalCheckFailedException`, with the item where the request asks for it, or what else the operation answers */
export async function write(
  tables: Tables,
  operation: 'DeleteItem' | 'PutItem' | 'UpdateItem',
  { ReturnValuesOnConditionCheckFailure: wanted, ...request }: JsonObject,
): Promise<JsonObject> {
  if (wanted !== 'ALL_OLD') return tables.call(operation, request);
  return tables.alone(async (call) => {
    try {
      return await call(operation, request);
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
      const item = await itemOf(request, tables, call);
      throw item ? new ConditionalCheckFailed(error.message, item) : error;
    }
  });
}

async function itemOf(
  { TableName: name = null, Key: key, Item: put }: JsonObject,
  tables: Tables,
  call: Tables['call'],
): Promise<JsonObject | undefined> {
  const wanted = isJsonObject(key) ? key : keyIn(put, await tables.keyNamesOf(textOf(name), call));
  const { Item: item } = await call('GetItem', { TableName: name, Key: wanted, ConsistentRead: true });
  return isJsonObject(item) ? item : undefined;
}
