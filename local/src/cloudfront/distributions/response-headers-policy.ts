// Headers that CloudFront adds to answers, or takes away.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
import { isNamed } from '../edge-functions/edge-headers';

/** A header that an answer gets. */
export interface AddedHeader {
  readonly name: string;
  readonly value: string;
  /** Does it replace the origin's own? */
  readonly override: boolean;
}

/** Which web sites may read the answers. */
export interface CorsSettings {
  /** Such as `https://example.com`, `https://*.example.com` or `*`. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  /** Seconds for which a browser remembers. */
  readonly maxAge: number | undefined;
  /** Do these headers replace the origin's own? */
  readonly originOverride: boolean;
}

/** A new policy. */
export interface ResponseHeadersPolicyDefinition {
  readonly name: string;
  readonly cors: CorsSettings | undefined;
  /** Security headers and custom headers. */
  readonly headers: readonly AddedHeader[];
  /** Names, in lower case. */
  readonly removedHeaders: readonly string[];
}

/** What a policy needs of the viewer's request. */
export interface CorsRequest {
  readonly method: string;
  readonly origin: string | undefined;
  readonly requestedMethod: string | undefined;
}

type Pairs = readonly (readonly [string, string])[];

/** Every header that the CORS settings may give. */
const CORS_HEADERS: ReadonlySet<string> = new Set(
  ['Origin', 'Methods', 'Headers', 'Credentials']
    .map((name) => `access-control-allow-${name.toLowerCase()}`)
    .concat('access-control-expose-headers', 'access-control-max-age'),
);
const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];

/** The headers of an answer after a policy: first those to remove, then those to add. */
export function withPolicy(headers: Pairs, policy: ResponseHeadersPolicyDefinition, request: CorsRequest): Pairs {
  const { removedHeaders } = policy;
  const kept =
    removedHeaders.length === 0 ? headers : headers.filter(([name]) => !removedHeaders.includes(name.toLowerCase()));
  const added = policy.headers.reduce(withHeader, kept);
  return policy.cors ? withCors(added, policy.cors, request) : added;
}

function withHeader(headers: Pairs, { name, value, override }: AddedHeader): Pairs {
  const lower = name.toLowerCase();
  if (!override && headers.some(([other]) => isNamed(other, lower))) return headers;
  const answer = headers.filter(([other]) => !isNamed(other, lower));
  answer.push([name, value]);
  return answer;
}

/**
 * Only a request with an `Origin` header is answered with CORS headers. When the policy overrides the origin and does not
 * allow the web site, the origin's own permission is taken away.
 */
function withCors(headers: Pairs, cors: CorsSettings, request: CorsRequest): Pairs {
  if (request.origin === undefined) return headers;
  const allowed = allowedOrigin(cors.allowOrigins, request.origin);
  if (allowed === undefined) {
    return cors.originOverride ? headers.filter(([name]) => !CORS_HEADERS.has(name.toLowerCase())) : headers;
  }
  const { originOverride: override } = cors;
  const added = corsHeaders(cors, allowed, request).map(([name, value]) => ({ name, value, override }));
  const answer = added.reduce(withHeader, headers);
  return allowed === '*' ? answer : [...answer, ['vary', 'Origin']];
}

function corsHeaders(cors: CorsSettings, allowed: string, { method, requestedMethod }: CorsRequest): Pairs {
  const isPreflight = method === 'OPTIONS' && requestedMethod !== undefined;
  const { allowCredentials, allowHeaders, exposeHeaders, maxAge } = cors;
  const methods = cors.allowMethods.includes('ALL') ? ALL_METHODS : cors.allowMethods;
  const found: (readonly [string, string | undefined])[] = [
    ['access-control-allow-origin', allowed],
    ['access-control-allow-credentials', allowCredentials ? 'true' : undefined],
    ['access-control-expose-headers', isPreflight ? undefined : listed(exposeHeaders)],
    ['access-control-allow-methods', isPreflight ? listed(methods) : undefined],
    ['access-control-allow-headers', isPreflight ? listed(allowHeaders) : undefined],
    ['access-control-max-age', isPreflight && maxAge !== undefined ? String(maxAge) : undefined],
  ];
  return found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function listed(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(', ');
}

/** What stands in `access-control-allow-origin`. */
function allowedOrigin(allowOrigins: readonly string[], origin: string): string | undefined {
  if (allowOrigins.includes('*')) return '*';
  return allowOrigins.some((pattern) => fits(pattern, origin)) ? origin : undefined;
}

/** `*` stands at the left of a domain; a pattern without a scheme takes any. */
function fits(pattern: string, origin: string): boolean {
  const source = pattern.replace(/[\\^$.|+?()[\]{}]/g, '\\$&').replaceAll('*', '[^/]+');
  return new RegExp(`^${pattern.includes('://') ? '' : 'https?://'}${source}$`, 'i').test(origin);
}
