// What AppSync is told of a token, at a GraphQL API and at an Event API:
// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
// https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html
import type { Verdict } from './verify';

/** What the handlers see of a token; its values cannot be objects. */
interface TokenContext {
  readonly sub: string;
  /** JSON text of a list of channel patterns. */
  readonly publish: string;
  /** JSON text of a list of channel patterns. */
  readonly subscribe: string;
  /** When the token ends, in seconds since 1970. */
  readonly exp: string;
}

/** The answer of a Lambda authorizer. */
export interface Authorization {
  readonly isAuthorized: boolean;
  /** `ctx.identity.resolverContext` of a GraphQL API. */
  readonly resolverContext?: TokenContext;
  /** `ctx.identity.handlerContext` of an Event API. */
  readonly handlerContext?: TokenContext;
  /** Seconds for which AppSync keeps the answer. */
  readonly ttlOverride: number;
}

/** Seconds. AppSync keeps no answer longer than an hour. */
const MAX_TTL = 3600;

/** What an Event API asks about: `EVENT_CONNECT`, `EVENT_SUBSCRIBE` or `EVENT_PUBLISH`. A GraphQL API names no operation. */
const EVENT_OPERATION = /^EVENT_/;

/**
 * Answers AppSync. A refusal is not kept: the token may become valid, or its issuer's keys may arrive.
 * @param operation what the caller wants of an Event API; nothing for a GraphQL API
 * @param now milliseconds since 1970
 */
export function authorizationOf(verdict: Verdict, operation: string | undefined, now: number): Authorization {
  if (!verdict.isGood) return { isAuthorized: false, ttlOverride: 0 };
  const { subject, expires, permissions } = verdict;
  const context = {
    sub: subject,
    publish: JSON.stringify(permissions.publish),
    subscribe: JSON.stringify(permissions.subscribe),
    exp: String(expires),
  };
  return {
    isAuthorized: true,
    ...(EVENT_OPERATION.test(operation ?? '') ? { handlerContext: context } : { resolverContext: context }),
    ttlOverride: Math.max(0, Math.min(MAX_TTL, Math.floor(expires - now / 1000))),
  };
}
