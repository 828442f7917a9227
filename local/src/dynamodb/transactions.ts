// Transactions: all of their writes, or none. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
// dynalite has none. Here one after the other is made while nobody else reads or writes, and unmade again where one of it fails.
import { AwsError } from '../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject } from '../foundation/json';
import { textOf } from './attribute-value';
import { MAX_TRANSACT_ITEMS } from './limits';
import { keyIn } from './table-key';
import type { Tables } from './tables';
import { type CancellationReason, TransactionCanceled } from './transaction-canceled';

/** The operation that a member of a transaction is, without its being one. A check is an update that changes nothing. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['ConditionCheck', 'UpdateItem'],
  ['Delete', 'DeleteItem'],
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
]);

/** The expression that each must have. */
const REQUIRED: ReadonlyMap<string, string> = new Map([
  ['ConditionCheck', 'ConditionExpression'],
  ['Update', 'UpdateExpression'],
]);

const RETURNS_ITEM = 'ReturnValuesOnConditionCheckFailure';

/** What a request says wrong in every state of its tables; the rest depends on an item. */
const STATIC =
  /^(?:Invalid |ExpressionAttribute|Value provided in Expression|\d+ validation error|The parameter cannot|Supplied AttributeValue|One or more parameter values were invalid: An)/;

/** One write of a transaction. */
interface Write {
  readonly kind: string;
  readonly members: JsonObject;
}

/** A write and the item before it. */
interface Target extends Write {
  readonly tableName: string;
  readonly key: JsonObject;
  readonly before: JsonObject | undefined;
}

/** Calls an operation while nobody else does. */
type Call = Tables['call'];

/**
 * `TransactWriteItems`
 * @throws AwsError `TransactionCanceledException` with a reason for each write, `ValidationException` or `ResourceNotFoundException`
 */
export async function transactWrite(tables: Tables, input: JsonObject): Promise<JsonObject> {
  const writes = actionsIn(input, [...OPERATIONS.keys()]);
  return tables.alone(async (call) => {
    const targets = await targetsOf(writes, tables, call);
    requireDistinct(targets);
    const made: Target[] = [];
    const reasons: CancellationReason[] = [];
    try {
      for (const target of targets) reasons.push(await attempt(target, made, call));
    } catch (error) {
      await unmake(made, call);
      throw error;
    }
    if (reasons.every(({ Code }) => Code === 'None')) return {};
    await unmake(made, call);
    throw new TransactionCanceled(reasons);
  });
}

/** `TransactGetItems` @throws AwsError `ValidationException` or `ResourceNotFoundException` */
export async function transactGet(tables: Tables, input: JsonObject): Promise<JsonObject> {
  const gets = actionsIn(input, ['Get']);
  return tables.alone(async (call) => {
    const Responses: JsonObject[] = [];
    for (const { members } of gets) Responses.push(await call('GetItem', { ...members, ConsistentRead: true }));
    return { Responses };
  });
}

/** @throws AwsError `ValidationException` */
function actionsIn({ TransactItems: items }: JsonObject, kinds: readonly string[]): readonly Write[] {
  const list = isJsonArray(items) ? items : [];
  if (list.length === 0 || list.length > MAX_TRANSACT_ITEMS) {
    const bound = list.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_TRANSACT_ITEMS}`;
    const at = `'transactItems' failed to satisfy constraint: Member must have length ${bound}`;
    throw invalid(`1 validation error detected: Value at ${at}`);
  }
  return list.map((item, index) => {
    const [only, ...others] = isJsonObject(item) ? Object.entries(item) : [];
    const [kind, members] = only ?? ['', null];
    if (others.length === 0 && kinds.includes(kind) && isJsonObject(members)) {
      requireExpression({ kind, members }, `transactItems.${index + 1}.member`);
      return { kind, members };
    }
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  });
}

/** Only the operation of its own does without it. */
function requireExpression({ kind, members }: Write, at: string): void {
  const name = REQUIRED.get(kind);
  if (name === undefined || members[name] !== undefined) return;
  const member = [kind, name].map((text) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`).join('.');
  const constraint = 'failed to satisfy constraint: Member must not be null';
  throw invalid(`1 validation error detected: Value null at '${at}.${member}' ${constraint}`);
}

async function targetsOf(writes: readonly Write[], tables: Tables, call: Call): Promise<readonly Target[]> {
  const targets: Target[] = [];
  for (const write of writes) {
    const tableName = textOf(write.members['TableName']);
    const names = await tables.keyNamesOf(tableName, call);
    const key = keyIn(write.members[write.kind === 'Put' ? 'Item' : 'Key'], names);
    targets.push({ ...write, tableName, key, before: await itemAt(tableName, key, call) });
  }
  return targets;
}

/** Nothing for a key that is none: the write itself says so. */
async function itemAt(tableName: string, key: JsonObject, call: Call): Promise<JsonObject | undefined> {
  if (!Object.values(key).every(isJsonObject)) return undefined;
  try {
    const { Item: item } = await call('GetItem', { TableName: tableName, Key: key, ConsistentRead: true });
    return isJsonObject(item) ? item : undefined;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException') return undefined;
    throw error;
  }
}

function requireDistinct(targets: readonly Target[]): void {
  const items = new Set(targets.map(({ tableName, key }) => JSON.stringify([tableName, key])));
  if (items.size === targets.length) return;
  throw invalid('Transaction request cannot include multiple operations on one item');
}

/** Makes a write, or says why not. @param made what is to be unmade if the transaction fails */
async function attempt(target: Target, made: Target[], call: Call): Promise<CancellationReason> {
  const { kind, members, before } = target;
  const { [RETURNS_ITEM]: wanted, ...request } = members;
  try {
    await call(OPERATIONS.get(kind) ?? kind, request);
    if (kind === 'ConditionCheck') await unmake([target], call);
    else made.push(target);
    return { Code: 'None' };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ConditionalCheckFailedException') {
      const item = wanted === 'ALL_OLD' && before ? { Item: before } : {};
      return { Code: 'ConditionalCheckFailed', Message: error.message, ...item };
    }
    if (error.code !== 'ValidationException' || STATIC.test(error.message)) throw error;
    return { Code: 'ValidationError', Message: error.message };
  }
}

/** Gives each item back what it was before. */
async function unmake(targets: readonly Target[], call: Call): Promise<void> {
  for (const { tableName, key, before } of targets) {
    if (before) await call('PutItem', { TableName: tableName, Item: before });
    else await call('DeleteItem', { TableName: tableName, Key: key });
  }
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
