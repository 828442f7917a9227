// The messages of the protocol of Event APIs: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
import { isJsonArray, isJsonObject, type JsonObject, jsonIn } from '../../foundation/json';
import { Unauthorized } from '../authorization/authorization';
import { isDeeperThan } from '../json-depth';
import { CONNECTION_TIMEOUT, MAX_REQUEST_DEPTH } from '../limits';
import { unknownOperation } from '../realtime/operation-errors';
import type { ClientMessage, FrameError, Protocol } from '../realtime/realtime-api';
import { EventError } from './event-error';

/** What an operation is called: source above. */
const OPERATION_ID = /^[a-zA-Z0-9-_+]{1,128}$/;
const OPERATIONS: ReadonlySet<string> = new Set(['subscribe', 'unsubscribe', 'publish']);

/** The protocol of Event APIs (EV-02). */
export const AWS_APPSYNC_EVENT_WS: Protocol = {
  subprotocol: 'aws-appsync-event-ws',
  needsInit: false,
  dataMember: 'event',
  read: readMessage,
  connectionAck: () => JSON.stringify({ type: 'connection_ack', connectionTimeoutMs: CONNECTION_TIMEOUT }),
  connectionError: (error) => JSON.stringify({ type: 'connection_error', errors: [error] }),
  keepAlive: () => JSON.stringify({ type: 'ka' }),
  started: (id) => JSON.stringify({ type: 'subscribe_success', id }),
  startFailed: (id, errors) => errorFrame('subscribe_error', id, [errors].flat()),
  startErrors: (_id, error) => {
    const refused = refusalOf(error);
    return refused && [refused];
  },
  stopped: (id) => JSON.stringify({ type: 'unsubscribe_success', id }),
  stopFailed: (id) => errorFrame('unsubscribe_error', id, [unknownOperation(id)]),
  publishFailed: (id, error) => errorFrame('publish_error', id, [error]),
  ended: (id) => {
    const error = { errorType: 'NotFoundException', message: 'The channel namespace was deleted.' };
    return errorFrame('subscribe_error', id, [error]);
  },
};

/** EV-22 */
export function publishSuccess(id: string, published: JsonObject): string {
  return JSON.stringify({ type: 'publish_success', id, ...published });
}

/**
 * Why something failed, as a frame says it.
 * @returns `undefined` for what is a fault of the engine
 */
export function refusalOf(error: unknown): FrameError | undefined {
  const isKnown = error instanceof Unauthorized || error instanceof EventError;
  return isKnown ? { errorType: error.errorType, message: error.message } : undefined;
}

/** @param text a frame from a client */
function readMessage(text: string): ClientMessage {
  // Credentials are shown for the events as JSON, which is not written of what is nested too deep.
  const message = isDeeperThan(text, MAX_REQUEST_DEPTH) ? undefined : jsonIn(text);
  if (!isJsonObject(message)) return unsupported(undefined);
  const { type, id } = message;
  if (type === 'connection_init') return { type };
  const known = typeof id === 'string' && OPERATION_ID.test(id) ? id : undefined;
  if (typeof type !== 'string' || !OPERATIONS.has(type)) return unsupported(known);
  if (known === undefined) {
    return invalid(type, undefined, 'The id must have 1 to 128 letters, digits and characters of -_+.');
  }
  if (type === 'unsubscribe') return { type: 'stop', id: known };
  const { channel, authorization, events } = message;
  if (typeof channel !== 'string') return invalid(type, known, 'The channel must be a string.');
  const operation = { id: known, authorization: isJsonObject(authorization) ? authorization : undefined };
  if (type === 'subscribe') return { type: 'start', ...operation, data: channel };
  if (!isJsonArray(events)) return invalid(type, known, 'The events must be a list.');
  return { type: 'publish', ...operation, channel, events, length: text.length };
}

function invalid(type: string, id: string | undefined, message: string): ClientMessage {
  return { type: 'invalid', frame: errorFrame(`${type}_error`, id, [{ errorType: 'BadRequestException', message }]) };
}

/** AppSync's words for GraphQL: https://github.com/enisdenjo/graphql-ws/issues/602 */
function unsupported(id: string | undefined): ClientMessage {
  const error = { errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' };
  return { type: 'invalid', frame: errorFrame('error', id, [error]) };
}

function errorFrame(type: string, id: string | undefined, errors: readonly FrameError[]): string {
  return JSON.stringify({ type, ...(id !== undefined && { id }), errors });
}
