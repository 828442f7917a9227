// Headers as Lambda@Edge sees them: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html#request-event-fields-request-headers
import type { JsonObject } from '../../foundation/json';

/** One occurrence of a header. */
export type HeaderValue = JsonObject & {
  /** The name, written as it was sent. */
  readonly key: string;
  readonly value: string;
};

/** By name in lower case: one entry for each time that the header was sent. */
export type EdgeHeaders = Readonly<Record<string, readonly HeaderValue[]>>;

/** The headers of a message, from Node's list of names and values. */
export function edgeHeadersOf(rawHeaders: readonly string[]): EdgeHeaders {
  // Without a prototype: a header may be called `constructor`.
  const headers = Object.create(null) as Record<string, HeaderValue[]>;
  for (const [key, value] of pairsOf(rawHeaders)) (headers[key.toLowerCase()] ??= []).push({ key, value });
  return headers;
}

/** Names and values, one after the other, in pairs. */
export function pairsOf(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** A header that is sent once. */
export function header(key: string, value: string): EdgeHeaders {
  return { [key.toLowerCase()]: [{ key, value }] };
}

/** The headers whose names a test lets through. */
export function selected(headers: EdgeHeaders, keeps: (name: string) => boolean): EdgeHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keeps(name)));
}

/** The headers for Node's client: a header that is sent more than once has a list of values. */
export function outgoingHeadersOf(headers: EdgeHeaders): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.values(headers).flatMap((values) => {
      const [first] = values;
      if (!first) return [];
      return [[first.key, values.length === 1 ? first.value : values.map(({ value }) => value)]];
    }),
  );
}
