// Which tokens the authorizer takes, and what it reads in them.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, type JWK, SignJWT, generateKeyPair } from 'jose';
import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { readIssuers } from '../../../authorizer/issuer';
import { createVerifier, type Verdict, type Verify } from '../../../authorizer/verify';
import { CHANNEL_TEXTS } from '../../cases/channels';

/** 2026-01-01, in seconds. */
const NOW = 1_767_225_600;
/** 9999-01-01, in seconds. */
const YEAR_9999 = 253_370_764_800;
const SECOND = 1000;
const MINUTE = 60;
const HOUR = 3600;
const OWN = 'https://own.example';
const POOL = 'us-west-2_aBcDeFgHi';
const POOL_ISSUER = `https://cognito-idp.us-west-2.amazonaws.com/${POOL}`;
const PERMISSIONS = { publish: ['chat/*'], subscribe: ['*'] };

interface Pair {
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

let own: Pair;
let other: Pair;

beforeAll(async () => {
  own = await aPair('ES256', 'own-1');
  other = await aPair('ES256', 'other-1');
});

async function aPair(alg: string, kid: string): Promise<Pair> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const named = { kid, alg };
  return {
    privateJwk: { ...(await exportJWK(privateKey)), ...named },
    publicJwk: { ...(await exportJWK(publicKey)), ...named },
  };
}

interface Made {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: { readonly alg?: string; readonly kid?: string };
  readonly key?: Pair;
}

/** A token of ana's, good for an hour; `undefined` leaves a claim out. */
async function aToken({ claims, header, key = own }: Made = {}): Promise<string> {
  const { alg = '', kid = '' } = key.privateJwk;
  return new SignJWT({ iss: OWN, sub: 'ana', aud: 'app', exp: NOW + HOUR, permissions: PERMISSIONS, ...claims })
    .setProtectedHeader({ alg, kid, ...header })
    .sign(key.privateJwk);
}

/** A token of ours with claims in any text. */
function signed(header: object, claims: string): string {
  const input = [JSON.stringify(header), claims].map((part) => Buffer.from(part).toString('base64url')).join('.');
  const key = createPrivateKey({ key: { ...own.privateJwk }, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

/** The text of a token whose signature is made by hand. */
function signedBy(header: object, claims: object, signature: (input: string) => string): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${signature(input)}`;
}

function verifier(issuers: readonly object[], surroundings: Partial<{ fetch: typeof fetch; now: () => number }> = {}) {
  const noFetch = () => Promise.reject(new Error('There is no network.'));
  return createVerifier(readIssuers(JSON.stringify(issuers)), {
    fetch: noFetch,
    now: () => NOW * SECOND,
    ...surroundings,
  });
}

function ownVerifier(): Verify {
  return verifier([{ issuer: OWN, audience: ['app'], keys: [own.publicJwk] }]);
}

const CLAIMS = { iss: OWN, sub: 'ana', aud: 'app', exp: NOW + HOUR, permissions: PERMISSIONS };

it('takes a good token', async () => {
  const verdict = await ownVerifier()(await aToken());

  expect(verdict).toEqual({
    ...{ isGood: true, subject: 'ana', expires: NOW + HOUR, permissions: PERMISSIONS },
    claims: CLAIMS,
  });
});

it('takes a token that ends before the year 9999', async () => {
  const verdict = await ownVerifier()(await aToken({ claims: { exp: YEAR_9999 - 1 } }));

  expect(verdict).toMatchObject({ isGood: true, expires: YEAR_9999 - 1 });
});

it.each(['Bearer ', 'bearer  '])('takes a good token after %j', async (prefix) => {
  expect(await ownVerifier()(prefix + (await aToken()))).toMatchObject({ isGood: true });
});

it.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
  'takes a token signed by %s',
  async (alg) => {
    const key = await aPair(alg, 'key');

    const verdict = await verifier([{ issuer: OWN, keys: [key.publicJwk] }])(await aToken({ key }));

    expect(verdict).toMatchObject({ isGood: true });
  },
);

describe('refuses a token', () => {
  it.each<[string, string, () => Promise<string> | string]>([
    [
      'without a signature and `alg: none`',
      'ERR_JOSE_ALG_NOT_ALLOWED',
      () => signedBy({ alg: 'none' }, CLAIMS, () => ''),
    ],
    [
      'signed by HMAC with the public key in PEM',
      'ERR_JOSE_ALG_NOT_ALLOWED',
      () => signedBy({ alg: 'HS256', kid: 'own-1' }, CLAIMS, (input) => hmac(pemOf(own.publicJwk), input)),
    ],
    [
      'signed by HMAC with the public key in JSON',
      'ERR_JOSE_ALG_NOT_ALLOWED',
      () => signedBy({ alg: 'HS256', kid: 'own-1' }, CLAIMS, (input) => hmac(JSON.stringify(own.publicJwk), input)),
    ],
    ['of a foreign issuer', 'ISSUER_NOT_TRUSTED', async () => aToken({ claims: { iss: 'https://foreign.example' } })],
    ['without an issuer', 'ISSUER_NOT_TRUSTED', async () => aToken({ claims: { iss: undefined } })],
    ['whose issuer is `__proto__`', 'ISSUER_NOT_TRUSTED', async () => aToken({ claims: { iss: '__proto__' } })],
    ['for another audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED', async () => aToken({ claims: { aud: 'other' } })],
    ['without an audience', 'ERR_JWT_CLAIM_VALIDATION_FAILED', async () => aToken({ claims: { aud: undefined } })],
    ['that has expired', 'ERR_JWT_EXPIRED', async () => aToken({ claims: { exp: NOW } })],
    ['that never expires', 'ERR_JWT_CLAIM_VALIDATION_FAILED', async () => aToken({ claims: { exp: undefined } })],
    [
      'that ends in milliseconds',
      'EXPIRY_IN_MILLISECONDS',
      async () => aToken({ claims: { exp: (NOW + HOUR) * 1000 } }),
    ],
    ['that ends in microseconds', 'EXPIRY_OUT_OF_RANGE', async () => aToken({ claims: { exp: (NOW + HOUR) * 1e6 } })],
    ['that ends in the year 9999', 'EXPIRY_IN_MILLISECONDS', async () => aToken({ claims: { exp: YEAR_9999 } })],
    [
      'whose end is a number without one',
      'EXPIRY_OUT_OF_RANGE',
      () =>
        signed({ alg: 'ES256', kid: 'own-1' }, JSON.stringify({ ...CLAIMS, exp: 0 }).replace('"exp":0', '"exp":1e999')),
    ],
    ['that is not yet valid', 'ERR_JWT_CLAIM_VALIDATION_FAILED', async () => aToken({ claims: { nbf: NOW + 1 } })],
    ['without a subject', 'ERR_JWT_CLAIM_VALIDATION_FAILED', async () => aToken({ claims: { sub: undefined } })],
    ['with an empty subject', 'SUBJECT_MISSING', async () => aToken({ claims: { sub: '' } })],
    [
      'signed by another key under the same id',
      'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
      async () => aToken({ key: other, header: { kid: 'own-1' } }),
    ],
    ['with an unknown key id', 'ERR_JWKS_NO_MATCHING_KEY', async () => aToken({ header: { kid: 'other-1' } })],
    [
      'with the algorithm of another kind of key',
      'ERR_JWKS_NO_MATCHING_KEY',
      () => signedBy({ alg: 'RS256', kid: 'own-1' }, CLAIMS, () => 'AAAA'),
    ],
    ['with a cut signature', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED', async () => (await aToken()).slice(0, -4)],
    ['cut after its claims', 'ERR_JWT_INVALID', async () => (await aToken()).split('.').slice(0, 2).join('.')],
    [
      'with critical extensions',
      'ERR_JOSE_NOT_SUPPORTED',
      () => signedBy({ alg: 'ES256', kid: 'own-1', crit: ['x'], x: 1 }, CLAIMS, () => 'AAAA'),
    ],
    ['that is empty', 'ERR_JWT_INVALID', () => ''],
    ['that is an API key', 'ERR_JWT_INVALID', () => 'da2-abcdefghijklmnopqrstuvwxyz'],
  ])('%s', async (_, reason, make) => {
    expect(await ownVerifier()(await make())).toEqual({ isGood: false, reason });
  });

  it.each(['header', 'claims', 'signature'])('with one bit of its %s changed', async (part) => {
    const parts = (await aToken()).split('.');
    const index = ['header', 'claims', 'signature'].indexOf(part);
    const bytes = Buffer.from(parts[index] ?? '', 'base64url');
    bytes.writeUInt8(bytes.readUInt8(12) ^ 1, 12);

    const verdict = await ownVerifier()(parts.with(index, bytes.toString('base64url')).join('.'));

    expect(verdict).toMatchObject({ isGood: false });
  });
});

describe('the permissions of a token', () => {
  const NOTHING = { publish: [], subscribe: [] };

  it.each<[string, unknown, object]>([
    ['lists', PERMISSIONS, PERMISSIONS],
    ['lists as JSON text', JSON.stringify(PERMISSIONS), PERMISSIONS],
    ['one list', { publish: ['news'] }, { publish: ['news'], subscribe: [] }],
    ['nothing', {}, NOTHING],
    ['null', null, NOTHING],
    ['text that is not JSON', 'publish', NOTHING],
    ['a list', ['*'], NOTHING],
    ['text for a list', { publish: '*' }, NOTHING],
    ['a list with a number', { publish: ['news', 1], subscribe: ['*'] }, NOTHING],
    ['a star inside of a name', { publish: ['a*b'] }, NOTHING],
    ['a prefix without a slash', { publish: ['chat*'] }, NOTHING],
    ['a prefix without a name', { publish: ['/*'] }, NOTHING],
    ['an empty name', { publish: [''] }, NOTHING],
    ...CHANNEL_TEXTS.map(([text, kind]): [string, unknown, object] => [
      `${kind}: ${JSON.stringify(text)}`,
      { publish: [text] },
      kind === 'neither' ? NOTHING : { publish: [text], subscribe: [] },
    ]),
  ])('come from %s', async (_, permissions, expected) => {
    const verdict = await ownVerifier()(await aToken({ claims: { permissions } }));

    expect(permissionsOf(verdict)).toEqual(expected);
  });

  it.each([
    [undefined, NOTHING],
    [{ subscribe: ['*'] }, { publish: [], subscribe: ['*'] }],
  ])('are, without the claim, the issuer’s default %j', async (fallback, expected) => {
    const verify = verifier([{ issuer: OWN, keys: [own.publicJwk], default: fallback }]);

    const verdict = await verify(await aToken({ claims: { permissions: undefined } }));

    expect(permissionsOf(verdict)).toEqual(expected);
  });

  it('may be in a claim of another name', async () => {
    const claim = 'https://global-pubsub/permissions';
    const verify = verifier([{ issuer: OWN, keys: [own.publicJwk], permissionsClaim: claim }]);

    const verdict = await verify(await aToken({ claims: { permissions: { publish: ['*'] }, [claim]: PERMISSIONS } }));

    expect(permissionsOf(verdict)).toEqual(PERMISSIONS);
  });
});

describe('published keys', () => {
  let server: Server;
  let keys: readonly JWK[];
  let isUp: boolean;
  let requests: number;
  let now: number;

  beforeEach(async () => {
    [keys, isUp, requests, now] = [[own.publicJwk], true, 0, NOW * SECOND];
    server = createServer((_, response) => {
      requests += 1;
      response.statusCode = isUp ? 200 : 503;
      response.end(isUp ? JSON.stringify({ keys }) : 'down');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => void server.close());

  /** Every address leads to the test's server. */
  function served(issuers: readonly object[]): Verify {
    const { port } = server.address() as AddressInfo;
    const toServer: typeof fetch = async (_, init) => fetch(`http://127.0.0.1:${port}/`, init);
    return verifier(issuers, { fetch: toServer, now: () => now });
  }

  const provider = { issuer: OWN, jwksUri: 'https://own.example/jwks.json' };

  it('are fetched once for many tokens', async () => {
    const verify = served([provider]);

    const verdicts = await Promise.all([verify(await aToken()), verify(await aToken()), verify(await aToken())]);

    expect(verdicts.map(({ isGood }) => isGood)).toEqual([true, true, true]);
    expect(requests).toBe(1);
  });

  it('of a user pool and of an OpenID provider work side by side', async () => {
    keys = [own.publicJwk, other.publicJwk];
    const verify = served([provider, { userPoolId: POOL, clientIds: ['client'] }]);
    const ofPool = { iss: POOL_ISSUER, aud: undefined, token_use: 'access', client_id: 'client' };

    const verdicts = [
      await verify(await aToken()),
      await verify(await aToken({ key: other, claims: ofPool })),
      await verify(
        await aToken({ key: other, claims: { ...ofPool, client_id: undefined, token_use: 'id', aud: 'client' } }),
      ),
    ];

    expect(verdicts.map(({ isGood }) => isGood)).toEqual([true, true, true]);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['an access token of another client', { token_use: 'access', client_id: 'other' }],
    ['an id token of another client', { token_use: 'id', aud: 'other', client_id: 'client' }],
    ['a token of another use', { token_use: 'refresh', client_id: 'client', aud: 'client' }],
  ])('of a user pool do not open the door to %s', async (_, claims) => {
    const verify = served([{ userPoolId: POOL, clientIds: ['client'] }]);

    const verdict = await verify(await aToken({ claims: { iss: POOL_ISSUER, ...claims } }));

    expect(verdict).toEqual({ isGood: false, reason: 'CLIENT_NOT_TRUSTED' });
  });

  it('are fetched anew when a token names a key that is not among them', async () => {
    const verify = served([provider]);
    await verify(await aToken());
    [keys, now] = [[other.publicJwk], now + MINUTE * SECOND];

    const verdicts = [await verify(await aToken({ key: other })), await verify(await aToken())];

    expect(verdicts.map(({ isGood }) => isGood)).toEqual([true, false]);
    expect(requests).toBe(2);
  });

  it('are not fetched for every invented key', async () => {
    const verify = served([provider]);
    await verify(await aToken());
    now += MINUTE * SECOND;

    for (const kid of ['a', 'b', 'c']) await verify(await aToken({ header: { kid } }));

    expect(requests).toBe(2);
  });

  it('stay good while the provider is down', async () => {
    const verify = served([provider]);
    await verify(await aToken());
    [isUp, now] = [false, now + 30 * MINUTE * SECOND];

    const verdicts = [await verify(await aToken()), await verify(await aToken())];

    expect(verdicts.map(({ isGood }) => isGood)).toEqual([true, true]);
    expect(requests).toBe(2);
  });

  it('are forgotten some time after they were withdrawn', async () => {
    const verify = served([provider]);
    await verify(await aToken());
    [keys, now] = [[other.publicJwk], now + 11 * MINUTE * SECOND];

    expect(await verify(await aToken())).toEqual({ isGood: false, reason: 'ERR_JWKS_NO_MATCHING_KEY' });
  });

  it('that were never seen give no access until the provider is up', async () => {
    isUp = false;
    const verify = served([provider]);

    const down = await verify(await aToken());
    isUp = true;
    const up = await verify(await aToken());

    expect(down).toEqual({ isGood: false, reason: 'KEYS_UNAVAILABLE' });
    expect(up).toMatchObject({ isGood: true });
  });
});

it.each(['{}', 'null', '[{}]', '[{"issuer":"x"}]', '[{"keys":[]}]'])('does not start with the issuers %s', (text) => {
  expect(() => readIssuers(text)).toThrow('ISSUERS');
});

function permissionsOf(verdict: Verdict): object | undefined {
  return verdict.isGood ? verdict.permissions : undefined;
}

function pemOf(jwk: JWK): string {
  return createPublicKey({ key: { ...jwk }, format: 'jwk' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}

function hmac(secret: string, input: string): string {
  return createHmac('sha256', secret).update(input).digest('base64url');
}
