// The module `@aws-appsync/utils/dynamodb`: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { type Builtins, requireObject, requireText } from '../builtin';
import { toDynamoDb } from './values';
import { ExpressionNames, writeCondition, writeKeyCondition } from './condition';
import { isSet, operations, writeUpdate } from './update';

/** What makes requests to DynamoDB data sources, without types to be named. */
export const dynamodbRequests: Builtins = {
  'dynamodb.get': ([payload]) => get(requireObject(payload, 'get')),
  'dynamodb.put': ([payload]) => put(requireObject(payload, 'put'), new NumberedNames()),
  'dynamodb.update': ([payload]) => update(requireObject(payload, 'update'), new NumberedNames()),
  'dynamodb.remove': ([payload]) => remove(requireObject(payload, 'remove'), new NumberedNames()),
  'dynamodb.query': ([payload]) => query(requireObject(payload, 'query')),
  'dynamodb.scan': ([payload]) => scan(requireObject(payload, 'scan')),
  ...operations,
};

/** Attributes and values have numbers, as recorded on AWS: `#expName_1`, `:expValue_1`. */
class NumberedNames extends ExpressionNames {
  #names: Record<string, JsonValue> = {};
  #values: Record<string, JsonValue> = {};
  #nameCount = 0;
  #valueCount = 0;

  attribute(name: string): string {
    this.#nameCount += 1;
    const placeholder = `#expName_${this.#nameCount}`;
    this.#names[placeholder] = name;
    return placeholder;
  }

  value(value: JsonValue): string {
    this.#valueCount += 1;
    const placeholder = `:expValue_${this.#valueCount}`;
    this.#values[placeholder] = typed(value);
    return placeholder;
  }

  /**
   * An expression with what was named since the last one. The numbers go on, so that the expressions of one request can
   * share DynamoDB's names and values.
   */
  expression(expression: string): JsonObject {
    const [expressionNames, expressionValues] = [this.#names, this.#values];
    [this.#names, this.#values] = [{}, {}];
    return {
      expression,
      ...(Object.keys(expressionNames).length > 0 && { expressionNames }),
      ...(Object.keys(expressionValues).length > 0 && { expressionValues }),
    };
  }
}

function get(payload: JsonObject): JsonObject {
  return {
    operation: 'GetItem',
    key: keyOf(payload, 'get'),
    ...pick(payload, ['consistentRead']),
    ...projected(payload, new NumberedNames()),
  };
}

const VERSIONING = ['customPartitionKey', 'populateIndexFields', '_version'];

function put(payload: JsonObject, names: NumberedNames): JsonObject {
  return {
    operation: 'PutItem',
    key: keyOf(payload, 'put'),
    attributeValues: typedMap(requireObject(payload['item'], 'put, as item,')),
    ...conditional(payload, names),
    ...pick(payload, VERSIONING),
  };
}

function update(payload: JsonObject, names: NumberedNames): JsonObject {
  return {
    operation: 'UpdateItem',
    key: keyOf(payload, 'update'),
    update: names.expression(writeUpdate(requireObject(payload['update'], 'update, as update,'), names)),
    ...conditional(payload, names),
    ...pick(payload, VERSIONING),
  };
}

function remove(payload: JsonObject, names: NumberedNames): JsonObject {
  return {
    operation: 'DeleteItem',
    key: keyOf(payload, 'remove'),
    ...conditional(payload, names),
    ...pick(payload, VERSIONING),
  };
}

function query(payload: JsonObject): JsonObject {
  const names = new NumberedNames();
  return {
    operation: 'Query',
    query: names.expression(writeKeyCondition(requireObject(payload['query'], 'query, as query,'), names)),
    ...filtered(payload, names),
    ...projected(payload, names),
    ...pick(payload, ['index', 'limit', 'nextToken', 'consistentRead', 'select', 'scanIndexForward']),
  };
}

function scan(payload: JsonObject): JsonObject {
  const names = new NumberedNames();
  const settings = ['index', 'limit', 'nextToken', 'consistentRead', 'select', 'totalSegments', 'segment'];
  return {
    operation: 'Scan',
    ...filtered(payload, names),
    ...projected(payload, names),
    ...pick(payload, [...settings, 'scanIndexForward']),
  };
}

function keyOf(payload: JsonObject, what: string): JsonObject {
  return typedMap(requireObject(payload['key'], `${what}, as key,`));
}

/** The settings that are there, and not `null`. */
function pick(payload: JsonObject, names: readonly string[]): JsonObject {
  const settings = Object.entries(payload).filter(([name, value]) => names.includes(name) && value !== null);
  return Object.fromEntries(settings);
}

function conditional({ condition }: JsonObject, names: NumberedNames): JsonObject {
  return isJsonObject(condition) ? { condition: names.expression(writeCondition(condition, names)) } : {};
}

function filtered({ filter }: JsonObject, names: NumberedNames): JsonObject {
  return isJsonObject(filter) ? { filter: names.expression(writeCondition(filter, names)) } : {};
}

/** Paths such as `address.lines[1]`. */
function projected({ projection }: JsonObject, names: NumberedNames): JsonObject {
  if (!isJsonArray(projection)) return {};
  const paths = projection.map((path) =>
    requireText(path, 'A projection').replace(/[^.[\]]+\]?/g, (part) =>
      names.take(part.endsWith(']') ? part : names.attribute(part)),
    ),
  );
  return { projection: names.expression(paths.join(', ')) };
}

function typed(value: JsonValue): JsonObject {
  return isJsonObject(value) && isSet(value) ? value : toDynamoDb(value);
}

function typedMap(item: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, typed(value)]));
}
