// The key pairs of code that acts as a role.
import { verifySignature } from '../../src/iam/signature';
import type { Iam } from '../../src/iam/iam';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { anIam, aRole, aTrustPolicy, aUserPrincipal } from '../support/iam';

const NOW = Date.parse('2026-01-01T00:00:00Z');

function aSession() {
  const iam = anIam();
  const trust = aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } });
  const { arn } = iam.createRole(aRole({ assumeRolePolicyDocument: trust }));
  const principal = iam.assumeRole(arn, 'lambda.amazonaws.com');
  return { iam, principal, key: iam.sessionKey(principal) };
}

async function verified(iam: Iam, credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials']) {
  const signer = new SignatureV4({ credentials, region: 'us-west-2', service: 'dynamodb', sha256: Sha256 });
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname: 'localhost',
    path: '/',
    headers: { host: 'localhost' },
  };
  const { headers } = await signer.sign(request, { signingDate: new Date(NOW) });
  const received = { method: 'POST', path: '/', headers, body: Buffer.alloc(0) };
  return verifySignature(received, { accessKey: (id) => iam.accessKey(id), now: NOW });
}

it('signs as the session of the role', async () => {
  const { iam, key, principal } = aSession();

  expect((await verified(iam, key)).principal).toEqual(principal);
  expect(key.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
});

it.each([
  ['without its token', undefined],
  ['with another token', 'other'],
])('is not accepted %s', async (_, sessionToken) => {
  const { iam, key } = aSession();
  const { accessKeyId, secretAccessKey } = key;

  const attempt = verified(iam, { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) });

  await expect(attempt).rejects.toMatchObject({ code: 'UnrecognizedClientException' });
});

/** A session that ends at a time, as an account's user begins it. */
function aSessionUntil(end: number) {
  const iam = anIam();
  const trust = aTrustPolicy({ Principal: { AWS: aUserPrincipal().accountId } });
  const { arn: roleArn } = iam.createRole(aRole({ assumeRolePolicyDocument: trust }));
  const session = { roleArn, sessionName: 'test', duration: 900, now: end - 900_000 };
  return { iam, key: iam.beginSession(aUserPrincipal(), session) };
}

it('AC-08 is accepted until the session ends', async () => {
  const { iam, key } = aSessionUntil(NOW + 1);

  expect((await verified(iam, key)).principal).toEqual(key.principal);
});

it('AC-08 is expired when the session has ended', async () => {
  const { iam, key } = aSessionUntil(NOW);

  await expect(verified(iam, key)).rejects.toMatchObject({ code: 'ExpiredTokenException' });
});

it('is the same for the same session', () => {
  const { iam, key, principal } = aSession();

  expect(iam.sessionKey(principal)).toEqual(key);
});
