// The messages of the real-time protocol of GraphQL APIs, as docs/PROTOCOL.md states them, and the one check of what clients send.
import { isJsonObject, type JsonObject, type JsonValue, jsonIn } from '../../foundation/json';
import { Unauthorized } from '../authorization/authorization';
import { MalformedRequest, RequestRefused, ResolverError } from '../execution/graphql-error';
import { CONNECTION_TIMEOUT, MAX_SUBSCRIPTION_ID_LENGTH } from '../limits';
import { FilterRefused } from './filter';
import { duplicatedOperation, unknownOperation } from './operation-errors';
import type { ClientMessage, FrameError, Protocol } from './realtime-api';
import { SeveralRootFields } from './subscription-request';

/** GraphQL's protocol (RT-02). */
export const GRAPHQL_WS: Protocol = {
  subprotocol: 'graphql-ws',
  needsInit: true,
  dataMember: 'payload',
  read: readMessage,
  ...{ connectionAck, connectionError, keepAlive, startErrors, ended },
  started: startAck,
  startFailed: errorFrame,
  stopped: complete,
  stopFailed: (id) => errorFrame(id, [unknownOperation(id)]),
  publishFailed: (id, error) => errorFrame(id, [error]),
};

/** @param text a frame from a client */
function readMessage(text: string): ClientMessage {
  const message = jsonIn(text);
  if (!isJsonObject(message)) return { type: 'invalid', frame: errorFrame(undefined, [unsupported()]) };
  const { type, id } = message;
  if (type === 'connection_init') return { type };
  const known = typeof id === 'string' && id.length <= MAX_SUBSCRIPTION_ID_LENGTH ? id : undefined;
  if (type !== 'start' && type !== 'stop') return { type: 'invalid', frame: errorFrame(known, [unsupported()]) };
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
  return { type: 'invalid', frame: errorFrame(id, [{ errorType: 'BadRequestException', message }]) };
}

/** https://github.com/enisdenjo/graphql-ws/issues/602 */
function unsupported(): FrameError {
  return { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' };
}

/** RT-10 */
function connectionAck(): string {
  return JSON.stringify({ type: 'connection_ack', payload: { connectionTimeoutMs: CONNECTION_TIMEOUT } });
}

/** RT-11 */
function keepAlive(): string {
  return JSON.stringify({ type: 'ka' });
}

/** RT-12 */
function connectionError(error: JsonObject): string {
  return JSON.stringify({ payload: { errors: [error] }, type: 'connection_error' });
}

/** RT-21 */
function startAck(id: string): string {
  return JSON.stringify({ id, type: 'start_ack' });
}

/** RT-23 */
function complete(id: string): string {
  return JSON.stringify({ id, type: 'complete' });
}

/** RT-40: the subscription was ended by the server. */
function ended(id: string): string {
  return JSON.stringify({ id, type: 'complete', payload: { message: 'Subscription complete.' } });
}

/** RT-50: `errors` is an object for the errors that AppSync was seen to write so. */
function errorFrame(id: string | undefined, errors: readonly FrameError[] | FrameError): string {
  return JSON.stringify({ ...(id !== undefined && { id }), type: 'error', payload: { errors } });
}

/**
 * Why a `start` failed, as its `error` frame says it.
 * @returns `undefined` for what is a fault of the engine
 */
function startErrors(id: string, error: unknown): readonly FrameError[] | undefined {
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
