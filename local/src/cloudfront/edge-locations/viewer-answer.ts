// What a viewer gets: the origin's headers, the policy's, and CloudFront's own.
import type { IncomingMessage } from 'node:http';
import { isNamed } from '../edge-functions/edge-headers';
import { HOP_BY_HOP } from '../edge-functions/header-rules';
import { withPolicy } from '../distributions/response-headers-policy';
import type { Route } from '../distributions/served-distribution';

/** What CloudFront writes into every answer. */
export interface Marks {
  /** `<hash>.cloudfront.net (CloudFront)` */
  readonly via: string;
  /** Such as `HIO50-P1`. */
  readonly pop: string;
  readonly requestId: string;
}

/** Names and values. */
export type Pairs = readonly (readonly [string, string])[];

/** CloudFront writes these itself. */
const OWN: ReadonlySet<string> = new Set(['via', 'x-cache', 'x-amz-cf-pop', 'x-amz-cf-id']);
/** Statuses from here on are errors. */
const FIRST_ERROR = 400;

/** CloudFront's own headers. @param outcome the first word of `x-cache` */
export function marksOf({ via, pop, requestId }: Marks, httpVersion: string, outcome: string): Pairs {
  return [
    ['x-cache', `${outcome} from cloudfront`],
    ['via', `${httpVersion} ${via}`],
    ['x-amz-cf-pop', pop],
    ['x-amz-cf-id', requestId],
  ];
}

/**
 * The headers for the viewer, of an answer that came from an origin or a function. There is no cache: every answer is a
 * miss, or an error.
 */
export function viewerHeaders(
  answer: { readonly status: number; readonly headers: Pairs },
  { request, route, marks }: { readonly request: IncomingMessage; readonly route: Route; readonly marks: Marks },
): Pairs {
  const kept = answer.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !OWN.has(lower) && (lower !== 'set-cookie' || route.forwarding.cookies);
  });
  if (!kept.some(([name]) => isNamed(name, 'server'))) kept.push(['server', 'CloudFront']);
  const policed = route.responseHeadersPolicy
    ? withPolicy(kept, route.responseHeadersPolicy, {
        method: request.method ?? '',
        origin: request.headers.origin,
        requestedMethod: request.headers['access-control-request-method'],
      })
    : kept;
  const outcome = answer.status >= FIRST_ERROR ? 'Error' : 'Miss';
  return [...policed, ...marksOf(marks, request.httpVersion, outcome)];
}
