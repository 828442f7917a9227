// A resource's properties, read by type. As on AWS, a number or boolean may be written as text, and the other way round.
import { UserError } from '../errors';
import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../json';
import type { ResourceRequest } from './resource-type';

/** Reads the properties of one resource. Each reader throws UserError `PROPERTY_INVALID` for a value of another type. */
export interface Properties {
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  flag(name: string): boolean | undefined;
  /** An object, or the JSON text of one. */
  object(name: string): JsonObject | undefined;
  list(name: string): JsonArray | undefined;
  /** The value of a reader, which must be there. */
  required<Value>(name: string, value: Value | undefined): Value;
  /** An error that names the resource and the property. */
  invalid(name: string, expectation: string): UserError;
}

/** Reads a resource's properties. */
export function propertiesOf({ logicalId, properties }: ResourceRequest): Properties {
  const invalid = (name: string, expectation: string) =>
    new UserError('PROPERTY_INVALID', `Resource ${logicalId}: property ${name} ${expectation}.`);
  const read = <Value>(name: string, kind: string, convert: (value: JsonValue) => Value | undefined) => {
    const given = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (given === undefined) return undefined;
    const value = convert(given);
    if (value === undefined) throw invalid(name, `must be ${kind}, not ${JSON.stringify(given)}`);
    return value;
  };
  return {
    text: (name) => read(name, 'a string', asText),
    integer: (name) => read(name, 'a whole number', asInteger),
    flag: (name) => read(name, 'true or false', asFlag),
    object: (name) => read(name, 'an object', asObject),
    list: (name) => read(name, 'a list', (value) => (isJsonArray(value) ? value : undefined)),
    required: (name, value) => {
      if (value === undefined) throw invalid(name, 'is required');
      return value;
    },
    invalid,
  };
}

function asText(value: JsonValue): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function asInteger(value: JsonValue): number | undefined {
  const text = typeof value === 'boolean' ? undefined : asText(value);
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

function asFlag(value: JsonValue): boolean | undefined {
  const text = asText(value)?.toLowerCase();
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

function asObject(value: JsonValue): JsonObject | undefined {
  if (isJsonObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    // Reported by the reader, with the text.
    return undefined;
  }
}
