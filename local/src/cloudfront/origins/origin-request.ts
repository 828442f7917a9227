// A request on its way to an origin, before and after the edge function.
import type { IncomingMessage } from 'node:http';
import type { CustomOrigin, Origin } from '../distributions/distribution';
import {
  type EdgeHeaders,
  edgeHeadersOf,
  type NewHeaders,
  once,
  rawHeadersOf,
  rawValuesOf,
} from '../edge-functions/edge-headers';
import { isDisallowed } from '../edge-functions/header-rules';
import type { Forwarding } from '../distributions/managed-policies';
import type { Route } from '../distributions/served-distribution';

/** An origin as an edge function may write it. */
export type OriginTarget =
  | {
      readonly kind: 'custom';
      readonly domainName: string;
      readonly path: string;
      readonly port: number;
      readonly protocol: 'http' | 'https';
      readonly sslProtocols: readonly string[];
      /** Seconds. */
      readonly readTimeout: number;
      /** Seconds. */
      readonly keepaliveTimeout: number;
      readonly customHeaders: EdgeHeaders;
    }
  | { readonly kind: 's3'; readonly domainName: string; readonly path: string; readonly customHeaders: EdgeHeaders };

/** What is asked of an origin. */
export interface OriginRequest {
  readonly method: string;
  /** The path, with its slash and without the origin's own path. */
  readonly uri: string;
  /** Without its question mark. */
  readonly querystring: string;
  readonly clientIp: string;
  /** Without those that functions do not see. */
  readonly headers: EdgeHeaders;
  readonly target: OriginTarget;
}

/** What CloudFront calls itself to an origin. */
const USER_AGENT = 'Amazon CloudFront';
/** Headers that belong to the body, and those of conditional requests: they are passed on whatever the policy says. */
const ALWAYS: ReadonlySet<string> = new Set([
  ...['content-length', 'content-type', 'content-encoding', 'transfer-encoding'],
  ...['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'range'],
]);
/** Methods with which CloudFront takes credentials away unless all headers are passed on. */
const WITHOUT_AUTHORIZATION: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Encodings that CloudFront knows. */
const ENCODINGS = ['br', 'gzip'];

/**
 * A viewer's request as it goes to the origin.
 * @param address what CloudFront adds about itself: its `Via`, and whether the viewer speaks TLS
 */
export function originRequestOf(
  request: IncomingMessage,
  { origin, forwarding }: Route,
  address: { readonly uri: string; readonly querystring: string; readonly via: string },
): OriginRequest {
  const method = request.method ?? 'GET';
  const clientIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isSecure = 'encrypted' in request.socket;
  const { rawHeaders } = request;
  const headers = edgeHeadersOf(rawHeaders, (name) => isForwarded(name, forwarding, method));
  headers['user-agent'] ??= once('User-Agent', USER_AGENT);
  if (forwarding.acceptsEncodings) acceptEncodings(headers, rawHeaders);
  if (forwarding.headers !== 'all') headers['host'] = once('Host', origin.domainName);
  headers['x-forwarded-for'] = once('X-Forwarded-For', joined(rawValuesOf(rawHeaders, 'x-forwarded-for'), clientIp));
  headers['via'] = once('Via', joined(rawValuesOf(rawHeaders, 'via'), `${request.httpVersion} ${address.via}`));
  return {
    method,
    uri: address.uri,
    querystring: forwarding.queryStrings ? address.querystring : '',
    clientIp,
    headers,
    target: targetOf(origin, isSecure),
  };
}

function joined(values: readonly string[], last: string): string {
  return values.length === 0 ? last : [...values, last].join(', ');
}

function isForwarded(name: string, { cookies, headers: wanted }: Forwarding, method: string): boolean {
  if (isDisallowed(name)) return false;
  if (ALWAYS.has(name)) return true;
  if (name === 'cookie') return cookies;
  if (wanted === 'all') return true;
  if (wanted === 'all-but-host') return name !== 'host';
  if (name === 'authorization') return !WITHOUT_AUTHORIZATION.has(method);
  return wanted.includes(name);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects */
function acceptEncodings(headers: NewHeaders, rawHeaders: readonly string[]): void {
  const text = rawValuesOf(rawHeaders, 'accept-encoding').join(',');
  const known = ENCODINGS.filter((encoding) => text.includes(encoding));
  if (known.length > 0) headers['accept-encoding'] = once('Accept-Encoding', known.join(','));
}

function targetOf(origin: Origin, isSecure: boolean): OriginTarget {
  const { domainName, path } = origin;
  const customHeaders: EdgeHeaders = edgeHeadersOf(rawHeadersOf(origin.customHeaders), () => true);
  if (origin.kind === 's3') return { kind: 's3', domainName, path, customHeaders };
  const { sslProtocols, readTimeout, keepaliveTimeout } = origin;
  const usesTls = isTlsWanted(origin, isSecure);
  return {
    kind: 'custom',
    domainName,
    path,
    port: usesTls ? origin.httpsPort : origin.httpPort,
    protocol: usesTls ? 'https' : 'http',
    sslProtocols,
    readTimeout,
    keepaliveTimeout,
    customHeaders,
  };
}

function isTlsWanted({ protocolPolicy }: CustomOrigin, isSecure: boolean): boolean {
  return protocolPolicy === 'https-only' || (protocolPolicy === 'match-viewer' && isSecure);
}
