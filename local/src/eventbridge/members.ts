// The members of a structure in a request or template.
import type { JsonObject } from '../foundation/json';
import { validationError, wrongType } from './validation-error';

/** @throws AwsError `SerializationException` when the member is not a string */
export function optionalText(object: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(name, 'string');
  return value;
}

/**
 * @param owner what the member belongs to, for the sentence
 * @throws AwsError `ValidationException` when the member is missing
 */
export function requiredText(object: JsonObject, name: string, owner: string): string {
  const value = optionalText(object, name);
  if (value === undefined || value === '') throw validationError(`${name} is missing in ${owner}.`);
  return value;
}

/**
 * A number, which templates may write as text.
 * @throws AwsError `SerializationException` when the member is not an integer
 */
export function optionalInteger(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) throw wrongType(name, 'integer');
  return number;
}

/** @throws AwsError `ValidationException` naming a member that the engine does not have */
export function refuseOthers(object: JsonObject, known: readonly string[], owner: string): void {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other !== undefined) throw validationError(`The engine does not support the property ${other} of ${owner}.`);
}
