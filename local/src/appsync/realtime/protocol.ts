// The messages of AppSync's real-time protocol, as docs/PROTOCOL.md states them, and the one check of what clients send.
import { isJsonObject, type JsonObject, type JsonValue, jsonIn } from '../../foundation/json';
import { Unauthorized } from '../authorization/authorization';
import { MalformedRequest, RequestRefused, ResolverError } from '../execution/graphql-error';
import {
  CONNECTION_TIMEOUT,
  MAX_SUBSCRIBED_LENGTH,
  MAX_SUBSCRIPTION_ID_LENGTH,
  MAX_SUBSCRIPTIONS_PER_CONNECTION,
} from '../limits';
import { FilterRefused } from './filter';
import { SeveralRootFields } from './subscription-request';

/** The WebSocket subprotocol (RT-02). */
export const SUBPROTOCOL = 'graphql-ws';

/** What begins the subprotocol that carries credentials (RT-04). */
export const HEADER_SUBPROTOCOL = 'header-';

/** What a client says. */
export type ClientMessage =
  | { readonly type: 'connection_init' }
  | StartMessage
  | { readonly type: 'stop'; readonly id: string }
  | { readonly type: 'invalid'; readonly id: string | undefined; readonly error: FrameError };

/** The wish to subscribe. */
export interface StartMessage {
  readonly type: 'start';
  readonly id: string;
  /** JSON text of `{ query, variables }`; what an IAM signature covers. */
  readonly data: string;
  /** `payload.extensions.authorization` */
  readonly authorization: JsonObject | undefined;
}

/** An error in a frame. */
export type FrameError = JsonObject & { readonly message: string };

/**
 * Checks a frame from a client. Never throws, whatever came.
 * @param text the frame
 */
export function readMessage(text: string): ClientMessage {
  const message = jsonIn(text);
  if (!isJsonObject(message)) return { type: 'invalid', id: undefined, error: unsupported() };
  const { type, id } = message;
  if (type === 'connection_init') return { type };
  const known = typeof id === 'string' && id.length <= MAX_SUBSCRIPTION_ID_LENGTH ? id : undefined;
  if (type !== 'start' && type !== 'stop') return { type: 'invalid', id: known, error: unsupported() };
  if (known === undefined || known === '') {
    return invalid(
      undefined,
      `The id of a ${type} message must be a string of at most ${MAX_SUBSCRIPTION_ID_LENGTH} characters.`,
    );
  }
  return type === 'stop' ? { type, id: known } : readStart(known, message['payload']);
}

function readStart(id: string, payload: JsonValue | undefined): ClientMessage {
  const { data, extensions } = isJsonObject(payload) ? payload : {};
  if (typeof data !== 'string') return invalid(id, 'The data of a start message must be a string.');
  const authorization = isJsonObject(extensions) ? extensions['authorization'] : undefined;
  return { type: 'start', id, data, authorization: isJsonObject(authorization) ? authorization : undefined };
}

function invalid(id: string | undefined, message: string): ClientMessage {
  return { type: 'invalid', id, error: { errorType: 'BadRequestException', message } };
}

/** https://github.com/enisdenjo/graphql-ws/issues/602 */
function unsupported(): FrameError {
  return { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' };
}

/** RT-10 */
export function connectionAck(): string {
  return JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT } });
}

/** RT-11 */
export function keepAlive(): string {
  return JSON.stringify({ type: 'ka' });
}

/** RT-12 */
export function connectionError(error: JsonObject): string {
  return JSON.stringify({ payload: { errors: [error] }, type: 'connection_error' });
}

/** RT-21 */
export function startAck(id: string): string {
  return JSON.stringify({ id, type: 'start_ack' });
}

/** RT-23 */
export function complete(id: string): string {
  return JSON.stringify({ id, type: 'complete' });
}

/** RT-40: the subscription was ended by the server. */
export function ended(id: string): string {
  return JSON.stringify({ id, type: 'complete', payload: { message: 'Subscription complete.' } });
}

/** RT-50: `errors` is an object for the errors that AppSync was seen to write so. */
export function errorFrame(id: string | undefined, errors: readonly FrameError[] | FrameError): string {
  return JSON.stringify({ ...(id !== undefined && { id }), type: 'error', payload: { errors } });
}

/** RT-53: https://github.com/aws-amplify/amplify-js/issues/12818 */
export function duplicatedOperation(id: string): FrameError {
  return { errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` };
}

/** RT-54: https://github.com/aws-amplify/amplify-js/issues/8370 */
export function tooManySubscriptions(): FrameError {
  return {
    errorType: 'MaxSubscriptionsReachedError',
    message: `Max number of ${MAX_SUBSCRIPTIONS_PER_CONNECTION} subscriptions reached`,
  };
}

/** RT-62: the connection's subscriptions are too long together. */
export function subscriptionsTooLong(): FrameError {
  return {
    errorType: 'LimitExceededError',
    message: `The subscriptions of a connection have at most ${MAX_SUBSCRIBED_LENGTH} characters together.`,
  };
}

/** RT-24: the answer to a `stop` of something that does not run. */
export function unknownOperation(id: string): FrameError {
  return { errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` };
}

/**
 * Why a `start` failed, as its `error` frame says it.
 * @returns `undefined` for what is a fault of the engine
 */
export function startErrors(id: string, error: unknown): readonly FrameError[] | undefined {
  if (error instanceof Unauthorized) return [{ errorType: error.errorType, message: error.message }];
  if (error instanceof MalformedRequest) return [{ errorType: error.errorType, message: error.message }];
  if (error instanceof ResolverError) return [resolverFrameError(error)];
  if (error instanceof FilterRefused) return [{ message: error.message, errorCode: error.errorCode }];
  if (error instanceof SeveralRootFields) return [duplicatedOperation(id)];
  if (error instanceof RequestRefused) return error.errors.map(({ message }) => ({ message }));
  return undefined;
}

function resolverFrameError({ errorType, message }: ResolverError): FrameError {
  return errorType === null ? { message } : { errorType, message };
}

/** What a client learns of a fault of the engine. */
export const INTERNAL_FAILURE: FrameError = { errorType: 'InternalFailure', message: 'An internal failure occurred.' };
