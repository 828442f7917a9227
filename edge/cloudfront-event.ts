// What CloudFront hands to a function at origin-request, and what it takes back.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html

/** By lower-case name; a header that came several times has several values. */
export type Headers = Readonly<Record<string, readonly Header[]>>;

interface Header {
  /** The name as the viewer wrote it. */
  readonly key?: string;
  readonly value: string;
}

/** An origin that is not an S3 bucket. */
export interface CustomOrigin {
  readonly customHeaders: Headers;
  readonly domainName: string;
  /** Seconds, 1 to 120. */
  readonly keepaliveTimeout: number;
  readonly path: string;
  readonly port: number;
  readonly protocol: 'http' | 'https';
  /** Seconds, 1 to 120. */
  readonly readTimeout: number;
  readonly sslProtocols: readonly string[];
}

/** Exactly one of the two. */
export type Origin = { readonly custom: CustomOrigin } | { readonly s3: object };

/** A viewer's request on its way to the origin. */
export interface OriginRequest {
  readonly clientIp: string;
  readonly headers: Headers;
  readonly method: string;
  /** Undefined only in a malformed event. */
  readonly origin: Origin | undefined;
  /** Without `?`. */
  readonly querystring: string;
  /** Begins with `/`. */
  readonly uri: string;
}

/** An answer from the edge itself. */
export interface EdgeResponse {
  readonly status: string;
  readonly statusDescription: string;
  readonly headers: Headers;
  readonly body: string;
}

/** CloudFront's own, where a distribution names none: seconds. */
const READ_TIMEOUT = 30;
const KEEPALIVE_TIMEOUT = 5;
/** Seconds; more is a matter of quotas. */
const LONGEST_TIMEOUT = 120;

/**
 * The request of an event, as far as it is one: whatever is missing or malformed is empty, so that nothing after it needs to
 * look again. CloudFront sends no malformed event, but someone who calls the function by hand may.
 */
export function requestOf(event: unknown): OriginRequest {
  const [record] = listOf(membersOf(event)['Records']);
  const request = membersOf(membersOf(membersOf(record)['cf'])['request']);
  return {
    clientIp: textOf(request['clientIp']),
    headers: headersOf(request['headers']),
    method: textOf(request['method']),
    origin: originOf(request['origin']),
    querystring: textOf(request['querystring']),
    uri: textOf(request['uri']),
  };
}

function originOf(value: unknown): Origin | undefined {
  const { s3, custom } = membersOf(value);
  if (isObject(s3)) return { s3 };
  if (isObject(custom)) return { custom: customOriginOf(custom) };
  return undefined;
}

function customOriginOf(value: object): CustomOrigin {
  const custom = membersOf(value);
  return customOrigin(textOf(custom['domainName']), {
    readTimeout: secondsOf(custom['readTimeout'], READ_TIMEOUT),
    keepaliveTimeout: secondsOf(custom['keepaliveTimeout'], KEEPALIVE_TIMEOUT),
  });
}

/** An origin that is called only by HTTPS. */
export function customOrigin(
  domainName: string,
  {
    readTimeout = READ_TIMEOUT,
    keepaliveTimeout = KEEPALIVE_TIMEOUT,
  }: Partial<Pick<CustomOrigin, 'readTimeout' | 'keepaliveTimeout'>>,
): CustomOrigin {
  return {
    customHeaders: {},
    domainName,
    keepaliveTimeout,
    path: '',
    port: 443,
    protocol: 'https',
    readTimeout,
    sslProtocols: ['TLSv1.2'],
  };
}

function headersOf(value: unknown): Headers {
  return Object.fromEntries(
    Object.entries(membersOf(value)).map(([name, values]) => [name, listOf(values).flatMap(headerOf)]),
  );
}

function headerOf(header: unknown): readonly Header[] {
  const { key, value } = membersOf(header);
  if (typeof value !== 'string') return [];
  return [typeof key === 'string' ? { key, value } : { value }];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? (value as Readonly<Record<string, unknown>>) : {};
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function secondsOf(value: unknown, otherwise: number): number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= LONGEST_TIMEOUT ? Number(value) : otherwise;
}
