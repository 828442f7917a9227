// What a token lets its holder do: lists of channel patterns, read from one of its claims.

/** Channels by what may be done there. A pattern is a channel's name, a prefix that ends in `/*`, or `*`. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** No permission at all. */
export const NOTHING: Permissions = { publish: [], subscribe: [] };

/** One to five parts of 1 to 50 characters, the last of which may be `*`: as resolvers/lib/channel.ts has it. */
const PATTERN = /^(?:\*|[^/*]{1,50}(?:\/[^/*]{1,50}){0,4}|[^/*]{1,50}(?:\/[^/*]{1,50}){0,3}\/\*)$/;

/**
 * The permissions that a claim gives.
 * @param claim an object with the lists `publish` and `subscribe`, or its JSON text, as Cognito can add strings only
 * @returns `NOTHING` for anything else: a claim that is half right could mean anything
 */
export function permissionsOf(claim: unknown): Permissions {
  const value = typeof claim === 'string' ? parsed(claim) : claim;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return NOTHING;
  const { publish = [], subscribe = [] } = value as { readonly publish?: unknown; readonly subscribe?: unknown };
  return arePatterns(publish) && arePatterns(subscribe) ? { publish, subscribe } : NOTHING;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function arePatterns(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isPattern);
}

function isPattern(value: unknown): boolean {
  return typeof value === 'string' && PATTERN.test(value);
}
