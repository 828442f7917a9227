// What the authorizer lets the caller do: by a token, which it has verified, or as a guest. All others have API keys or IAM.
import { type AppSyncIdentityLambda, type Identity, util } from '@aws-appsync/utils';
import { covers, isReserved, notAllowed } from './channel';
import { type Refusal, requireNone } from './refusal';

/** What may be done in a channel. */
export type Right = 'publish' | 'subscribe';

/** What the authorizer says of a caller: as text, because that must be flat. A guest has neither a subject nor an end. */
type CallerContext = Record<Right, string> & {
  sub?: string;
  exp?: string;
  /** JSON text of the token's claims, in a stage with hooks. */
  claims?: string;
};

const MILLISECONDS = 1000;
/** Characters of `2026-01-01T00:00:00`; the authorizer takes no token that ends in a longer year. */
const UP_TO_SECONDS = 19;

/** Ends the request with the error `ChannelNotAllowed`, as for a channel that is not there, unless the caller may use it. */
export function requirePermitted(right: Right, name: string, identity: Identity): void {
  requireNone(permissionRefusal(right, name, identity));
}

/** As for a channel that is not there; null if the caller may use the channel. */
export function permissionRefusal(right: Right, name: string, identity: Identity): Refusal | null {
  const caller = contextOf(identity);
  return !caller || patternsOf(caller, right).some((pattern) => covers(pattern, name)) ? null : notAllowed(name);
}

/** The part of the allowed channels where the caller may publish or subscribe. */
export function permittedChannels(allowed: string[], identity: Identity): string[] {
  const caller = contextOf(identity);
  if (!caller) return allowed;
  const patterns = patternsOf(caller, 'publish').concat(patternsOf(caller, 'subscribe'));
  const permitted = allowed.filter((entry) => patterns.some((pattern) => covers(pattern, entry)));
  const narrower = patterns.filter((pattern) => allowed.some((entry) => covers(entry, pattern)));
  return permitted.concat(narrower).filter((entry, index, all) => !isReserved(entry) && all.indexOf(entry) === index);
}

/**
 * The second in which the token ends, such as `2026-01-01T00:00:00`; null for callers without a token. It is for comparing
 * times as text: a whole second may be written `…:00.000Z` or `…:00Z`, and both come after the bare `…:00`.
 */
export function endOfToken(identity: Identity): string | null {
  const exp = contextOf(identity)?.exp;
  if (!exp) return null;
  const second = Math.floor(JSON.parse(exp) as number);
  return util.time.epochMilliSecondsToISO8601(second * MILLISECONDS).slice(0, UP_TO_SECONDS);
}

/** The token's subject; null for callers without a token. */
export function subjectOf(identity: Identity): string | null {
  return contextOf(identity)?.sub ?? null;
}

/** Was the caller let in without a token? */
export function isGuest(identity: Identity): boolean {
  const caller = contextOf(identity);
  return !!caller && caller.sub === undefined;
}

/** The token's claims; null for callers without a token, and so for guests. */
export function claimsOf(identity: Identity): Record<string, unknown> | null {
  const caller = contextOf(identity);
  return caller?.sub === undefined ? null : (JSON.parse(caller.claims ?? '{}') as Record<string, unknown>);
}

function patternsOf(caller: CallerContext, right: Right): string[] {
  return JSON.parse(caller[right]) as string[];
}

/** `resolverContext` in a GraphQL API, `handlerContext` in an Event API; an identity of another kind has neither. */
function contextOf(identity: Identity): CallerContext | null {
  const told = identity as (Partial<AppSyncIdentityLambda> & { handlerContext?: CallerContext }) | null;
  return told?.resolverContext ?? told?.handlerContext ?? null;
}
