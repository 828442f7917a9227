// The members of a request, checked as CloudWatch checks them.
import { isJsonObject, type JsonObject } from '../foundation/json';
import { memberOf, optionalList, optionalText, wrongType } from '../foundation/request-members';
import { invalidParameter, missingParameter } from './cloudwatch-error';

const SECOND = 1_000;

/** @throws CloudWatchError `MissingRequiredParameterException` */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** @throws AwsError `SerializationException` when the member is not a list of structures */
export function structures(input: JsonObject, name: string): readonly JsonObject[] {
  return optionalList(input, name).map((value) => {
    if (isJsonObject(value)) return value;
    throw wrongType(name, 'list of structures');
  });
}

/**
 * A timestamp, which the JSON protocol writes as seconds since 1970.
 * @returns milliseconds since 1970
 * @throws CloudWatchError `MissingRequiredParameterException`; AwsError `SerializationException`
 */
export function requiredTime(input: JsonObject, name: string): number {
  const value = memberOf(input, name);
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
  const other = Object.keys(input).find((name) => !known.includes(name) && memberOf(input, name) !== undefined);
  if (other !== undefined) throw invalidParameter(`The engine does not support the parameter ${other}.`);
}
