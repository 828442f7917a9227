// The members of a request in AWS's JSON protocols: their types, as every service checks them.
// https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html
import { AwsError } from './errors';
import { isJsonArray, type JsonArray, type JsonObject, type JsonValue } from './json';

/** A member that is there; `null` stands for one that is not. */
export function memberOf(input: JsonObject, name: string): JsonValue | undefined {
  return (Object.hasOwn(input, name) ? input[name] : undefined) ?? undefined;
}

/** @throws AwsError `SerializationException` when the member is not a string */
export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = memberOf(input, name);
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(name, 'string');
}

/** @throws AwsError `SerializationException` when the member is not an integer */
export function optionalInteger(input: JsonObject, name: string): number | undefined {
  const value = memberOf(input, name);
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
  throw wrongType(name, 'integer');
}

/** @throws AwsError `SerializationException` when the member is not a list */
export function optionalList(input: JsonObject, name: string): JsonArray {
  const value = memberOf(input, name) ?? [];
  if (isJsonArray(value)) return value;
  throw wrongType(name, 'list');
}

/** @throws AwsError `SerializationException` when the member is not a list of strings */
export function optionalTexts(input: JsonObject, name: string): readonly string[] {
  return optionalList(input, name).map((value) => {
    if (typeof value === 'string') return value;
    throw wrongType(name, 'list of strings');
  });
}

/** The error for a member that is not of the type that its shape has. */
export function wrongType(name: string, type: string): AwsError {
  return new AwsError('SerializationException', `The parameter ${name} is not of type ${type}.`);
}
