// Headers as Lambda@Edge sees them: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html#request-event-fields-request-headers
import type { JsonObject } from '../../foundation/json';

/** One occurrence of a header. */
export type HeaderValue = JsonObject & {
  /** The name, written as it was sent. */
  readonly key: string;
  readonly value: string;
};

/** By name in lower case, without a prototype: one entry for each time that the header was sent. */
export type EdgeHeaders = Readonly<Record<string, readonly HeaderValue[]>>;

/** Headers that are still being put together. */
export type NewHeaders = Record<string, readonly HeaderValue[]>;

/** None, to begin with. */
export function noHeaders(): NewHeaders {
  // Without a prototype: a header may be called `constructor`.
  return Object.create(null) as NewHeaders;
}

/**
 * The headers of a message, from Node's list of names and values.
 * @param takes which of them, by their names in lower case
 */
export function edgeHeadersOf(rawHeaders: readonly string[], takes: (name: string) => boolean): NewHeaders {
  const headers = Object.create(null) as Record<string, HeaderValue[]>;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const key = rawHeaders[index] ?? '';
    const name = key.toLowerCase();
    if (!takes(name)) continue;
    const entry = { key, value: rawHeaders[index + 1] ?? '' };
    const values = headers[name];
    if (values) values.push(entry);
    else headers[name] = [entry];
  }
  return headers;
}

/** The values of one header, from the same list. @param name in lower case */
export function rawValuesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    if (isNamed(rawHeaders[index] ?? '', name)) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}

/** Is it the header's name? @param name in lower case */
export function isNamed(key: string, name: string): boolean {
  return key.length === name.length && key.toLowerCase() === name;
}

/** Names and values, one after the other, in pairs. */
export function pairsOf(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** The way back: names and values, one after the other. */
export function rawHeadersOf(pairs: readonly (readonly [string, string])[]): string[] {
  const rawHeaders: string[] = [];
  for (const [name, value] of pairs) rawHeaders.push(name, value);
  return rawHeaders;
}

/** A header that is sent once. */
export function once(key: string, value: string): readonly HeaderValue[] {
  return [{ key, value }];
}

/** Headers for Node's client: one that is sent more than once has a list of values. */
export type OutgoingHeaders = Record<string, string | string[]>;

/**
 * The headers for Node's client.
 * @param others stand in place of those of the same name
 */
export function outgoingHeadersOf(headers: EdgeHeaders, others: EdgeHeaders): OutgoingHeaders {
  const outgoing = Object.create(null) as OutgoingHeaders;
  for (const name of Object.keys(headers)) add(outgoing, others[name] ?? headers[name]);
  for (const name of Object.keys(others)) if (!Object.hasOwn(headers, name)) add(outgoing, others[name]);
  return outgoing;
}

function add(outgoing: OutgoingHeaders, values: readonly HeaderValue[] = []): void {
  const [first] = values;
  if (first) outgoing[first.key] = values.length === 1 ? first.value : values.map(({ value }) => value);
}
