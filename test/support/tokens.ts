// Tokens for tests: valid ones, and ones that must be refused.
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** Who signs, and with what. */
export interface Signer {
  /** An EC key of the curve P-256, which signs ES256. */
  readonly key: KeyObject;
  readonly kid: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Which channels a token opens. */
export interface Permissions {
  readonly publish?: readonly string[];
  readonly subscribe?: readonly string[];
}

/** What is said differently than by a proper token; `undefined` leaves it out. */
export interface TokenOverrides {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs instead of the signer's own key. */
  readonly key?: KeyObject;
}

const HOUR = 3600;

/** The claim of the permissions, unless stages.yml names another. */
const PERMISSIONS_CLAIM = 'permissions';

/** A token of ana's that is good for an hour. */
export function tokenOf(signer: Signer, permissions: Permissions, overrides: TokenOverrides = {}): string {
  const signed = signingInput(signer, permissions, overrides);
  const key = overrides.key ?? signer.key;
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}

function signingInput(signer: Signer, permissions: Permissions, { header, claims }: TokenOverrides): string {
  const now = Math.floor(Date.now() / 1000);
  return [
    { alg: 'ES256', kid: signer.kid, typ: 'JWT', ...header },
    {
      iss: signer.issuer,
      aud: signer.audience,
      sub: 'ana',
      iat: now,
      exp: now + HOUR,
      [PERMISSIONS_CLAIM]: permissions,
      ...claims,
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
}

/** Who may forge: everything that is known of the signer but, for most, its key. */
type Forgery = (signer: Signer, permissions: Permissions) => string;

/** Tokens that claim everything and must open nothing, by how they were made. */
export const FORGERIES: ReadonlyMap<string, Forgery> = new Map<string, Forgery>([
  ['alg: none', (signer, permissions) => `${signingInput(signer, permissions, { header: { alg: 'none' } })}.`],
  ['HMAC with the public key', withPublicKeyAsSecret],
  ['a key of the forger’s', (signer, permissions) => tokenOf(signer, permissions, { key: aKey() })],
  [
    'an unknown key id',
    (signer, permissions) => tokenOf(signer, permissions, { key: aKey(), header: { kid: 'forged' } }),
  ],
  [
    'a key in its own header',
    (signer, permissions) => {
      const key = aKey();
      const jwk = createPublicKey(key).export({ format: 'jwk' });
      return tokenOf(signer, permissions, { key, header: { kid: undefined, jwk } });
    },
  ],
  [
    'another issuer',
    (signer, permissions) => tokenOf(signer, permissions, { claims: { iss: 'https://forger.example' } }),
  ],
  ['another audience', (signer, permissions) => tokenOf(signer, permissions, { claims: { aud: 'somebody-else' } })],
  ['one bit changed', (signer, permissions) => withBitChanged(tokenOf(signer, permissions))],
  ['other claims under its signature', withOtherClaims],
  ['a cut signature', (signer, permissions) => tokenOf(signer, permissions).slice(0, -1)],
  ['no signature', (signer, permissions) => tokenOf(signer, permissions).replace(/[^.]+$/, '')],
  ['another algorithm’s name', (signer, permissions) => tokenOf(signer, permissions, { header: { alg: 'RS256' } })],
  ['no expiry', (signer, permissions) => tokenOf(signer, permissions, { claims: { exp: undefined } })],
  ['no subject', (signer, permissions) => tokenOf(signer, permissions, { claims: { sub: undefined } })],
]);

/** A private key of a stranger's. */
export function aKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A verifier that takes the algorithm from the token would take the public key, which everybody has, for the secret. */
function withPublicKeyAsSecret(signer: Signer, permissions: Permissions): string {
  const signed = signingInput(signer, permissions, { header: { alg: 'HS256' } });
  const secret = createPublicKey(signer.key).export({ format: 'pem', type: 'spki' });
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function withBitChanged(token: string): string {
  const [head = '', claims = '', signature = ''] = token.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
  return [head, claims, bytes.toString('base64url')].join('.');
}

function withOtherClaims(signer: Signer, permissions: Permissions): string {
  const [head = '', , signature = ''] = tokenOf(signer, {}).split('.');
  const claims = tokenOf(signer, permissions).split('.')[1] ?? '';
  return [head, claims, signature].join('.');
}
