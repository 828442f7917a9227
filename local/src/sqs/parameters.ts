// The members of a request, checked as SQS checks them.
import { isJsonArray, type JsonArray, type JsonObject, type JsonValue } from '../foundation/json';
import { AwsError } from '../foundation/errors';
import { invalidParameterValue, missingParameter, unsupportedOperation } from './sqs-error';

/** @throws SqsError `MissingRequiredParameterException` */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `SerializationException` when the member is not a string */
export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = member(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw wrongType(name, 'string');
  return value;
}

/** @throws AwsError `SerializationException` when the member is not a list of strings */
export function optionalTexts(input: JsonObject, name: string): readonly string[] {
  return optionalList(input, name).map((value) => {
    if (typeof value !== 'string') throw wrongType(name, 'list of strings');
    return value;
  });
}

/** @throws AwsError `SerializationException` when the member is not a list */
export function optionalList(input: JsonObject, name: string): JsonArray {
  const value = member(input, name);
  if (value === undefined) return [];
  if (!isJsonArray(value)) throw wrongType(name, 'list');
  return value;
}

/**
 * @param reason the second half of AWS's sentence
 * @throws SqsError `InvalidParameterValueException` when the number is out of bounds
 */
export function optionalInteger(
  input: JsonObject,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly reason: string },
): number | undefined {
  const value = member(input, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'integer');
  if (value >= bounds.min && value <= bounds.max) return value;
  throw invalidParameterValue(`Value ${value} for parameter ${name} is invalid. Reason: ${bounds.reason}`);
}

/** @throws SqsError `UnsupportedOperation` for a parameter that the engine does not have */
export function refuseParameters(input: JsonObject, names: readonly string[]): void {
  const name = names.find((candidate) => member(input, candidate) !== undefined);
  if (name !== undefined) throw unsupportedOperation(`The engine does not support the parameter ${name}.`);
}

/** @throws AwsError `SerializationException` */
export function wrongType(name: string, type: string): AwsError {
  return new AwsError('SerializationException', `The parameter ${name} is not of type ${type}.`);
}

function member(input: JsonObject, name: string): JsonValue | undefined {
  const value = Object.hasOwn(input, name) ? input[name] : undefined;
  return value === null ? undefined : value;
}
