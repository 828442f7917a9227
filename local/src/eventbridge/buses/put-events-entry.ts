// An entry of `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
import { isJsonArray, type JsonValue } from '../../foundation/json';
import { parseTimestamp } from './event-time';
import type { PutEventsEntry } from '../eventbridge';
import { TIME_SIZE } from '../limits';
import { optionalText } from '../members';
import { wrongType } from '../validation-error';

/** An entry whose members are of the right types, and nothing more. */
export interface Entry {
  readonly source: string | undefined;
  readonly detailType: string | undefined;
  /** JSON text. */
  readonly detail: string | undefined;
  readonly eventBusName: string | undefined;
  readonly resources: readonly string[];
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
}

/** @throws AwsError `SerializationException` when a member is of another type than its shape has */
export function parseEntry(entry: PutEventsEntry): Entry {
  return {
    source: optionalText(entry, 'Source'),
    detailType: optionalText(entry, 'DetailType'),
    detail: optionalText(entry, 'Detail'),
    eventBusName: optionalText(entry, 'EventBusName'),
    resources: resourcesOf(entry['Resources']),
    time: timeOf(entry['Time']),
  };
}

/** Bytes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export function sizeOfEntry({ source = '', detailType = '', detail = '', resources, time }: Entry): number {
  return [source, detailType, detail, ...resources].reduce(
    (size, text) => size + Buffer.byteLength(text),
    time === undefined ? 0 : TIME_SIZE,
  );
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
