// What two versions of a resource's properties mean for the resource.
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import type { PropertySchemas, ResourceSchema } from './specification/resource-schema';

/** The properties that differ. */
export interface PropertyChange {
  /** Names, the innermost of those that AWS tells apart: `HealthCheckConfig.Type`. */
  readonly names: readonly string[];
  /** Those of them that only another resource can have. */
  readonly createOnly: readonly string[];
}

/**
 * Compares two versions of a resource's properties.
 * @param schema absent for a type of which nothing can be told: then everything may change in place
 */
export function changeBetween(
  before: JsonObject,
  after: JsonObject,
  schema: ResourceSchema | undefined,
): PropertyChange {
  const differences = [...differencesBetween(before, after, schema?.properties ?? {}, schema)];
  return {
    names: differences.map(({ name }) => name),
    createOnly: differences.filter(({ isCreateOnly }) => isCreateOnly).map(({ name }) => name),
  };
}

interface Difference {
  readonly name: string;
  readonly isCreateOnly: boolean;
}

function* differencesBetween(
  before: JsonObject,
  after: JsonObject,
  schemas: PropertySchemas,
  schema: ResourceSchema | undefined,
): Generator<Difference> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, recent] = [before[name], after[name]];
    if (isSame(old, recent)) continue;
    const property = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    const isCreateOnly = property?.createOnly === true;
    const inner = property?.value.type === 'ref' ? schema?.definitions[property.value.definition] : undefined;
    if (isCreateOnly || !inner || !isJsonObject(old) || !isJsonObject(recent)) {
      yield { name, isCreateOnly };
      continue;
    }
    for (const each of differencesBetween(old, recent, inner, schema)) yield { ...each, name: `${name}.${each.name}` };
  }
}

/** As on AWS, a number or boolean may be written as text. */
function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (typeof one === 'object' || typeof other === 'object') return isDeepStrictEqual(one, other);
  return one === undefined || other === undefined ? one === other : String(one) === String(other);
}
