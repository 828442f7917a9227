// The schemas that stacks are checked against.
import { isJsonObject } from '../../foundation/json';
import knownNames from './resource-names.json';
import type { ResourceSchema, ResourceSchemas } from './resource-schema';
import keptSchemas from './resource-schemas.json';

/**
 * The schemas of resource types; a type that AWS does not know is not among them. Those that the engine supports, and the names
 * of all, are kept in files (`npm run generate`), for the whole specification takes most of a second to load.
 */
export async function resourceSchemasOf(types: ReadonlySet<string>): Promise<ResourceSchemas> {
  const kept = parseSchemas(keptSchemas);
  const others = [...types].filter((type) => !kept.has(type) && isKnown(type));
  if (others.length === 0) return kept;
  // In a process that was started by `node --require tsx/cjs`, `import()` finds no TypeScript.
  const { loadSpecification, specifiedSchemas } = require('./specification') as typeof import('./specification');
  return specifiedSchemas(await loadSpecification(), types);
}

/** Of a type that AWS knows and the engine does not: whoever asks only wants to know that there is one. */
const UNSEEN: ResourceSchema = { properties: {}, definitions: {}, attributes: [] };

/** The schemas of resource types that the engine supports, and nothing in those of others that AWS knows. */
export function supportedSchemasOf(types: ReadonlySet<string>): Promise<ResourceSchemas> {
  const kept = parseSchemas(keptSchemas);
  const others = [...types].filter((type) => !kept.has(type) && isKnown(type));
  return Promise.resolve(new Map([...kept, ...others.map((type) => [type, UNSEEN] as const)]));
}

/** Does AWS know a resource type by this name? */
function isKnown(type: string): boolean {
  const end = type.lastIndexOf('::');
  const names = new Map<string, string>(Object.entries(knownNames)).get(type.slice(0, end));
  return names?.split(' ').includes(type.slice(end + 2)) === true;
}

/** @throws TypeError if this is not a file of schemas */
function parseSchemas(file: unknown): ResourceSchemas {
  if (!isJsonObject(file)) throw new TypeError('resource-schemas.json is not an object.');
  return new Map(Object.entries(file as Readonly<Record<string, unknown>> as Readonly<Record<string, ResourceSchema>>));
}
