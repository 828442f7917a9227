// What the caller's token permits. The authorizer has verified it; callers without one have API keys or IAM.
import { type AppSyncIdentityLambda, type Identity, util } from '@aws-appsync/utils';
import { covers, isReserved, notAllowed } from './channel';
import { type Refusal, requireNone } from './refusal';

/** What may be done in a channel. */
export type Right = 'publish' | 'subscribe';

/** What the authorizer says of a token: as text, because that must be flat. */
type TokenContext = Record<Right | 'sub' | 'exp', string>;

const MILLISECONDS = 1000;
/** Characters of `2026-01-01T00:00:00`; the authorizer takes no token that ends in a longer year. */
const UP_TO_SECONDS = 19;

/** Ends the request with the error `ChannelNotAllowed`, as for a channel that is not there, unless the token covers it. */
export function requirePermitted(right: Right, name: string, identity: Identity): void {
  requireNone(permissionRefusal(right, name, identity));
}

/** As for a channel that is not there; null if the token covers the channel. */
export function permissionRefusal(right: Right, name: string, identity: Identity): Refusal | null {
  const token = tokenOf(identity);
  return !token || patternsOf(token, right).some((pattern) => covers(pattern, name)) ? null : notAllowed(name);
}

/** The part of the allowed channels where the caller may publish or subscribe. */
export function permittedChannels(allowed: string[], identity: Identity): string[] {
  const token = tokenOf(identity);
  if (!token) return allowed;
  const patterns = patternsOf(token, 'publish').concat(patternsOf(token, 'subscribe'));
  const permitted = allowed.filter((entry) => patterns.some((pattern) => covers(pattern, entry)));
  const narrower = patterns.filter((pattern) => allowed.some((entry) => covers(entry, pattern)));
  return permitted.concat(narrower).filter((entry, index, all) => !isReserved(entry) && all.indexOf(entry) === index);
}

/**
 * The second in which the token ends, such as `2026-01-01T00:00:00`; null for callers without a token. It is for comparing
 * times as text: a whole second may be written `…:00.000Z` or `…:00Z`, and both come after the bare `…:00`.
 */
export function endOfToken(identity: Identity): string | null {
  const token = tokenOf(identity);
  if (!token) return null;
  const second = Math.floor(JSON.parse(token.exp) as number);
  return util.time.epochMilliSecondsToISO8601(second * MILLISECONDS).slice(0, UP_TO_SECONDS);
}

/** The token's subject; null for callers without a token. */
export function subjectOf(identity: Identity): string | null {
  return tokenOf(identity)?.sub ?? null;
}

function patternsOf(token: TokenContext, right: Right): string[] {
  return JSON.parse(token[right]) as string[];
}

/** `resolverContext` in a GraphQL API, `handlerContext` in an Event API; an identity of another kind has neither. */
function tokenOf(identity: Identity): TokenContext | null {
  const told = identity as (Partial<AppSyncIdentityLambda> & { handlerContext?: TokenContext }) | null;
  return told?.resolverContext ?? told?.handlerContext ?? null;
}
