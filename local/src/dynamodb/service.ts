// DynamoDB of one region, for other services and for SDK clients.
import { AwsError } from '../foundation/errors';
import type { Iam, Principal } from '../iam/iam';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import type { Operation } from '../foundation/service-api';
import type { Region } from '../foundation/region';
import { accessOf, tableArn } from './access';
import { type DynamoDb, type DynamoDbOperation, OPERATIONS } from './dynamodb';
import { Tables } from './tables';
import { textOf } from './attribute-value';
import { ClientTokens } from './client-tokens';
import { write } from './conditional-write';
import { TimeToLive } from './time-to-live';
import { transactGet, transactWrite } from './transactions';

/** Characters of a table's name that leave room for an ending: 255 are allowed. */
const LONGEST_BEGINNING = 200;

/** What tables need of others. */
export interface DynamoDbOptions {
  readonly iam: Iam;
  /** Is every call refused, as by a table that has no more throughput? */
  readonly isThrottled?: () => boolean;
}

/** Creates the DynamoDB of a region, without tables. */
export function createDynamoDb(region: Region, { iam, isThrottled = () => false }: DynamoDbOptions): DynamoDb {
  const tables = new Tables();
  const callTables: Tables['call'] = async (operation, input) => tables.call(operation, input);
  const timeToLive = new TimeToLive(tables, region);
  const tokens = new ClientTokens(region.clock);

  const call = async (operation: DynamoDbOperation, input: JsonObject, caller: Principal) => {
    for (const access of accessOf(operation, input, region)) iam.authorize(caller, access);
    if (isThrottled()) throw throttled();
    switch (operation) {
      case 'DescribeTable':
        return located(await tables.call(operation, input), region);
      case 'DescribeTimeToLive':
        await tables.call('DescribeTable', input);
        return timeToLiveOf(timeToLive.attributeOf(textOf(input['TableName'])));
      case 'TransactGetItems':
        return transactGet(tables, input);
      case 'TransactWriteItems':
        if (!tokens.has(input)) await transactWrite(tables, input);
        tokens.add(input);
        return {};
      case 'DeleteItem':
      case 'PutItem':
      case 'UpdateItem':
        return write(tables, operation, input);
      default:
        return tables.call(operation, input);
    }
  };

  return {
    createTable: async (definition, attribute) => {
      await tables.call('CreateTable', definition);
      await untilActive(callTables, definition['TableName'] ?? null);
      if (attribute !== undefined) timeToLive.watch(definition, attribute);
      return { arn: tableArn(region, textOf(definition['TableName'])) };
    },
    updateTable: async (change, { key, attribute }) => {
      const { TableName: name = null, ...members } = change;
      if (Object.keys(members).length > 0) await tables.call('UpdateTable', change);
      await untilActive(callTables, name);
      timeToLive.forget(textOf(name));
      if (attribute !== undefined) timeToLive.watch(key, attribute);
    },
    remakeTable: async (definition) => tables.alone(async (call) => remake(call, definition)),
    deleteTable: async (name) => {
      timeToLive.forget(name);
      await tables.call('DeleteTable', { TableName: name });
    },
    call,
    api: {
      signingName: 'dynamodb',
      protocol: { kind: 'json', version: '1.0', target: 'DynamoDB_20120810' },
      operations: Object.fromEntries(
        OPERATIONS.map((operation): [string, Operation] => [
          operation,
          (input, caller) => call(operation, input, caller),
        ]),
      ),
    },
    stop: async () => {
      await timeToLive.stop();
      await tables.stop();
    },
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
function timeToLiveOf(attribute: string | undefined): JsonObject {
  const ended = attribute === undefined ? undefined : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute };
  return { TimeToLiveDescription: ended ?? { TimeToLiveStatus: 'DISABLED' } };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.MessagesAndCodes */
function throttled(): AwsError {
  return new AwsError('ThrottlingException', 'The request was denied due to request throttling.');
}

/**
 * dynalite cannot add an index. A table under another name first shows whether the definition is good.
 * Nobody else calls meanwhile: what is written after the items were read would be gone.
 */
async function remake(call: Tables['call'], definition: JsonObject): Promise<void> {
  const { TableName: name = null } = definition;
  const trial = `${textOf(name).slice(0, LONGEST_BEGINNING)}.trial`;
  await call('CreateTable', { ...definition, TableName: trial });
  await remove(call, trial);
  const items = await itemsOf(call, name);
  await remove(call, name);
  await call('CreateTable', definition);
  await untilActive(call, name);
  for (const item of items) await call('PutItem', { TableName: name, Item: item });
}

async function itemsOf(call: Tables['call'], name: JsonValue): Promise<readonly JsonValue[]> {
  const items: JsonValue[] = [];
  let start: JsonValue | undefined;
  do {
    const from = start === undefined ? {} : { ExclusiveStartKey: start };
    const page = await call('Scan', { TableName: name, ...from });
    items.push(...(isJsonArray(page['Items']) ? page['Items'] : []));
    start = page['LastEvaluatedKey'];
  } while (start !== undefined);
  return items;
}

async function remove(call: Tables['call'], name: JsonValue): Promise<void> {
  await untilActive(call, name);
  await call('DeleteTable', { TableName: name });
  for (;;) {
    try {
      await call('DescribeTable', { TableName: name });
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return;
      throw error;
    }
  }
}

/** CloudFormation waits as well. dynalite needs a turn of the event loop, and is asked until it has had it. */
async function untilActive(call: Tables['call'], name: JsonValue): Promise<void> {
  for (;;) {
    const { Table: table } = await call('DescribeTable', { TableName: name });
    const { TableStatus: status, GlobalSecondaryIndexes: indexes = [] } = isJsonObject(table) ? table : {};
    const all = isJsonArray(indexes) ? indexes : [];
    if (status === 'ACTIVE' && all.every((index) => isJsonObject(index) && index['IndexStatus'] === 'ACTIVE')) return;
  }
}

/** dynalite does not know in which region and account it is. */
function located(output: JsonObject, region: Region): JsonObject {
  const named = Object.entries(output).map(([name, table]) => [name, locatedTable(table, region)] as const);
  return Object.fromEntries(named);
}

function locatedTable(table: JsonValue, region: Region): JsonValue {
  if (!isJsonObject(table)) return table;
  const arn = tableArn(region, textOf(table['TableName']));
  const located = ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'].flatMap((name) => {
    const indexes = table[name];
    if (!isJsonArray(indexes)) return [];
    return [[name, indexes.map((index) => locatedIndex(index, arn))] as const];
  });
  return { ...table, TableArn: arn, ...Object.fromEntries(located) };
}

function locatedIndex(index: JsonValue, arn: string): JsonValue {
  return isJsonObject(index) ? { ...index, IndexArn: `${arn}/index/${textOf(index['IndexName'])}` } : index;
}
