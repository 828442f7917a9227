// Buckets behind CloudFront.
import type { PolicyDocument } from '../../src/iam/iam';
import { PlanetNetwork } from '../../src/foundation/network';
import {
  aBehavior,
  aBucketOrigin,
  aCustomOrigin,
  aDistribution,
  type CloudFrontBench,
  cloudFrontBench,
  view,
} from '../support/cloudfront';
import { aPolicy, aStatement } from '../support/iam';

const BUCKET = 'arn:aws:s3:::page';
const NETWORK = new PlanetNetwork();

let bench: CloudFrontBench;

beforeEach(async () => {
  bench = cloudFrontBench({ network: NETWORK });
  const { s3 } = bench;
  await s3.createBucket('page');
  s3.putObject('page', 'index.html', {
    body: Buffer.from('<p>hello'),
    contentType: 'text/html',
    cacheControl: 'no-cache',
  });
  s3.putObject('page', 'a b/ü.js', { body: Buffer.from('1'), contentType: 'text/javascript' });
});

afterEach(async () => {
  NETWORK.restore('us-east-1');
  await bench.stop();
});

/** Opens an edge before the bucket, whose policy may name the distribution. */
function open(policyFor: (distributionArn: string) => PolicyDocument | undefined = policyOf, withAccessControl = true) {
  const { id } = bench.cloudFront.createOriginAccessControl('page');
  const { arn } = bench.cloudFront.createDistribution(
    aDistribution({
      origins: [aBucketOrigin({ originAccessControlId: withAccessControl ? id : undefined })],
      defaultRootObject: 'index.html',
      defaultBehavior: aBehavior({ targetOriginId: 'page', originRequestPolicyId: undefined }),
    }),
    bench.home,
  );
  const policy = policyFor(arn);
  if (policy) bench.s3.putBucketPolicy('page', policy);
  return bench.edge();
}

/** Lets the distribution read. */
function policyOf(arn: string, ...others: readonly Parameters<typeof aStatement>[0][]): PolicyDocument {
  const shared = {
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: { StringEquals: { 'aws:SourceArn': arn } },
  };
  return aPolicy(
    aStatement({ ...shared, Action: 's3:GetObject', Resource: `${BUCKET}/*` }),
    ...others.map((other) => aStatement({ ...shared, ...other })),
  );
}

const DENIED = {
  status: 403,
  body: expect.stringContaining('<Code>AccessDenied</Code><Message>Access Denied</Message>'),
};

it('CDN-25 serves the objects of a private bucket that lets the distribution in', async () => {
  expect(await view(await open())).toMatchObject({
    status: 200,
    body: '<p>hello',
    headers: {
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      'content-length': '8',
      etag: '"fef204c8ad5edb6ecf33217b26aff0b9"',
      'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
      server: 'AmazonS3',
      'x-cache': 'Miss from cloudfront',
    },
  });
});

it('finds an object by its encoded name', async () => {
  expect(await view(await open(), { path: '/a%20b/%C3%BC.js' })).toMatchObject({ status: 200, body: '1' });
});

it('answers HEAD without the object', async () => {
  expect(await view(await open(), { method: 'HEAD' })).toMatchObject({
    status: 200,
    body: '',
    headers: { 'content-length': '8' },
  });
});

it('answers 304 to whoever has the object', async () => {
  const edge = await open();
  const { etag = '' } = (await view(edge)).headers;

  expect(await view(edge, { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: '' });
  expect(await view(edge, { headers: { 'if-none-match': '"other"' } })).toMatchObject({ status: 200 });
});

it('CDN-25 is refused by a bucket without a policy', async () => {
  expect(await view(await open(() => undefined))).toMatchObject(DENIED);
});

it('CDN-25 is refused by a bucket that lets another distribution in', async () => {
  expect(await view(await open((arn) => policyOf(`${arn}X`)))).toMatchObject(DENIED);
});

it('CDN-25 is refused without an origin access control', async () => {
  expect(await view(await open(policyOf, false))).toMatchObject(DENIED);
});

it('CDN-26 does not learn what is not there unless it may list the bucket', async () => {
  expect(await view(await open(), { path: '/none' })).toMatchObject(DENIED);
});

it('CDN-26 learns what is not there when it may list the bucket', async () => {
  const edge = await open((arn) => policyOf(arn, { Action: 's3:ListBucket', Resource: BUCKET }));

  expect(await view(edge, { path: '/none' })).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/xml', 'x-cache': 'Error from cloudfront' },
    body: expect.stringContaining('<Code>NoSuchKey</Code>'),
  });
});

it('cannot write', async () => {
  expect(await view(await open(), { method: 'PUT', body: 'x' })).toMatchObject({
    status: 405,
    body: expect.stringContaining('<Code>MethodNotAllowed</Code>'),
  });
});

it('refuses a name that cannot be decoded', async () => {
  expect(await view(await open(), { path: '/%zz' })).toMatchObject({ status: 400 });
});

it('CDN-27 refuses plain HTTP', async () => {
  const origins = [aCustomOrigin({ domainName: 'page.s3.us-east-1.amazonaws.com' })];
  bench.cloudFront.createDistribution(
    aDistribution({ origins, defaultBehavior: aBehavior({ originRequestPolicyId: undefined }) }),
    bench.home,
  );

  expect(await view(await bench.edge(), { path: '/index.html' })).toMatchObject(DENIED);
});

it('answers 502 while the region of the bucket is down', async () => {
  const edge = await open();
  NETWORK.takeDown('us-east-1');

  expect(await view(edge)).toMatchObject({ status: 502 });
});
