// What a built-in of APPSYNC_JS is: a function of the host that takes and answers JSON.
import type { Clock } from '../../../foundation/clock';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../foundation/json';
import type { Position } from '../code-error';
import type { EvaluationEffects } from '../evaluation-effects';

/** What a built-in knows of the evaluation that calls it. */
export interface Call {
  readonly clock: Clock;
  readonly context: JsonObject;
  readonly effects: EvaluationEffects;
  /** Where a call of `console` stands in the code, by the stack of the call. */
  locate(stack: string): Position;
}

/**
 * A built-in. `undefined` and missing arguments at the end arrive as `null` or not at all.
 * @returns nothing for `undefined`
 * @throws BuiltinError for arguments that it cannot take
 */
export type Builtin = (args: readonly JsonValue[], call: Call) => JsonValue | undefined;

/** Built-ins by their full name, such as `util.time.nowISO8601`. */
export type Builtins = Readonly<Record<string, Builtin>>;

/** An exception at the place of the call. */
export class BuiltinError extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'BuiltinError';
  }
}

/**
 * @param what such as `util.urlEncode`
 * @throws BuiltinError unless the value is a string
 */
export function requireText(value: JsonValue | undefined, what: string): string {
  if (typeof value === 'string') return value;
  throw new BuiltinError(`${what} takes a string.`);
}

/**
 * @param what such as `util.math.roundNum`
 * @throws BuiltinError unless the value is a finite number
 */
export function requireNumber(value: JsonValue | undefined, what: string): number {
  if (typeof value === 'number') return value;
  throw new BuiltinError(`${what} takes a number.`);
}

/**
 * @param what such as `util.http.copyHeaders`
 * @throws BuiltinError unless the value is an object
 */
export function requireObject(value: JsonValue | undefined, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new BuiltinError(`${what} takes an object.`);
}

/**
 * @param what such as `util.dynamodb.fromS3ObjectJson`
 * @throws BuiltinError unless the text is JSON
 */
export function requireJson(text: string, what: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new BuiltinError(`${what} takes JSON.`, { cause });
  }
}
