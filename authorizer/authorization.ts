// What AppSync is told of a token, at a GraphQL API and at an Event API:
// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
// https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html
import type { Permissions } from './permissions';
import type { Verdict } from './verify';

/** What the handlers see of a caller; its values cannot be objects. */
interface CallerContext {
  /** A token's subject; guests have none, and so no `userId`. */
  readonly sub?: string;
  /** JSON text of a list of channel patterns. */
  readonly publish: string;
  /** JSON text of a list of channel patterns. */
  readonly subscribe: string;
  /** When the token ends, in seconds since 1970. */
  readonly exp?: string;
  /** JSON text of all claims of a token, in a stage with hooks. */
  readonly claims?: string;
}

/** The answer of a Lambda authorizer. */
export interface Authorization {
  readonly isAuthorized: boolean;
  /** `ctx.identity.resolverContext` of a GraphQL API. */
  readonly resolverContext?: CallerContext;
  /** `ctx.identity.handlerContext` of an Event API. */
  readonly handlerContext?: CallerContext;
  /** Seconds for which AppSync keeps the answer. */
  readonly ttlOverride: number;
}

/** Seconds. AppSync keeps no answer longer than an hour. */
const MAX_TTL = 3600;
/**
 * Seconds. Guests all show the same word, so that one answer serves them all; a stage that is closed to them, or opens less, is so
 * after this time.
 */
const GUESTS_TTL = 300;

/** What an Event API asks about: `EVENT_CONNECT`, `EVENT_SUBSCRIBE` or `EVENT_PUBLISH`. A GraphQL API names no operation. */
const EVENT_OPERATION = /^EVENT_/;

/** How AppSync asks. */
export interface Asking {
  /** What the caller wants of an Event API; nothing for a GraphQL API. */
  readonly operation: string | undefined;
  /** Do the handlers see all claims of the token? */
  readonly hasClaims: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Answers AppSync. A refusal is not kept: the token may become valid, or its issuer's keys may arrive. */
export function authorizationOf(verdict: Verdict, { operation, hasClaims, now }: Asking): Authorization {
  if (!verdict.isGood) return { isAuthorized: false, ttlOverride: 0 };
  const { subject, expires, permissions, claims } = verdict;
  const context = {
    ...{ sub: subject, ...listsOf(permissions), exp: String(expires) },
    ...(hasClaims && { claims: JSON.stringify(claims) }),
  };
  return letIn(context, operation, Math.max(0, Math.min(MAX_TTL, Math.floor(expires - now / 1000))));
}

/**
 * Answers AppSync for guests.
 * @param permissions what they may do
 * @param operation what the caller wants of an Event API; nothing for a GraphQL API
 */
export function authorizationOfGuests(permissions: Permissions, operation: string | undefined): Authorization {
  return letIn(listsOf(permissions), operation, GUESTS_TTL);
}

function listsOf({ publish, subscribe }: Permissions): Pick<CallerContext, 'publish' | 'subscribe'> {
  return { publish: JSON.stringify(publish), subscribe: JSON.stringify(subscribe) };
}

function letIn(context: CallerContext, operation: string | undefined, ttlOverride: number): Authorization {
  const isEvents = EVENT_OPERATION.test(operation ?? '');
  return {
    isAuthorized: true,
    ...(isEvents ? { handlerContext: context } : { resolverContext: context }),
    ttlOverride,
  };
}
