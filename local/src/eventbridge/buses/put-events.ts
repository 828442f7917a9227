// Putting events on buses: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
import { randomUUID } from 'node:crypto';
import type { Principal } from '../../iam/iam';
import { isJsonObject, jsonIn, type JsonObject, type JsonValue } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { conditionKeysOf } from './condition-keys';
import { eventBusArnOf } from './event-bus';
import { DEFAULT_EVENT_BUS } from './default-event-bus';
import { eventTimeOf } from './event-time';
import type { BusEvent, PutEventsEntry, PutEventsResult } from '../eventbridge';
import { MAX_DETAIL_DEPTH, MAX_DETAIL_TYPE_LENGTH, MAX_ENTRIES, MAX_ENTRIES_SIZE } from '../limits';
import { authorize, type OperationContext } from '../operations/operation-context';
import { mostBytesOfEntry, parseEntry, sizeOfEntry, type Entry } from './put-events-entry';
import { outOfBounds, validationError } from '../validation-error';

type ResultEntry = PutEventsResult['Entries'][number];

/**
 * Puts events on buses. Each entry succeeds or fails by itself; nothing is taken when this throws.
 * @param details of the entries that have none
 * @throws AwsError `AccessDeniedException` when the caller may not put events on one of the buses,
 * `ValidationException` for too many entries, too large ones, or a bus of another region
 */
export function putEvents(
  context: OperationContext,
  entries: readonly PutEventsEntry[],
  caller: Principal,
  details: readonly (JsonObject | undefined)[] = [],
): PutEventsResult {
  const parsed = entries.map((entry, index) => parseEntry(entry, details[index]));
  checkCount(parsed.length);
  const addressed = parsed.map((entry) => ({
    entry,
    name: context.buses.nameOf(entry.eventBusName ?? DEFAULT_EVENT_BUS),
  }));
  for (const { entry, name } of addressed) {
    const bus = context.buses.find(name);
    authorize(context.iam, caller, {
      action: 'events:PutEvents',
      resource: bus?.arn ?? eventBusArnOf(name, context.region),
      resourcePolicy: bus?.policy,
      conditionKeys: conditionKeysOf({ source: entry.source, 'detail-type': entry.detailType }),
    });
  }
  checkSize(parsed);
  const results = addressed.map(({ entry, name }) => putEvent(context, entry, name));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
}

function checkCount(count: number): void {
  const bound = count === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`;
  if (count > 0 && count <= MAX_ENTRIES) return;
  throw outOfBounds('[PutEventsRequestEntry]', 'entries', `Member must have length ${bound}`);
}

function checkSize(entries: readonly Entry[]): void {
  // Most are so small that nobody needs to count.
  if (sumOf(entries, mostBytesOfEntry) <= MAX_ENTRIES_SIZE || sumOf(entries, sizeOfEntry) <= MAX_ENTRIES_SIZE) return;
  throw validationError('Total size of the entries in the request is over the limit.');
}

function sumOf(entries: readonly Entry[], sizeOf: (entry: Entry) => number): number {
  return entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
}

function putEvent(context: OperationContext, entry: Entry, busName: string): ResultEntry {
  const { source, detailType, detail } = entry;
  if (!source) return missing('Source');
  if (!detailType) return missing('DetailType');
  if (!detail) return missing('Detail');
  if (detailType.length > MAX_DETAIL_TYPE_LENGTH) {
    return invalid('DetailType', `DetailType must not have more than ${MAX_DETAIL_TYPE_LENGTH} characters.`);
  }
  if (source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const parsed = parseDetail(detail);
  if (!parsed) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  const event = eventOf(context.region, { ...entry, source, detailType, detail: parsed });
  const bus = context.buses.find(busName);
  if (bus) context.take(bus, event);
  else tellOfLoss(context, busName);
  return { EventId: event.id };
}

/** EventBridge takes events for a bus that does not exist, and drops them. */
function tellOfLoss({ region, notices }: OperationContext, busName: string): void {
  const name = JSON.stringify(busName);
  notices.tell(`no bus ${name}`, `Events for the bus ${name} are dropped: ${region.name} has no such bus.`);
}

function eventOf(
  region: Region,
  {
    source,
    detailType,
    detail,
    time,
    resources,
  }: {
    readonly source: string;
    readonly detailType: string;
    readonly detail: JsonObject;
    readonly time: number | undefined;
    readonly resources: readonly string[];
  },
): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: region.accountId,
    time: eventTimeOf(time ?? region.clock.now()),
    region: region.name,
    resources,
    detail,
  };
}

function missing(name: string): ResultEntry {
  return invalid(name, `${name} is a required argument.`);
}

function invalid(name: string, reason: string): ResultEntry {
  return { ErrorCode: 'InvalidArgument', ErrorMessage: `Parameter ${name} is not valid. Reason: ${reason}` };
}

function parseDetail(detail: string | JsonObject): JsonObject | undefined {
  const value = typeof detail === 'string' ? jsonIn(detail) : detail;
  return isJsonObject(value) && !isDeeperThan(value, MAX_DETAIL_DEPTH) ? value : undefined;
}

function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  for (const inner of Object.values<JsonValue>(value)) if (isDeeperThan(inner, depth - 1)) return true;
  return false;
}
