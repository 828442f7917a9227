// The data source that puts events on a bus, as the role that its template names.
import { AwsError, Unreachable } from '../../foundation/errors';
import type { PutEventsEntry } from '../../eventbridge/eventbridge';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { Neighbours } from '../neighbours';
import { ResolverError } from '../execution/graphql-error';
import { MAX_PUT_EVENTS } from '../limits';
import type { DataSource, DataSourceAnswer } from './data-source';

/** Where the events go, and as whom. */
export interface EventBridgeTarget {
  readonly eventBusArn: string;
  readonly serviceRoleArn: string;
}

type Called = Pick<Neighbours, 'iam' | 'eventBridge'>;

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html */
export function eventBridgeDataSource(name: string, target: EventBridgeTarget, called: Called): DataSource {
  return {
    name,
    invoke: (request) => {
      const events = eventsOf(request);
      const entries = events.map((event) => entryOf(event, target.eventBusArn));
      return putEvents({ entries, details: events.map(detailOf) }, target.serviceRoleArn, called);
    },
  };
}

/** Entries, and the details of those that have no text for it. */
interface Put {
  readonly entries: readonly PutEventsEntry[];
  readonly details: readonly (JsonObject | undefined)[];
}

function putEvents({ entries, details }: Put, roleArn: string, { iam, eventBridge }: Called): DataSourceAnswer {
  try {
    const role = iam.assumeRole(roleArn, 'appsync.amazonaws.com');
    const { Entries, FailedEntryCount } = eventBridge.putEvents(entries, role, details);
    return { result: { Entries: Entries.map((entry) => ({ ...entry })), FailedEntryCount }, error: null };
  } catch (error) {
    if (error instanceof AwsError) return { result: null, error: { message: error.message, type: error.code } };
    // The region went down meanwhile, and nobody gets this answer.
    if (error instanceof Unreachable) return { result: null, error: { message: error.message, type: error.name } };
    throw error;
  }
}

function eventsOf(request: JsonValue): readonly JsonObject[] {
  if (!isJsonObject(request)) throw unsupported('The request of an EventBridge data source must be an object.');
  const { operation, events } = request;
  if (operation !== 'PutEvents') throw unsupported('An EventBridge data source supports only the operation PutEvents.');
  const known: readonly JsonValue[] = isJsonArray(events) ? events : [];
  if (known.length < 1 || known.length > MAX_PUT_EVENTS) {
    throw unsupported(`PutEvents takes 1 to ${MAX_PUT_EVENTS} events.`);
  }
  if (!known.every(isJsonObject)) throw unsupported('Every event of PutEvents must be an object.');
  return known;
}

/** Members that are missing stay missing, so that EventBridge itself refuses the entry. */
function entryOf(event: JsonObject, eventBusArn: string): PutEventsEntry {
  const { source, detailType, detail, resources, time } = event;
  const entry: Record<string, JsonValue> = { EventBusName: eventBusArn };
  if (source !== undefined) entry['Source'] = source;
  if (detailType !== undefined) entry['DetailType'] = detailType;
  if (detail !== undefined && !isJsonObject(detail)) entry['Detail'] = JSON.stringify(detail);
  if (resources !== undefined) entry['Resources'] = resources;
  if (time !== undefined) entry['Time'] = secondsOf(time);
  return entry;
}

/** What is an object needs no text on its way: the code that made it has let go of it. */
function detailOf({ detail }: JsonObject): JsonObject | undefined {
  return isJsonObject(detail) ? detail : undefined;
}

/** EventBridge's API takes seconds since 1970, resolvers give RFC 3339. */
function secondsOf(time: JsonValue): number {
  const milliseconds = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw unsupported('The time of an event must be an RFC 3339 timestamp.');
  return milliseconds / 1000;
}

function unsupported(message: string): ResolverError {
  return new ResolverError(message, 'BadRequestException');
}
