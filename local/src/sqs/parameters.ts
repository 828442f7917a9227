// The members of a request, checked as SQS checks them.
import type { JsonObject } from '../foundation/json';
import { memberOf, optionalInteger, optionalText } from '../foundation/request-members';
import { invalidParameterValue, missingParameter, unsupportedOperation } from './sqs-error';

/** @throws SqsError `MissingRequiredParameterException` */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/**
 * @param reason the second half of AWS's sentence
 * @throws SqsError `InvalidParameterValueException` when the number is out of bounds
 */
export function boundedInteger(
  input: JsonObject,
  name: string,
  bounds: { readonly min: number; readonly max: number; readonly reason: string },
): number | undefined {
  const value = optionalInteger(input, name);
  if (value === undefined) return undefined;
  if (value >= bounds.min && value <= bounds.max) return value;
  throw invalidParameterValue(`Value ${value} for parameter ${name} is invalid. Reason: ${bounds.reason}`);
}

/** @throws SqsError `UnsupportedOperation` for a parameter that the engine does not have */
export function refuseParameters(input: JsonObject, names: readonly string[]): void {
  const name = names.find((candidate) => memberOf(input, candidate) !== undefined);
  if (name !== undefined) throw unsupportedOperation(`The engine does not support the parameter ${name}.`);
}
