// The key of an item.
import { isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';

/** The key of an item; null where it lacks an attribute. */
export function keyIn(item: JsonValue | undefined, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, (isJsonObject(item) ? item[name] : undefined) ?? null]));
}
