// What AWS's own schema says of a resource type: its properties, with their types, and its attributes.
import { isJsonObject } from '../../foundation/json';
import knownNames from './resource-names.json';
import keptSchemas from './resource-schemas.json';

/** The type of a property's value. */
export type ValueSchema =
  | { readonly type: 'string'; readonly allowedValues?: readonly string[] }
  | { readonly type: 'integer' | 'number' | 'boolean' | 'date-time' | 'json' | 'tag' }
  | { readonly type: 'array' | 'map'; readonly element: ValueSchema }
  /** One of several; `types` has at least one. */
  | { readonly type: 'union'; readonly types: readonly ValueSchema[] }
  /** An object of the resource type's definitions. */
  | { readonly type: 'ref'; readonly definition: string };

/** A property, of a resource or of an object within it. */
export interface PropertySchema {
  readonly required?: boolean;
  readonly value: ValueSchema;
}

/** The properties of a resource, or of an object within it, by name. */
export type PropertySchemas = Readonly<Record<string, PropertySchema>>;

/** A resource type. */
export interface ResourceSchema {
  readonly properties: PropertySchemas;
  /** The objects within the properties, by name. */
  readonly definitions: Readonly<Record<string, PropertySchemas>>;
  /** What `Fn::GetAtt` takes; may have dots. */
  readonly attributes: readonly string[];
}

/** Resource types by name, such as `AWS::SQS::Queue`. */
export type ResourceSchemas = ReadonlyMap<string, ResourceSchema>;

/**
 * The schemas of resource types; a type that AWS does not know is not among them. Those that the engine supports, and the names
 * of all, are kept in files (`npm run generate`), for the whole specification takes most of a second to load.
 */
export async function resourceSchemasOf(types: ReadonlySet<string>): Promise<ResourceSchemas> {
  const kept = parseSchemas(keptSchemas);
  const others = [...types].filter((type) => !kept.has(type) && isKnown(type));
  if (others.length === 0) return kept;
  const { loadSpecification, specifiedSchemas } = await import('./specification');
  return specifiedSchemas(await loadSpecification(), types);
}

/** Does AWS know a resource type by this name? */
function isKnown(type: string): boolean {
  const end = type.lastIndexOf('::');
  const names = new Map<string, string>(Object.entries(knownNames)).get(type.slice(0, end));
  return names?.split(' ').includes(type.slice(end + 2)) === true;
}

/** @throws TypeError for what is no file of schemas */
function parseSchemas(file: unknown): ResourceSchemas {
  if (!isJsonObject(file)) throw new TypeError('resource-schemas.json is not an object.');
  return new Map(Object.entries(file as Readonly<Record<string, unknown>> as Readonly<Record<string, ResourceSchema>>));
}
