// The members of a request, checked as CloudWatch checks them.
import { AwsError } from '../foundation/errors';
import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../foundation/json';
import { invalidParameter, missingParameter } from './cloudwatch-error';

const SECOND = 1_000;

/** @throws CloudWatchError `MissingRequiredParameterException` */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `SerializationException` when the member is not a string */
export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined || typeof value === 'string') return value;
  throw wrongType(name, 'string');
}

/** @throws AwsError `SerializationException` when the member is not a list of strings */
export function texts(input: JsonObject, name: string): readonly string[] {
  return list(input, name).map((value) => {
    if (typeof value === 'string') return value;
    throw wrongType(name, 'list of strings');
  });
}

/** @throws AwsError `SerializationException` when the member is not a list of structures */
export function structures(input: JsonObject, name: string): readonly JsonObject[] {
  return list(input, name).map((value) => {
    if (isJsonObject(value)) return value;
    throw wrongType(name, 'list of structures');
  });
}

/** @throws AwsError `SerializationException` when the member is not an integer */
export function optionalInteger(input: JsonObject, name: string): number | undefined {
  const value = member(input, name);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw wrongType(name, 'integer');
}

/**
 * A timestamp, which the JSON protocol writes as seconds since 1970.
 * @returns milliseconds since 1970
 * @throws CloudWatchError `MissingRequiredParameterException`; AwsError `SerializationException`
 */
export function requiredTime(input: JsonObject, name: string): number {
  const value = member(input, name);
  if (value === undefined) throw missingParameter(name);
  if (typeof value === 'number') return value * SECOND;
  throw wrongType(name, 'timestamp');
}

/** As the JSON protocol writes it. @param time milliseconds since 1970 */
export function timestampOf(time: number): number {
  return time / SECOND;
}

/** @throws CloudWatchError `InvalidParameterValueException` for a parameter that the engine does not have */
export function refuseOthers(input: JsonObject, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name) && member(input, name) !== undefined);
  if (other !== undefined) throw invalidParameter(`The engine does not support the parameter ${other}.`);
}

function list(input: JsonObject, name: string): JsonArray {
  const value = member(input, name) ?? [];
  if (isJsonArray(value)) return value;
  throw wrongType(name, 'list');
}

function member(input: JsonObject, name: string): JsonValue | undefined {
  return (Object.hasOwn(input, name) ? input[name] : undefined) ?? undefined;
}

function wrongType(name: string, type: string): AwsError {
  return new AwsError('SerializationException', `The parameter ${name} is not of type ${type}.`);
}
