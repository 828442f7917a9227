// `util.dynamodb`: https://docs.aws.amazon.com/appsync/latest/devguide/dynamodb-helpers-in-util-dynamodb-js.html
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError, type Builtin, type Builtins, requireJson, requireText } from '../builtin';

/** Values in DynamoDB's types. Numbers stay numbers, as recorded on AWS: `{ "N": 12345 }`. */
export const dynamodb: Builtins = {
  'util.dynamodb.toDynamoDB': ([value = null]) => toDynamoDb(value),
  'util.dynamodb.toString': typed('S'),
  'util.dynamodb.toStringSet': typed('SS'),
  'util.dynamodb.toNumber': typed('N'),
  'util.dynamodb.toNumberSet': typed('NS'),
  'util.dynamodb.toBinary': typed('B'),
  'util.dynamodb.toBinarySet': typed('BS'),
  'util.dynamodb.toBoolean': typed('BOOL'),
  'util.dynamodb.toNull': () => ({ NULL: null }),
  'util.dynamodb.toList': ([value]) => (Array.isArray(value) ? toDynamoDb(value) : null),
  'util.dynamodb.toMap': ([value]) => (isJsonObject(value) ? toDynamoDb(value) : null),
  'util.dynamodb.toMapValues': ([value]) => (isJsonObject(value) ? toMapValues(value) : null),
  'util.dynamodb.toS3Object': ([key, bucket, region, version]) => ({
    S: JSON.stringify({
      s3: {
        key: requireText(key, 'util.dynamodb.toS3Object'),
        bucket: requireText(bucket, 'util.dynamodb.toS3Object'),
        region: requireText(region, 'util.dynamodb.toS3Object'),
        ...(typeof version === 'string' && { version }),
      },
    }),
  }),
  'util.dynamodb.fromS3ObjectJson': ([value]) => fromS3ObjectJson(requireText(value, 'util.dynamodb.fromS3ObjectJson')),
};

function typed(type: string): Builtin {
  return ([value = null]) => (value === null ? null : { [type]: value });
}

/** A value with DynamoDB's types. */
export function toDynamoDb(value: JsonValue): JsonObject {
  if (value === null) return { NULL: null };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (isJsonObject(value)) return { M: toMapValues(value) };
  return { L: value.map(toDynamoDb) };
}

/** An object whose values have DynamoDB's types. */
function toMapValues(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toDynamoDb(item)]));
}

function fromS3ObjectJson(text: string): JsonValue {
  const object = requireJson(text, 'util.dynamodb.fromS3ObjectJson');
  const s3 = isJsonObject(object) ? object['s3'] : undefined;
  if (!isJsonObject(s3)) throw new BuiltinError('util.dynamodb.fromS3ObjectJson takes the JSON of an S3 object.');
  return s3;
}
