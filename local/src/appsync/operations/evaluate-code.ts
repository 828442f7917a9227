// EvaluateCode: runs a handler as AppSync would: https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html
import { AwsError } from '../../foundation/errors';
import { isJsonObject, type JsonObject, type JsonValue, jsonIn } from '../../foundation/json';
import type { Operation } from '../../foundation/service-api';
import {
  type CodeError,
  type Evaluation,
  InvalidCode,
  type JavaScript,
  type ResolverHandler,
} from '../javascript/javascript';
import { MAX_CODE_LENGTH, MAX_CONTEXT_LENGTH, MIN_CONTEXT_LENGTH } from '../javascript/limits';

const RUNTIME_NAME = 'APPSYNC_JS';
const RUNTIME_VERSION = '1.0.0';

/** A request whose members are what they have to be. */
interface EvaluateCodeRequest {
  readonly code: string;
  readonly context: JsonObject;
  readonly handler: ResolverHandler;
}

/** The operation. It throws AwsError `BadRequestException`; errors of the code are part of its answer. */
export function evaluateCode(javaScript: JavaScript): Operation {
  return (input) => new Promise((resolve) => resolve(answer(javaScript, readRequest(input))));
}

function answer(javaScript: JavaScript, { code, context, handler }: EvaluateCodeRequest): JsonObject {
  try {
    return describe(javaScript.compile(code).evaluate(handler, context));
  } catch (error) {
    if (!(error instanceof InvalidCode)) throw error;
    return { error: describeError(`Error: ${error.message}`, error.codeErrors) };
  }
}

function describe({ error, logs, outErrors, result, stash }: Evaluation): JsonObject {
  if (error && isMissingExport(error.codeErrors)) return { error: describeError(error.message, error.codeErrors) };
  return {
    ...(error ? { error: describeError(error.message, error.codeErrors) } : { evaluationResult: text(result) }),
    logs,
    stash: JSON.stringify(stash),
    outErrors: JSON.stringify(outErrors),
  };
}

function isMissingExport([codeError]: readonly CodeError[]): boolean {
  return codeError?.errorType === 'MISSING_MAPPING_EXPORT';
}

function describeError(message: string, codeErrors: readonly CodeError[]): JsonObject {
  if (codeErrors.length === 0) return { message };
  return { message, codeErrors: codeErrors.map((error) => ({ ...error, location: { ...error.location } })) };
}

function text(value: JsonValue | undefined): string {
  return JSON.stringify(value ?? null);
}

function readRequest(input: JsonObject): EvaluateCodeRequest {
  const { code, context, runtime } = input;
  readRuntime(runtime);
  if (typeof code !== 'string' || code.length === 0 || code.length > MAX_CODE_LENGTH) {
    throw badRequest(`The member code must be a string of 1 to ${MAX_CODE_LENGTH} characters.`);
  }
  return { code, context: readContext(context), handler: readHandler(input['function']) };
}

function readRuntime(runtime: JsonValue | undefined): void {
  const { name, runtimeVersion } = isJsonObject(runtime) ? runtime : {};
  if (name !== RUNTIME_NAME) throw badRequest(`The member runtime.name must be ${RUNTIME_NAME}.`);
  if (runtimeVersion !== RUNTIME_VERSION) {
    throw badRequest(`The member runtime.runtimeVersion must be ${RUNTIME_VERSION}.`);
  }
}

function readContext(context: JsonValue | undefined): JsonObject {
  if (typeof context !== 'string' || context.length < MIN_CONTEXT_LENGTH || context.length > MAX_CONTEXT_LENGTH) {
    throw badRequest(
      `The member context must be a string of ${MIN_CONTEXT_LENGTH} to ${MAX_CONTEXT_LENGTH} characters.`,
    );
  }
  const value = jsonIn(context);
  if (!isJsonObject(value)) throw badRequest('The member context must be the JSON of an object.');
  return value;
}

/** AppSync evaluates no handler of a channel namespace. What it takes when the member is missing is not documented. */
function readHandler(handler: JsonValue | undefined): ResolverHandler {
  if (handler === undefined || handler === 'request') return 'request';
  if (handler === 'response') return handler;
  throw badRequest('The member function must be request or response.');
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}
