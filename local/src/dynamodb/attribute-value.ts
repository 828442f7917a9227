// DynamoDB's typed values: how resolvers write them, and the plain JSON that they read.
// https://docs.aws.amazon.com/appsync/latest/devguide/js-aws-appsync-resolver-reference-dynamodb-typed-values-responses.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';

/** An item, or part of one, as resolvers see it: numbers are numbers, sets are lists, binary is Base64. */
export function plainItem(item: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(typed: JsonValue): JsonValue {
  const [entry] = isJsonObject(typed) ? Object.entries(typed) : [];
  if (!entry) return null;
  const [type, value] = entry;
  switch (type) {
    case 'N':
      return Number(value);
    case 'NS':
      return isJsonArray(value) ? value.map(Number) : [];
    case 'L':
      return isJsonArray(value) ? value.map(plainValue) : [];
    case 'M':
      return isJsonObject(value) ? plainItem(value) : {};
    case 'NULL':
      return null;
    default:
      return value;
  }
}

/**
 * Values as resolvers write them, made into what DynamoDB's API takes: there numbers are text and null is true.
 * `util.dynamodb` writes `{"N": 5}` and `{"NULL": null}`: https://github.com/localstack/appsync-utils
 * @param path where the values stand in the request, for the sentence of an error
 * @throws AttributeValueInvalid
 */
export function typedItem(values: JsonObject, path: string): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typedValue(value, `${path}[${name}]`)]),
  );
}

/** A value without a type. */
export class AttributeValueInvalid extends Error {
  constructor(path: string, value: JsonValue) {
    const kind = value === null ? 'NULL' : (isJsonArray(value) ? 'array' : typeof value).toUpperCase();
    super(`Expected JSON object for attribute value '$${path}' but got a '${kind}' instead.`);
    this.name = 'AttributeValueInvalid';
  }
}

function typedValue(typed: JsonValue, path: string): JsonValue {
  if (!isJsonObject(typed)) throw new AttributeValueInvalid(path, typed);
  const [entry] = Object.entries(typed);
  if (!entry) throw new AttributeValueInvalid(path, typed);
  const [type, value] = entry;
  switch (type) {
    case 'N':
      return { N: numberText(value) };
    case 'NS':
      return isJsonArray(value) ? { NS: value.map(numberText) } : typed;
    case 'L':
      return isJsonArray(value) ? { L: value.map((each, index) => typedValue(each, `${path}[L][${index}]`)) } : typed;
    case 'M':
      return isJsonObject(value) ? { M: typedItem(value, `${path}[M]`) } : typed;
    case 'NULL':
      return { NULL: true };
    default:
      return typed;
  }
}

/** Anything but a number stays as it is, for DynamoDB to refuse. */
function numberText(value: JsonValue): JsonValue {
  return typeof value === 'number' ? String(value) : value;
}

/** A member that is a text; an empty one for any other. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
