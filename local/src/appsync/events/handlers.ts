// The handlers of a channel namespace: code, alone or around a data source, or a function that is called directly.
import type { JsonObject, JsonValue } from '../../foundation/json';
import { Unauthorized } from '../authorization/authorization';
import type { DataSource, DataSourceAnswer } from '../data-sources/data-source';
import { ResolverError } from '../execution/graphql-error';
import type { CompiledCode, EventHandler, Evaluation, Handler } from '../javascript/javascript';
import type { Replaceable } from '../replaceable';
import { EventError, HANDLER_EXECUTION_ERROR, handlerFailed } from './event-error';

/** Runs a handler, and gives what it returned. Rejects with Unauthorized or EventError. */
export type RunHandler = (context: JsonObject) => Promise<JsonValue>;

/** A handler of code. */
export interface CodeHandler {
  readonly code: CompiledCode;
  readonly name: EventHandler;
  /** Where the request goes; absent for a handler that is one function. */
  readonly dataSource: Replaceable<DataSource> | undefined;
  /** Tells the person at the terminal what the code logs, and why it failed. */
  readonly logged: (line: string) => void;
}

/** Over HTTP, `util.error` is answered with this: https://docs.aws.amazon.com/appsync/latest/eventapi/channel-namespace-handlers.html */
const FORBIDDEN = 403;
const UNAUTHORIZED = 401;
const NOT_AUTHORIZED = 'You are not authorized to make this call.';

/** A handler of code: https://docs.aws.amazon.com/appsync/latest/eventapi/writing-event-handlers.html */
export function codeHandler(handler: CodeHandler): RunHandler {
  const { name, dataSource } = handler;
  if (!dataSource) return (context) => Promise.resolve(evaluated(handler, name, context).value);
  return async (context) => {
    const request = evaluated(handler, `${name}.request`, context);
    if (request.isEarly) return request.value;
    const { result, error } = await answered(dataSource.current, request.value, handler.logged);
    return evaluated(handler, `${name}.response`, { ...context, stash: request.stash, result, error }).value;
  };
}

/**
 * A function that gets the context as it is: https://docs.aws.amazon.com/appsync/latest/eventapi/direct-lambda-integrations.html
 * @returns what the function returned; `undefined` as soon as it was called, for one that is not waited for
 */
export function directHandler(
  dataSource: Replaceable<DataSource>,
  isEvent: boolean,
  logged: (line: string) => void,
): (context: JsonObject) => Promise<JsonValue | undefined> {
  return async (payload) => {
    const invocationType = isEvent ? 'Event' : 'RequestResponse';
    const request = { operation: 'Invoke', payload, invocationType };
    const { result, error } = await answered(dataSource.current, request, logged);
    if (isEvent) return undefined;
    if (error === null) return result;
    logged(`${dataSource.current.name}: ${error.type}: ${error.message}`);
    throw handlerFailed();
  };
}

async function answered(
  source: DataSource,
  request: JsonValue,
  logged: CodeHandler['logged'],
): Promise<DataSourceAnswer> {
  try {
    return await source.invoke(request);
  } catch (error) {
    if (!(error instanceof ResolverError)) throw error;
    logged(`${source.name}: ${error.message}`);
    throw handlerFailed();
  }
}

/** What a handler ended with. */
interface Ended {
  readonly value: JsonValue;
  /** `runtime.earlyReturn`: neither the data source is asked nor the other handler run. */
  readonly isEarly: boolean;
  readonly stash: JsonObject;
}

function evaluated({ code, logged }: CodeHandler, handler: Handler, context: JsonObject): Ended {
  const { error, logs, result = null, earlyReturn, stash } = code.evaluate(handler, context);
  logs.forEach((line) => logged(line));
  if (error) throw refusalOf(error, handler, logged);
  return earlyReturn ? { value: earlyReturn.value, isEarly: true, stash } : { value: result, isEarly: false, stash };
}

/** `util.unauthorized`, `util.error`, or an exception, whose words are not the client's business (EV-46, EV-47, EV-48). */
function refusalOf(
  { message, errorType, codeErrors }: NonNullable<Evaluation['error']>,
  handler: Handler,
  logged: CodeHandler['logged'],
): Error {
  if (codeErrors.length > 0) {
    logged(`${handler}: ${message}`);
    return handlerFailed();
  }
  if (errorType !== 'Unauthorized') return new EventError(errorType ?? HANDLER_EXECUTION_ERROR, message, FORBIDDEN);
  const isPublisher = handler.startsWith('onPublish');
  return isPublisher ? new Unauthorized(NOT_AUTHORIZED) : new EventError(errorType, NOT_AUTHORIZED, UNAUTHORIZED);
}
