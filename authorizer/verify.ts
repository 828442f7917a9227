// Decides whether a token is valid; time and network are passed in.
import { decodeJwt, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import type { Issuer } from './issuer';
import { KeysUnavailable, keySetOf, type Surroundings } from './key-set';
import { type Permissions, permissionsOf } from './permissions';

/** What became of a token. */
export type Verdict =
  | {
      readonly isGood: true;
      /** The claim `sub`. */
      readonly subject: string;
      /** When the token ends, in seconds since 1970. */
      readonly expires: number;
      readonly permissions: Permissions;
      /** All that the token says. */
      readonly claims: JWTPayload;
    }
  /** `reason` holds nothing of the token and may be logged. */
  | { readonly isGood: false; readonly reason: string };

/** Verifies a token, with or without `Bearer ` in front of it. */
export type Verify = (token: string) => Promise<Verdict>;

/** Only asymmetric ones: with HMAC, anyone who can verify can also forge. Each key works with its own kind. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const BEARER = /^Bearer +/i;

const MILLISECONDS = 1000;
/**
 * Seconds since 1970. Subscriptions end by a comparison of times as text, which later years with their five digits would
 * not survive.
 */
const LAST_EXPIRY = Date.UTC(9999, 0) / MILLISECONDS;

interface TrustedIssuer {
  readonly issuer: Issuer;
  readonly keys: JWTVerifyGetKey;
}

/** Makes a verifier that keeps the issuers' keys between its calls. */
export function createVerifier(issuers: readonly Issuer[], surroundings: Surroundings): Verify {
  const trusted = new Map<unknown, TrustedIssuer>(
    issuers.map((issuer) => [issuer.issuer, { issuer, keys: keySetOf(issuer, surroundings) }]),
  );
  return async (text) => {
    const token = text.replace(BEARER, '');
    try {
      const found = trusted.get(decodeJwt(token).iss);
      if (!found) return refused('ISSUER_NOT_TRUSTED');
      return verdictOf(found.issuer, await claimsOf(token, found, surroundings.now()));
    } catch (error) {
      if (error instanceof errors.JOSEError) return refused(error.code);
      if (error instanceof KeysUnavailable) return refused('KEYS_UNAVAILABLE');
      throw error;
    }
  };
}

async function claimsOf(token: string, { issuer, keys }: TrustedIssuer, now: number): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, keys, {
    issuer: issuer.issuer,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'sub'],
    currentDate: new Date(now),
    ...(issuer.audience && { audience: [...issuer.audience] }),
  });
  return payload;
}

function verdictOf({ clientIds, permissionsClaim, fallback }: Issuer, claims: JWTPayload): Verdict {
  // A claim is whatever its issuer wrote there.
  const { sub: subject, exp: expires = 0 }: { readonly sub?: unknown; readonly exp?: number } = claims;
  if (typeof subject !== 'string' || subject === '') return refused('SUBJECT_MISSING');
  // JSON's 1e999 is a number that has no end.
  if (!Number.isFinite(expires) || expires / MILLISECONDS >= LAST_EXPIRY) return refused('EXPIRY_OUT_OF_RANGE');
  if (expires >= LAST_EXPIRY) return refused('EXPIRY_IN_MILLISECONDS');
  if (clientIds && !isOfClient(claims, clientIds)) return refused('CLIENT_NOT_TRUSTED');
  const claim = Object.hasOwn(claims, permissionsClaim) ? claims[permissionsClaim] : undefined;
  const permissions = claim === undefined ? fallback : permissionsOf(claim);
  return { isGood: true, subject, expires, permissions, claims };
}

/**
 * Cognito's access tokens name their client in `client_id`, its id tokens in `aud`.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
function isOfClient({ token_use: use, client_id: clientId, aud }: JWTPayload, clientIds: readonly string[]): boolean {
  const client = use === 'access' ? clientId : use === 'id' ? aud : undefined;
  return typeof client === 'string' && clientIds.includes(client);
}

function refused(reason: string): Verdict {
  return { isGood: false, reason };
}
