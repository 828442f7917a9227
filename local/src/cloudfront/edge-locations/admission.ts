// Which requests CloudFront lets pass, and to which behaviour.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
import type { IncomingMessage } from 'node:http';
import { hostNameOf, isLoopback, leadsFrom } from '../../foundation/host-names';
import type { Behavior } from '../distributions/distribution';
import { MAX_REQUEST_BYTES, MAX_URL_BYTES } from '../limits';
import { type Refusal, refusals } from './refusal';
import { type Route, routeOf, type ServedDistribution } from '../distributions/served-distribution';

/** A request that may pass. */
export interface Admission {
  readonly route: Route;
  /** The path as the viewer wrote it, or the default root object's. */
  readonly uri: string;
  /** Without its question mark. */
  readonly querystring: string;
}

/** Statuses of a redirect that keeps the method, and of one that need not. */
const REDIRECT = { keepsMethod: 307, anyMethod: 301 } as const;

/** @throws Refusal 301, 307, 400, 403 or 413 */
export function admit(request: IncomingMessage, distribution: ServedDistribution): Admission {
  requireShort(request);
  requireHost(request, distribution);
  const [, path = '', querystring = ''] = /^(\/[^?]*)\??(.*)$/s.exec(request.url ?? '') ?? [];
  if (path === '') throw refusals.badRequest();
  const route = routeOf(distribution, path);
  requireProtocol(request, route.behavior);
  requireMethod(request, route.behavior);
  const { defaultRootObject } = distribution.definition;
  return { route, uri: path === '/' ? `/${defaultRootObject}` : path, querystring };
}

function requireShort({ method = '', url = '', rawHeaders, headers }: IncomingMessage): void {
  const separators = 2;
  const bytes = [method, url, ...rawHeaders].reduce((sum, text) => sum + Buffer.byteLength(text) + separators, 0);
  const address = `https://${headers.host ?? ''}${url}`;
  if (bytes > MAX_REQUEST_BYTES || Buffer.byteLength(address) > MAX_URL_BYTES) throw refusals.tooLong();
}

/**
 * A name of the distribution, or of this machine, where viewers come without any DNS. A page that has made its own name lead
 * here (DNS rebinding) is refused with all others.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html
 */
function requireHost({ headers }: IncomingMessage, { domainName, definition: { aliases } }: ServedDistribution): void {
  const name = hostNameOf(headers.host ?? '');
  if (isLoopback(name) || [domainName, ...aliases].some((each) => leadsFrom(each.toLowerCase(), name))) return;
  throw refusals.foreignHost();
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html */
function requireProtocol(request: IncomingMessage, { viewerProtocolPolicy }: Behavior): void {
  if ('encrypted' in request.socket || viewerProtocolPolicy === 'allow-all') return;
  if (viewerProtocolPolicy === 'https-only') throw refusals.httpsOnly();
  throw redirectOf(request);
}

function redirectOf({ method = '', url = '', headers }: IncomingMessage): Refusal {
  const status = method === 'GET' || method === 'HEAD' ? REDIRECT.anyMethod : REDIRECT.keepsMethod;
  return refusals.redirect(status, `https://${headers.host ?? ''}${url}`);
}

function requireMethod(request: IncomingMessage, { allowedMethods }: Behavior): void {
  const { method = '', headers } = request;
  if (!allowedMethods.includes(method)) throw refusals.method(allowedMethods.includes('POST'));
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
  if (method === 'GET' && hasBody) throw refusals.getWithBody();
}
