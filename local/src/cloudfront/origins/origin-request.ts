// A request on its way to an origin, before and after the edge function.
import type { IncomingMessage } from 'node:http';
import type { CustomOrigin, Origin } from '../distributions/distribution';
import { type EdgeHeaders, edgeHeadersOf, header, selected } from '../edge-functions/edge-headers';
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
  const viewer = edgeHeadersOf(request.rawHeaders);
  return {
    method,
    uri: address.uri,
    querystring: forwarding.queryStrings ? address.querystring : '',
    clientIp,
    headers: {
      ...header('User-Agent', USER_AGENT),
      ...forwarded(viewer, forwarding, method),
      ...(forwarding.headers === 'all' ? {} : header('Host', origin.domainName)),
      ...header('X-Forwarded-For', joined(viewer['x-forwarded-for'], clientIp)),
      ...header('Via', joined(viewer['via'], `${request.httpVersion} ${address.via}`)),
    },
    target: targetOf(origin, isSecure),
  };
}

function joined(values: EdgeHeaders[string] | undefined, last: string): string {
  return [...(values ?? []).map(({ value }) => value), last].join(', ');
}

function forwarded(viewer: EdgeHeaders, forwarding: Forwarding, method: string): EdgeHeaders {
  const { headers: wanted } = forwarding;
  return {
    ...selected(viewer, (name) => {
      if (isDisallowed(name)) return false;
      if (ALWAYS.has(name)) return true;
      if (name === 'cookie') return forwarding.cookies;
      if (wanted === 'all') return true;
      if (wanted === 'all-but-host') return name !== 'host';
      if (name === 'authorization') return !WITHOUT_AUTHORIZATION.has(method);
      return wanted.includes(name);
    }),
    ...(forwarding.acceptsEncodings ? acceptedEncodings(viewer['accept-encoding']) : {}),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects */
function acceptedEncodings(values: EdgeHeaders[string] = []): EdgeHeaders {
  const text = values.map(({ value }) => value).join(',');
  const known = ENCODINGS.filter((encoding) => text.includes(encoding));
  return known.length === 0 ? {} : header('Accept-Encoding', known.join(','));
}

function targetOf(origin: Origin, isSecure: boolean): OriginTarget {
  const { domainName, path } = origin;
  const customHeaders = edgeHeadersOf(origin.customHeaders.flat());
  if (origin.kind === 's3') return { kind: 's3', domainName, path, customHeaders };
  const { sslProtocols, readTimeout, keepaliveTimeout } = origin;
  return {
    ...{ kind: 'custom', domainName, path, customHeaders, sslProtocols, readTimeout, keepaliveTimeout },
    ...protocolOf(origin, isSecure),
  };
}

function protocolOf({ protocolPolicy, httpPort, httpsPort }: CustomOrigin, isSecure: boolean) {
  const usesTls = protocolPolicy === 'https-only' || (protocolPolicy === 'match-viewer' && isSecure);
  return usesTls ? { protocol: 'https' as const, port: httpsPort } : { protocol: 'http' as const, port: httpPort };
}
