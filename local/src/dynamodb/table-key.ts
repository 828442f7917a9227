// The attributes that make the key of a table.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import { textOf } from './attribute-value';
import type { Tables } from './tables';

/** The names of the key's attributes. @throws AwsError `ResourceNotFoundException` */
export async function keyNamesOf(tableName: string, call: Tables['call']): Promise<readonly string[]> {
  const { Table: table } = await call('DescribeTable', { TableName: tableName });
  const schema = isJsonObject(table) ? table['KeySchema'] : undefined;
  const parts = isJsonArray(schema) ? schema.filter(isJsonObject) : [];
  return parts.map(({ AttributeName: name }) => textOf(name));
}

/** The key of an item; null where it lacks an attribute. */
export function keyIn(item: JsonValue | undefined, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, (isJsonObject(item) ? item[name] : undefined) ?? null]));
}
