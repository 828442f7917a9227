// Buckets, and who may read them.
import { get as httpGet } from 'node:http';
import type { Iam, Principal } from '../../src/iam/iam';
import { Hosts } from '../../src/foundation/host-names';
import { PlanetNetwork } from '../../src/foundation/network';
import type { Region } from '../../src/foundation/region';
import type { S3 } from '../../src/s3/s3';
import { createS3 } from '../../src/s3/service';
import { aRegion } from '../support/region';
import { aPolicy, aRole, aServicePrincipal, aStatement, aTrustPolicy, aUserPrincipal, anIam } from '../support/iam';

const OBJECT = { body: Buffer.from('hello'), contentType: 'text/plain' };
const SERVICE: Principal = aServicePrincipal({ service: 'cloudfront.amazonaws.com', sourceArn: 'arn:distribution' });
const NETWORK = new PlanetNetwork();

let region: Region;
let hosts: Hosts;
let iam: Iam;
let s3: S3;

beforeEach(async () => {
  region = aRegion({ name: 'us-east-1' });
  [hosts, iam] = [new Hosts(), anIam()];
  s3 = createS3(region, { iam, hosts, power: NETWORK.powerOf('us-east-1') });
  await s3.createBucket('page');
  s3.putObject('page', 'a/b.txt', OBJECT);
});

afterEach(async () => {
  NETWORK.restore('us-east-1');
  await s3.stop();
});

it('gives an object to a caller whose own policy allows it', () => {
  expect(s3.getObject('page', 'a/b.txt', aUserPrincipal())).toEqual({
    ...OBJECT,
    etag: '"5d41402abc4b2a76b9719d911017c592"',
    lastModified: region.clock.now(),
  });
});

it('gives an object to a caller whom the bucket’s policy allows', () => {
  s3.putBucketPolicy(
    'page',
    aPolicy(aStatement({ Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::page/a/*' })),
  );

  expect(s3.getObject('page', 'a/b.txt', SERVICE)).toMatchObject(OBJECT);
  expect(() => s3.getObject('page', 'b.txt', SERVICE)).toThrow('Access Denied');
});

it('keeps the last of two objects of one name', () => {
  s3.putObject('page', 'a/b.txt', { ...OBJECT, contentType: 'text/html' });

  expect(s3.getObject('page', 'a/b.txt', aUserPrincipal())).toMatchObject({ contentType: 'text/html' });
});

it('CDN-26 tells an administrator what is not there', () => {
  expect(() => s3.getObject('page', 'none', aUserPrincipal())).toThrow(
    expect.objectContaining({ code: 'NoSuchKey', status: 404 }) as Error,
  );
});

it('refuses a role whose policies do not name the object', () => {
  const trust = aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } });
  const policyDocument = aPolicy(aStatement({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::other/*' }));
  const { arn } = iam.createRole(
    aRole({ assumeRolePolicyDocument: trust, policies: [{ policyName: 'read', policyDocument }] }),
  );
  const role = iam.assumeRole(arn, 'lambda.amazonaws.com');

  expect(() => s3.getObject('page', 'a/b.txt', role)).toThrow(
    expect.objectContaining({ code: 'AccessDenied', status: 403 }) as Error,
  );
});

it.each([
  ['reading', () => s3.getObject('none', 'x', aUserPrincipal())],
  ['writing', () => s3.putObject('none', 'x', OBJECT)],
  ['a policy', () => s3.putBucketPolicy('none', aPolicy())],
])('refuses %s where there is no bucket', (_, call) => {
  expect(call).toThrow(expect.objectContaining({ code: 'NoSuchBucket', status: 404 }) as Error);
});

it('refuses an invalid policy', () => {
  expect(() => s3.putBucketPolicy('page', { Statement: [{}] })).toThrow(
    expect.objectContaining({ code: 'MalformedPolicyDocument' }) as Error,
  );
});

it('refuses a second bucket of one name', async () => {
  await expect(s3.createBucket('page')).rejects.toMatchObject({ code: 'BucketAlreadyOwnedByYou' });
});

it('cannot be reached while its region is down', () => {
  NETWORK.takeDown('us-east-1');

  expect(() => s3.getObject('page', 'a/b.txt', aUserPrincipal())).toThrow('us-east-1 cannot be reached');
});

describe('a host name', () => {
  const hostNames = ['page.s3.us-east-1.amazonaws.com', 'page.s3.amazonaws.com'];

  it.each(hostNames)('%s leads to the bucket', (hostName) => {
    expect(s3.bucketAt(hostName.toUpperCase())).toBe('page');
  });

  it.each(['other.s3.us-east-1.amazonaws.com', 'page.s3.us-west-2.amazonaws.com', 'page.example.com'])(
    '%s leads nowhere',
    (hostName) => expect(s3.bucketAt(hostName)).toBeUndefined(),
  );

  it.each(hostNames)('CDN-27 %s resolves, and answers everybody with 403', async (hostName) => {
    const { status, body } = await get(hostName);

    expect(status).toBe(403);
    expect(body).toContain('<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>');
  });

  it('of no bucket is answered with 404', async () => {
    expect(await get('none.s3.us-east-1.amazonaws.com')).toMatchObject({ status: 404 });
  });

  it('does not answer while its region is down', async () => {
    NETWORK.takeDown('us-east-1');

    await expect(get('page.s3.amazonaws.com')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

/** Asks the server behind buckets for an object, by a bucket's name. */
function get(host: string): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const port = hosts.portOf('page.s3.amazonaws.com');
  return new Promise((resolve, reject) => {
    const request = httpGet({ host: '127.0.0.1', port, path: '/a/b.txt', headers: { host }, agent: false });
    request.on('error', reject).on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve({ status: response.statusCode, body }));
    });
  });
}
