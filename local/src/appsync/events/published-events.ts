// The events of one publish: read from what the client sent, and told from what its handler made of them.
import { randomUUID } from 'node:crypto';
import {
  isJsonArray,
  isJsonObject,
  jsonIn,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from '../../foundation/json';
import { isDeeperThan } from '../json-depth';
import { MAX_EVENT_BYTES, MAX_EVENTS_PER_PUBLISH, MAX_REQUEST_DEPTH } from '../limits';
import { badRequest, HANDLER_EXECUTION_ERROR, handlerFailed, UNABLE_TO_PROCESS } from './event-error';
import type { IncomingEvent } from './handler-context';

/** An event as it was sent. */
export interface SentEvent extends IncomingEvent {
  /** JSON, as the client wrote it. */
  readonly text: string;
}

/** An event that is broadcast. */
export interface OutgoingEvent {
  readonly id: string;
  /** JSON */
  readonly text: string;
}

/** An event that is not broadcast, and why. */
export interface FailedEvent {
  readonly id: string;
  readonly code: string;
  readonly message: string;
}

/** What becomes of the events of one publish. An event that a handler left out is in neither list (EV-44). */
export interface Published {
  readonly outgoing: readonly OutgoingEvent[];
  readonly failed: readonly FailedEvent[];
}

/**
 * Reads the events of a publish: https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html
 * @throws EventError `BadRequestException`
 */
export function sentEvents(events: JsonValue | undefined): readonly SentEvent[] {
  if (!isJsonArray(events) || events.length === 0 || events.length > MAX_EVENTS_PER_PUBLISH) {
    throw badRequest(`A publish has a list of 1 to ${MAX_EVENTS_PER_PUBLISH} events.`);
  }
  return events.map(sentEvent);
}

function sentEvent(text: JsonValue, index: number): SentEvent {
  const payload = typeof text === 'string' && !isDeeperThan(text, MAX_REQUEST_DEPTH) ? jsonIn(text) : undefined;
  if (typeof text !== 'string' || payload === undefined)
    throw badRequest(`Event ${index} is not a string of valid JSON.`);
  return { id: randomUUID(), payload, text };
}

/** What becomes of events without a handler: all of them are broadcast as they came. */
export function forwarded(sent: readonly SentEvent[]): Published {
  return measured(sent, []);
}

/**
 * What becomes of events of which a handler returned something (EV-41 to EV-45).
 * @param returned a list of `{ id, payload }` and `{ id, error }`, or nothing
 * @throws EventError `HandlerExecutionError` when it is not a list of these, or has other ids
 */
export function handled(sent: readonly SentEvent[], returned: JsonValue): Published {
  if (returned === null) return { outgoing: [], failed: [] };
  if (!isJsonArray(returned)) throw handlerFailed();
  const items = returned.flatMap((item) => (item === null ? [] : [itemOf(item, sent)]));
  if (new Set(items.map(({ id }) => id)).size < items.length) throw handlerFailed();
  const failed = items.flatMap(({ id, error }) => {
    return error === undefined ? [] : [{ id, code: HANDLER_EXECUTION_ERROR, message: error }];
  });
  const outgoing = items.flatMap(({ id, error, payload }) => {
    return error === undefined ? [{ id, text: JSON.stringify(payload) }] : [];
  });
  return measured(outgoing, failed);
}

/** What a handler returned of one event. */
interface HandledEvent {
  readonly id: string;
  readonly payload: JsonValue;
  /** Why it is not broadcast. */
  readonly error: string | undefined;
}

function itemOf(item: JsonValue, sent: readonly SentEvent[]): HandledEvent {
  const { id, payload, error = null } = isJsonObject(item) ? item : {};
  const isKnown = typeof id === 'string' && sent.some((event) => event.id === id);
  if (!isKnown) throw handlerFailed();
  if (error !== null) return { id, payload: null, error: textOf(error) };
  if (payload === undefined) throw handlerFailed();
  return { id, payload, error: undefined };
}

function textOf(error: JsonValue): string {
  return typeof error === 'string' ? error : UNABLE_TO_PROCESS;
}

/** Too large is what leaves the handler, not what comes in: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-limits.html */
function measured(events: readonly OutgoingEvent[], failed: readonly FailedEvent[]): Published {
  const isTooLarge = ({ text }: OutgoingEvent) => Buffer.byteLength(text) > MAX_EVENT_BYTES;
  const tooLarge = events.filter(isTooLarge).map(({ id }) => ({
    ...{ id, code: 'EventTooLargeException' },
    message: 'Transformed event is larger than 240KB',
  }));
  return { outgoing: events.filter((event) => !isTooLarge(event)), failed: [...failed, ...tooLarge] };
}

/** The answer to a publish: which events were broadcast, and which not, by their index. */
export function describePublished(sent: readonly SentEvent[], { outgoing, failed }: Published): JsonObject {
  const indexes = new Map(sent.map(({ id }, index) => [id, index]));
  const inOrder = <Item extends { readonly id: string }>(
    items: readonly Item[],
    describe: (item: Item) => JsonObject,
  ): JsonArray =>
    items
      .map((item) => ({ identifier: item.id, index: indexes.get(item.id) ?? 0, ...describe(item) }))
      .sort((one, other) => one.index - other.index);
  return {
    successful: inOrder(outgoing, () => ({})),
    failed: inOrder(failed, ({ code, message }) => ({ code, message })),
  };
}
