// What AppSync is told of a token: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
import type { Verdict } from './verify';

/** The answer of a Lambda authorizer. */
export interface Authorization {
  readonly isAuthorized: boolean;
  /** `ctx.identity.resolverContext`; its values cannot be objects. */
  readonly resolverContext?: {
    readonly sub: string;
    /** JSON text of a list of channel patterns. */
    readonly publish: string;
    /** JSON text of a list of channel patterns. */
    readonly subscribe: string;
    /** When the token ends, in seconds since 1970. */
    readonly exp: string;
  };
  /** Seconds for which AppSync keeps the answer. */
  readonly ttlOverride: number;
}

/** Seconds. AppSync keeps no answer longer than an hour. */
const MAX_TTL = 3600;

/**
 * Answers AppSync. A refusal is not kept: the token may become valid, or its issuer's keys may arrive.
 * @param now milliseconds since 1970
 */
export function authorizationOf(verdict: Verdict, now: number): Authorization {
  if (!verdict.isGood) return { isAuthorized: false, ttlOverride: 0 };
  const { subject, expires, permissions } = verdict;
  return {
    isAuthorized: true,
    resolverContext: {
      sub: subject,
      publish: JSON.stringify(permissions.publish),
      subscribe: JSON.stringify(permissions.subscribe),
      exp: String(expires),
    },
    ttlOverride: Math.max(0, Math.min(MAX_TTL, Math.floor(expires - now / 1000))),
  };
}
