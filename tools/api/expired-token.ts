// A token whose time is over: the API says only that it is not accepted.
import { decodeJwt } from 'jose';
import type { Credentials } from './connection';

const SECOND = 1000;

/**
 * What to do about a refusal, if it comes of the token's end.
 * @returns a sentence; `undefined` for another refusal, without a token, or with one that has not expired
 */
export function expiredToken({ code }: { readonly code: string }, credentials: Credentials): string | undefined {
  const end = code === 'Unauthorized' && 'token' in credentials ? endOf(credentials.token) : undefined;
  if (end === undefined || end > Date.now()) return undefined;
  return `The token expired at ${new Date(end).toISOString()}; use a new one: "npm run token" makes one, and "npm start" prints one.`;
}

/** Milliseconds since 1970. */
function endOf(token: string): number | undefined {
  try {
    const { exp } = decodeJwt(token);
    return exp === undefined || Number.isNaN(new Date(exp * SECOND).getTime()) ? undefined : exp * SECOND;
  } catch {
    return undefined;
  }
}
