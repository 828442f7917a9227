// Distributions as they are created, and what CloudFront objects to.
import type { DistributionDefinition } from '../../src/cloudfront/distributions/distribution';
import {
  aBehavior,
  aBucketOrigin,
  aCustomOrigin,
  aDistribution,
  aDistributionWithFunction,
  CACHING_DISABLED,
  type CloudFrontBench,
  cloudFrontBench,
} from '../support/cloudfront';

let bench: CloudFrontBench;

beforeEach(() => {
  bench = cloudFrontBench();
});

afterEach(async () => bench.stop());

function create(overrides: Partial<DistributionDefinition>): () => unknown {
  return () => bench.cloudFront.createDistribution(aDistribution(overrides), bench.home);
}

function refusal(code: string, message: string): Error {
  return expect.objectContaining({ code, message: expect.stringContaining(message) }) as Error;
}

it('names a distribution as AWS does', () => {
  const { id, arn, domainName } = bench.cloudFront.createDistribution(aDistribution(), bench.home);

  expect(id).toMatch(/^E[A-Z2-7]{13}$/);
  expect(arn).toBe(`arn:aws:cloudfront::123456789012:distribution/${id}`);
  expect(domainName).toMatch(/^d[a-z0-9]{13}\.cloudfront\.net$/);
});

it('CDN-36 serves the first distribution that is enabled', async () => {
  await expect(bench.open(aDistribution({ isEnabled: false }))).rejects.toThrow('no enabled distribution');
});

it.each([true, false])('CDN-36 does not turn a distribution on or off, here from %s', (isEnabled) => {
  const { id } = bench.cloudFront.createDistribution(aDistribution({ isEnabled }), bench.home);
  const update = () => bench.cloudFront.updateDistribution(id, aDistribution({ isEnabled: !isEnabled }), bench.home);

  expect(update).toThrow(refusal('UNSUPPORTED_VALUE', 'does not turn a distribution on or off'));
});

it('CDN-30 refuses a behaviour without its origin', () => {
  expect(create({ defaultBehavior: aBehavior({ targetOriginId: 'other' }) })).toThrow(
    refusal('NoSuchOrigin', 'One or more of your origins or origin groups do not exist.'),
  );
});

it('CDN-30 refuses two origins of one id', () => {
  expect(create({ origins: [aCustomOrigin(), aCustomOrigin()] })).toThrow(refusal('InvalidArgument', 'Origin Id'));
});

it('CDN-30 refuses two behaviours of one pattern', () => {
  const behaviors = [aBehavior({ pathPattern: '/a' }), aBehavior({ pathPattern: '/a' })];

  expect(create({ behaviors })).toThrow(refusal('InvalidArgument', 'PathPattern contains the duplicate value /a'));
});

it.each(['Host', 'X-Edge-One', 'X-Amz-One', 'Cookie'])('CDN-30 refuses the origin’s own header %s', (name) => {
  expect(create({ origins: [aCustomOrigin({ customHeaders: [[name, 'x']] })] })).toThrow(
    refusal('InvalidArgument', name),
  );
});

it('CDN-30 refuses a policy that there is not', () => {
  expect(create({ defaultBehavior: aBehavior({ responseHeadersPolicyId: 'other' }) })).toThrow(
    refusal('NoSuchResponseHeadersPolicy', 'does not exist'),
  );
});

it('CDN-30 refuses an origin access control that there is not', async () => {
  await bench.s3.createBucket('page');

  expect(create({ origins: [aBucketOrigin({ originAccessControlId: 'other' })] })).toThrow(
    refusal('InvalidOriginAccessControl', 'not valid'),
  );
});

it('CDN-30 refuses a second policy and a second origin access control of one name', () => {
  const policy = { name: 'one', cors: undefined, headers: [], removedHeaders: [] };
  bench.cloudFront.createOriginAccessControl('one');
  bench.cloudFront.createResponseHeadersPolicy(policy);

  expect(() => bench.cloudFront.createOriginAccessControl('one')).toThrow(
    refusal('OriginAccessControlAlreadyExists', 'already exists'),
  );
  expect(() => bench.cloudFront.createResponseHeadersPolicy(policy)).toThrow(
    refusal('ResponseHeadersPolicyAlreadyExists', 'already exists'),
  );
});

it('CDN-17 refuses a function that Lambda@Edge does not take', () => {
  expect(() => bench.cloudFront.createDistribution(aDistributionWithFunction(), bench.home)).toThrow(
    refusal('InvalidLambdaFunctionAssociation', 'cannot retrieve'),
  );
});

it.each([
  ['cache policy', { cachePolicyId: 'other' }, `CachingDisabled (${CACHING_DISABLED})`],
  ['origin request policy', { originRequestPolicyId: 'other' }, 'AllViewer ('],
])('names the managed policies that it has instead of another %s', (kind, behavior, known) => {
  expect(create({ defaultBehavior: aBehavior(behavior) })).toThrow(
    refusal('UNSUPPORTED_VALUE', `The engine does not have the ${kind} other`),
  );
  expect(create({ defaultBehavior: aBehavior(behavior) })).toThrow(known);
});

it('names a bucket that it does not know', () => {
  expect(create({ origins: [aBucketOrigin()] })).toThrow(
    refusal('UNSUPPORTED_VALUE', 'page.s3.us-east-1.amazonaws.com is not a bucket of us-east-1'),
  );
});

it('opens no edge location without a distribution', async () => {
  await expect(bench.edge()).rejects.toThrow('There is no enabled distribution');
});

describe('CDN-31 other names', () => {
  const aliases = ['pubsub.example.com'];

  it('are taken with a certificate that covers them', () => {
    const { arn } = bench.acm.requestCertificate('pubsub.example.com', []);

    expect(create({ aliases, certificateArn: arn })()).toBeDefined();
  });

  it('are taken with a certificate that covers their level', () => {
    const { arn } = bench.acm.requestCertificate('example.com', ['*.example.com']);

    expect(create({ aliases, certificateArn: arn })()).toBeDefined();
  });

  it('are refused without a certificate', () => {
    expect(create({ aliases })).toThrow(refusal('InvalidViewerCertificate', 'you must attach a trusted certificate'));
  });

  it('are refused with a certificate that there is not', () => {
    const certificateArn = 'arn:aws:acm:us-west-2:123456789012:certificate/one';

    expect(create({ aliases, certificateArn })).toThrow(
      refusal('InvalidViewerCertificate', "The specified SSL certificate doesn't exist, isn't in us-east-1 region"),
    );
  });

  it.each(['other.example.com', '*.pubsub.example.com', '*.com'])('are refused with a certificate for %s', (name) => {
    const { arn } = bench.acm.requestCertificate(name, []);

    expect(create({ aliases, certificateArn: arn })).toThrow(
      refusal('InvalidViewerCertificate', "doesn't cover the alternate domain name (CNAME)"),
    );
  });

  it('belong to one distribution', () => {
    const { arn } = bench.acm.requestCertificate('pubsub.example.com', []);
    create({ aliases, certificateArn: arn })();

    expect(create({ aliases, certificateArn: arn })).toThrow(refusal('CNAMEAlreadyExists', 'already associated'));
  });
});
