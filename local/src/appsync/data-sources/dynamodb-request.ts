// Resolvers' requests to a table, turned into calls of DynamoDB's API.
// https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html
import { AttributeValueInvalid, type DynamoDbOperation, typedItem } from '../../dynamodb/dynamodb';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { ResolverError } from '../execution/graphql-error';

/** A call of DynamoDB's API, and how AppSync reads its answer. */
export interface TableCall {
  readonly operation: RequestOperation;
  readonly input: JsonObject;
  /** The item's key; empty for Query and Scan. */
  readonly key: JsonObject;
  /** Attributes in which the item may differ from what was to be put, when the condition does not hold. */
  readonly ignoredDifferences: readonly string[];
}

/** The operations of a request. */
type RequestOperation = Extract<
  DynamoDbOperation,
  'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query' | 'Scan'
>;

/** The members of each operation's request. */
const MEMBERS: Readonly<Record<RequestOperation, readonly string[]>> = {
  GetItem: ['key', 'consistentRead', 'projection'],
  PutItem: ['key', 'attributeValues', 'condition'],
  UpdateItem: ['key', 'update', 'condition'],
  DeleteItem: ['key', 'condition'],
  Query: [
    'query',
    'index',
    'nextToken',
    'limit',
    'scanIndexForward',
    'consistentRead',
    'select',
    'filter',
    'projection',
  ],
  Scan: ['index', 'nextToken', 'limit', 'consistentRead', 'select', 'totalSegments', 'segment', 'filter', 'projection'],
};

/** What AppSync has and the engine has not. */
const OTHER_OPERATIONS = [
  'BatchGetItem',
  'BatchPutItem',
  'BatchDeleteItem',
  'TransactGetItems',
  'TransactWriteItems',
  'Sync',
];

/**
 * Reads a request.
 * @throws ResolverError for a request that AppSync or the engine does not take
 */
export function tableCall(request: JsonValue, tableName: string): TableCall {
  const { operation, ...members } = isJsonObject(request) ? request : {};
  if (!isOperation(operation)) throw wrongOperation(operation);
  for (const name of Object.keys(members)) {
    if (!['version', ...MEMBERS[operation]].includes(name)) throw unsupportedElement(name);
  }
  const expressions = new Expressions();
  const input = defined({
    TableName: tableName,
    ...plainMembers(operation, members),
    ...expressionMembers(operation, members, expressions),
  });
  return {
    operation,
    input: { ...input, ...expressions.placeholders() },
    key: typed(members, 'key') ?? {},
    ignoredDifferences: ignoredIn(optionalObject(members, 'condition')),
  };
}

/** The opaque text that stands for a key. */
export function nextTokenOf(lastKey: JsonValue | undefined): string | null {
  return lastKey === undefined ? null : Buffer.from(JSON.stringify(lastKey)).toString('base64');
}

function plainMembers(
  operation: RequestOperation,
  members: JsonObject,
): Readonly<Record<string, JsonValue | undefined>> {
  if (operation === 'GetItem') {
    return { Key: requiredKey(members), ConsistentRead: members['consistentRead'] };
  }
  if (operation === 'PutItem') {
    return { Item: { ...typed(members, 'attributeValues'), ...requiredKey(members) } };
  }
  if (operation === 'UpdateItem') return { Key: requiredKey(members), ReturnValues: 'ALL_NEW' };
  if (operation === 'DeleteItem') return { Key: requiredKey(members), ReturnValues: 'ALL_OLD' };
  const { index, limit, consistentRead, select, nextToken, scanIndexForward, totalSegments, segment } = members;
  return {
    IndexName: index,
    Limit: limit,
    ConsistentRead: consistentRead,
    Select: select === 'ALL_PROJECTED_ATTRIBUTES' || select === 'ALL_ATTRIBUTES' ? select : undefined,
    ExclusiveStartKey: startKey(nextToken),
    ScanIndexForward: scanIndexForward,
    TotalSegments: totalSegments,
    Segment: segment,
  };
}

function expressionMembers(
  operation: RequestOperation,
  members: JsonObject,
  expressions: Expressions,
): Readonly<Record<string, JsonValue | undefined>> {
  if (operation === 'Query') requiredObject(members, 'query');
  if (operation === 'UpdateItem') requiredObject(members, 'update');
  return {
    KeyConditionExpression: expressions.take(members, 'query'),
    UpdateExpression: expressions.take(members, 'update'),
    ConditionExpression: expressions.take(members, 'condition'),
    FilterExpression: expressions.take(members, 'filter'),
    ProjectionExpression: expressions.take(members, 'projection'),
  };
}

/** The expressions of one request: they share DynamoDB's placeholders. */
class Expressions {
  readonly #names: Record<string, JsonValue> = {};
  readonly #values: Record<string, JsonValue> = {};

  /** The text of an expression; its placeholders are kept. */
  take(members: JsonObject, name: string): string | undefined {
    const part = optionalObject(members, name);
    if (part === undefined) return undefined;
    const { expression } = part;
    if (typeof expression !== 'string') throw invalidElement(`${name}][expression`);
    Object.assign(this.#names, optionalObject(part, 'expressionNames'));
    Object.assign(this.#values, typed(part, 'expressionValues', `[${name}]`));
    return expression;
  }

  placeholders(): JsonObject {
    return {
      ...(Object.keys(this.#names).length > 0 && { ExpressionAttributeNames: this.#names }),
      ...(Object.keys(this.#values).length > 0 && { ExpressionAttributeValues: this.#values }),
    };
  }
}

const CONDITION_MEMBERS = ['expression', 'expressionNames', 'expressionValues', 'equalsIgnore', 'consistentRead'];

function ignoredIn(condition: JsonObject | undefined): readonly string[] {
  for (const name of Object.keys(condition ?? {})) {
    if (!CONDITION_MEMBERS.includes(name)) throw unsupportedElement(`condition][${name}`);
  }
  const ignored = condition?.['equalsIgnore'];
  return isJsonArray(ignored) ? ignored.filter((name) => typeof name === 'string') : [];
}

function startKey(token: JsonValue | undefined): JsonValue | undefined {
  if (token === undefined || token === null) return undefined;
  try {
    const key: unknown = JSON.parse(Buffer.from(typeof token === 'string' ? token : '', 'base64').toString());
    if (isJsonObject(key)) return key;
  } catch {
    // Answered below, like any other text that is not a token.
  }
  throw new ResolverError('Invalid pagination token given.', 'BadRequestException');
}

function optionalObject(members: JsonObject, name: string): JsonObject | undefined {
  const value = members[name] ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  throw invalidElement(name);
}

/** Members that hold DynamoDB's typed values. */
function typed(members: JsonObject, name: string, path = ''): JsonObject | undefined {
  const values = optionalObject(members, name);
  try {
    return values && typedItem(values, `${path}[${name}]`);
  } catch (error) {
    if (error instanceof AttributeValueInvalid) throw mapping(error.message);
    throw error;
  }
}

function requiredKey(members: JsonObject): JsonObject {
  requiredObject(members, 'key');
  return typed(members, 'key') ?? {};
}

function requiredObject(members: JsonObject, name: string): JsonObject {
  const value = optionalObject(members, name);
  if (value === undefined) throw invalidElement(name);
  return value;
}

/** Members that are null or missing stay missing. */
function defined(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, value]])),
  );
}

function isOperation(operation: JsonValue | undefined): operation is RequestOperation {
  return typeof operation === 'string' && Object.hasOwn(MEMBERS, operation);
}

function wrongOperation(operation: JsonValue | undefined): ResolverError {
  const named = typeof operation === 'string' && OTHER_OPERATIONS.includes(operation) ? operation : undefined;
  if (named !== undefined) return mapping(`The engine does not support the operation ${named} of DynamoDB.`);
  return mapping(`A DynamoDB data source has no operation ${JSON.stringify(operation ?? null)}.`);
}

/** https://github.com/aws/aws-appsync-community/issues/110 */
function unsupportedElement(path: string): ResolverError {
  return mapping(`Unsupported element '$[${path}]'.`);
}

function invalidElement(path: string): ResolverError {
  return mapping(`Value for field '$[${path}]' not found or not of the right type.`);
}

function mapping(message: string): ResolverError {
  return new ResolverError(message, 'MappingTemplate');
}
