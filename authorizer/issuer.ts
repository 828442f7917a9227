// Whose tokens are accepted: the issuers of the stage, as packaging wrote them into the function's environment.
import type { JWK } from 'jose';
import { NOTHING, type Permissions, permissionsOf } from './permissions';

/** An issuer whose tokens are accepted. */
export interface Issuer {
  /** The claim `iss`. */
  readonly issuer: string;
  /** One of them must be in the claim `aud`; any audience when absent. */
  readonly audience: readonly string[] | undefined;
  /** Where the keys are published, or the public keys themselves. */
  readonly keys: string | readonly JWK[];
  /** The app clients of a Cognito user pool, whose tokens name them in `client_id` or `aud`. */
  readonly clientIds: readonly string[] | undefined;
  /** The claim that holds the permissions. */
  readonly permissionsClaim: string;
  /** What tokens without that claim permit. */
  readonly fallback: Permissions;
}

/** An entry of `issuers:` in stages.yml, which packaging has checked. The type is all that comes from there. */
type Entry = Partial<import('../tools/stages/issuer').EveryMember>;

const DEFAULT_CLAIM = 'permissions';

/**
 * Reads the environment variable `ISSUERS`.
 * @param text a JSON list of entries
 * @throws Error when it cannot be read: the function must not start with half of its issuers
 */
export function readIssuers(text: string | undefined): readonly Issuer[] {
  const entries: unknown = JSON.parse(text ?? '[]');
  if (!Array.isArray(entries)) throw new Error('The environment variable ISSUERS must be a JSON list.');
  return entries.map((entry) => issuerOf(entry as Entry));
}

function issuerOf(entry: Entry): Issuer {
  const { audience, permissionsClaim = DEFAULT_CLAIM, userPoolId, clientIds } = entry;
  const issuer = userPoolId === undefined ? entry.issuer : userPoolIssuer(userPoolId);
  const keys = userPoolId === undefined ? (entry.keys ?? entry.jwksUri) : `${issuer ?? ''}/.well-known/jwks.json`;
  if (issuer === undefined || keys === undefined) {
    throw new Error('An entry of the environment variable ISSUERS has no issuer or no keys.');
  }
  const fallback = entry.default === undefined ? NOTHING : permissionsOf(entry.default);
  return { issuer, audience, keys, clientIds, permissionsClaim, fallback };
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html */
function userPoolIssuer(userPoolId: string): string {
  const [region = ''] = userPoolId.split('_');
  return `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
}
