// An entry of `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
import { isJsonArray, type JsonObject, type JsonValue } from '../../foundation/json';
import { parseTimestamp } from './event-time';
import type { PutEventsEntry } from '../eventbridge';
import { TIME_SIZE } from '../limits';
import { optionalText } from '../members';
import { wrongType } from '../validation-error';

/** An entry whose members are of the right types, and nothing more. */
export interface Entry {
  readonly source: string | undefined;
  readonly detailType: string | undefined;
  /** JSON text, or what such a text says. */
  readonly detail: string | JsonObject | undefined;
  readonly eventBusName: string | undefined;
  readonly resources: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
}

/**
 * @param detail of an entry that has none
 * @throws AwsError `SerializationException` when a member is of another type than its shape has
 */
export function parseEntry(entry: PutEventsEntry, detail: JsonObject | undefined): Entry {
  return {
    source: optionalText(entry, 'Source'),
    detailType: optionalText(entry, 'DetailType'),
    detail: optionalText(entry, 'Detail') ?? detail,
    eventBusName: optionalText(entry, 'EventBusName'),
    resources: resourcesOf(entry['Resources']),
    time: timeOf(entry['Time']),
  };
}

/** Bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export function sizeOfEntry({ source = '', detailType = '', detail = '', resources, time }: Entry): number {
  const text = typeof detail === 'string' ? detail : JSON.stringify(detail);
  return [source, detailType, text, ...resources].reduce(
    (size, each) => size + Buffer.byteLength(each),
    time === undefined ? 0 : TIME_SIZE,
  );
}

/** Bytes of an entry at most, found without writing it. */
export function mostBytesOfEntry({ source = '', detailType = '', detail = '', resources }: Entry): number {
  let most = TIME_SIZE + mostBytesOf(source) + mostBytesOf(detailType) + mostBytesOf(detail);
  for (const resource of resources) most += mostBytesOf(resource);
  return most;
}

/** Of a character of JavaScript's in JSON, as in `\u0000`. */
const CHARACTER = 6;
/** Of a number, and of a name's or a value's marks. */
const NUMBER = 25;
const MARKS = 4;

function mostBytesOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length * CHARACTER + MARKS;
  if (typeof value !== 'object' || value === null) return NUMBER;
  let most = MARKS;
  for (const [key, item] of Object.entries(value)) most += key.length * CHARACTER + MARKS + mostBytesOf(item);
  return most;
}

function resourcesOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isJsonArray(value)) throw wrongType('Resources', 'list');
  return value.map((resource) => {
    if (typeof resource !== 'string') throw wrongType('Resources', 'list of strings');
    return resource;
  });
}

function timeOf(value: JsonValue | undefined): number | undefined {
  return value === undefined || value === null ? undefined : parseTimestamp(value, 'Time');
}
