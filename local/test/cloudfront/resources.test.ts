// CloudFront, certificates and web ACLs as templates declare them.
import type { Stack } from '../../src/cloudformation/stack';
import { resourceTypes } from '../../src/cloudformation/resource-types';
import type { DistributionDefinition } from '../../src/cloudfront/distributions/distribution';
import type { ResponseHeadersPolicyDefinition } from '../../src/cloudfront/distributions/response-headers-policy';
import type { JsonObject } from '../../src/foundation/json';
import { ALL_VIEWER, CACHING_DISABLED, type CloudFrontBench, cloudFrontBench } from '../support/cloudfront';
import { createStack, recordingServices } from '../support/cloudformation';
import { aRegion } from '../support/region';

let bench: CloudFrontBench;
/** What CloudFront was asked to create. */
let distributions: DistributionDefinition[];
let policies: ResponseHeadersPolicyDefinition[];

beforeEach(() => {
  bench = cloudFrontBench();
  distributions = [];
  policies = [];
});

afterEach(async () => bench.stop());

function stack(type: string, properties: JsonObject, region = bench.home.region): Promise<Stack> {
  const cloudFront = {
    ...bench.cloudFront,
    createDistribution: (definition: DistributionDefinition) => {
      distributions.push(definition);
      return { id: 'E1', arn: 'arn', domainName: 'd1.cloudfront.net' };
    },
    createOriginAccessControl: () => ({ id: 'E2' }),
    createResponseHeadersPolicy: (definition: ResponseHeadersPolicyDefinition) => {
      policies.push(definition);
      return { id: 'policy' };
    },
  };
  return createStack({
    stackName: 'edge',
    template: { Resources: { Thing: { Type: type, Properties: properties } } },
    region,
    services: { ...recordingServices().services, acm: bench.acm, cloudFront },
    resourceTypes,
  });
}

const BEHAVIOR = { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: CACHING_DISABLED };
const ORIGIN = {
  Id: 'api',
  DomainName: 'api.example.com',
  CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
};

function distributionConfig(overrides: JsonObject = {}): JsonObject {
  return { DistributionConfig: { Enabled: true, Origins: [ORIGIN], DefaultCacheBehavior: BEHAVIOR, ...overrides } };
}

function distribution(overrides: JsonObject = {}): Promise<Stack> {
  return stack('AWS::CloudFront::Distribution', distributionConfig(overrides));
}

describe('AWS::CloudFront::Distribution', () => {
  it('is its id, and knows its name', async () => {
    const { resources } = await distribution();

    expect(resources.get('Thing')).toMatchObject({
      physicalId: 'E1',
      attributes: { Id: 'E1', DomainName: 'd1.cloudfront.net' },
    });
  });

  it('has AWS’s defaults', async () => {
    await distribution();

    expect(distributions).toEqual([
      {
        isEnabled: true,
        aliases: [],
        certificateArn: undefined,
        defaultRootObject: '',
        behaviors: [],
        defaultBehavior: {
          pathPattern: undefined,
          targetOriginId: 'api',
          viewerProtocolPolicy: 'https-only',
          allowedMethods: ['GET', 'HEAD'],
          cachePolicyId: CACHING_DISABLED,
          originRequestPolicyId: undefined,
          responseHeadersPolicyId: undefined,
          originRequestFunctionArn: undefined,
        },
        origins: [
          {
            ...{ kind: 'custom', id: 'api', domainName: 'api.example.com', path: '', customHeaders: [] },
            ...{ connectionAttempts: 3, protocolPolicy: 'https-only', httpPort: 80, httpsPort: 443 },
            ...{ sslProtocols: ['TLSv1', 'SSLv3'], readTimeout: 30, keepaliveTimeout: 5 },
          },
        ],
      },
    ]);
  });

  it('has everything that the template says', async () => {
    await distribution({
      Aliases: ['pubsub.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
        SslSupportMethod: 'sni-only',
      },
      DefaultRootObject: 'index.html',
      CacheBehaviors: [
        {
          ...BEHAVIOR,
          PathPattern: '/graphql',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
          OriginRequestPolicyId: ALL_VIEWER,
          ResponseHeadersPolicyId: 'headers',
          LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: 'version' }],
        },
      ],
      Origins: [
        {
          ...ORIGIN,
          ConnectionAttempts: 1,
          OriginPath: '/a',
          OriginCustomHeaders: [{ HeaderName: 'X-A', HeaderValue: '1' }],
        },
        {
          Id: 'page',
          DomainName: 'page.s3.us-east-1.amazonaws.com',
          S3OriginConfig: { OriginAccessIdentity: '' },
          OriginAccessControlId: 'E2',
        },
      ],
    });

    expect(distributions).toMatchObject([
      {
        aliases: ['pubsub.example.com'],
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
        defaultRootObject: 'index.html',
        behaviors: [
          {
            pathPattern: '/graphql',
            originRequestPolicyId: ALL_VIEWER,
            responseHeadersPolicyId: 'headers',
            originRequestFunctionArn: 'version',
          },
        ],
        origins: [
          { kind: 'custom', connectionAttempts: 1, path: '/a', customHeaders: [['X-A', '1']] },
          { kind: 's3', id: 'page', originAccessControlId: 'E2' },
        ],
      },
    ]);
  });

  it.each<[string, JsonObject, string, string]>([
    [
      'logs',
      { Logging: { Bucket: 'x' } },
      'UNSUPPORTED_PROPERTY',
      'Resource Thing DistributionConfig has the property Logging',
    ],
    ['a root object with a slash', { DefaultRootObject: '/a' }, 'PROPERTY_INVALID', 'must not begin with a slash'],
    [
      'legacy forwarding',
      { DefaultCacheBehavior: { ...BEHAVIOR, ForwardedValues: { QueryString: true } } },
      'UNSUPPORTED_PROPERTY',
      'Resource Thing DistributionConfig.DefaultCacheBehavior has the property ForwardedValues',
    ],
    [
      'a function at the viewer',
      {
        DefaultCacheBehavior: {
          ...BEHAVIOR,
          LambdaFunctionAssociations: [{ EventType: 'viewer-request', LambdaFunctionARN: 'x' }],
        },
      },
      'UNSUPPORTED_VALUE',
      'property EventType must be one of origin-request, not viewer-request',
    ],
    [
      'a function that sees the body',
      {
        DefaultCacheBehavior: {
          ...BEHAVIOR,
          LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: 'x', IncludeBody: true }],
        },
      },
      'UNSUPPORTED_VALUE',
      'property IncludeBody must be false',
    ],
    [
      'other sets of methods',
      { DefaultCacheBehavior: { ...BEHAVIOR, AllowedMethods: ['GET', 'POST'] } },
      'PROPERTY_INVALID',
      'must be one of: GET HEAD; GET HEAD OPTIONS; ',
    ],
    [
      'an origin access identity',
      {
        Origins: [
          {
            Id: 'api',
            DomainName: 'x',
            S3OriginConfig: { OriginAccessIdentity: 'origin-access-identity/cloudfront/E1' },
          },
        ],
      },
      'UNSUPPORTED_VALUE',
      'property OriginAccessIdentity must be empty',
    ],
    [
      'an origin of no kind',
      { Origins: [{ Id: 'api', DomainName: 'x' }] },
      'PROPERTY_INVALID',
      'S3OriginConfig or CustomOriginConfig',
    ],
    [
      'an origin path that ends in a slash',
      { Origins: [{ ...ORIGIN, OriginPath: '/a/' }] },
      'PROPERTY_INVALID',
      'Resource Thing DistributionConfig.Origins[0]: property OriginPath must begin with a slash',
    ],
    [
      'many attempts',
      { Origins: [{ ...ORIGIN, ConnectionAttempts: 4 }] },
      'PROPERTY_INVALID',
      'must be from 1 to 3, not 4',
    ],
    ['origin groups', { OriginGroups: { Quantity: 0 } }, 'UNSUPPORTED_PROPERTY', 'OriginGroups'],
  ])('refuses %s by name', async (_, overrides, code, sentence) => {
    await expect(distribution(overrides)).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) });
  });
});

describe('AWS::CloudFront::OriginAccessControl', () => {
  const config = {
    ...{ Name: 'page', OriginAccessControlOriginType: 's3', SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  };
  const create = (overrides: JsonObject = {}) =>
    stack('AWS::CloudFront::OriginAccessControl', { OriginAccessControlConfig: { ...config, ...overrides } });

  it('is its id', async () => {
    expect((await create()).resources.get('Thing')).toMatchObject({ physicalId: 'E2', attributes: { Id: 'E2' } });
  });

  it.each([
    ['OriginAccessControlOriginType', 'lambda'],
    ['SigningBehavior', 'never'],
  ])('refuses %s %s by name', async (name, value) => {
    await expect(create({ [name]: value })).rejects.toMatchObject({ code: 'UNSUPPORTED_VALUE' });
  });
});

describe('AWS::CloudFront::ResponseHeadersPolicy', () => {
  const create = (config: JsonObject) =>
    stack('AWS::CloudFront::ResponseHeadersPolicy', { ResponseHeadersPolicyConfig: { Name: 'one', ...config } });

  it('is its id', async () => {
    expect((await create({})).resources.get('Thing')).toMatchObject({ physicalId: 'policy' });
  });

  it('has its CORS settings', async () => {
    await create({
      CorsConfig: {
        ...{ OriginOverride: true, AccessControlAllowCredentials: false, AccessControlMaxAgeSec: 60 },
        AccessControlAllowOrigins: { Items: ['*'] },
        AccessControlAllowMethods: { Items: ['GET'] },
        AccessControlAllowHeaders: { Items: ['authorization'] },
        AccessControlExposeHeaders: { Items: ['x-amz-cf-pop'] },
      },
    });

    expect(policies[0]?.cors).toEqual({
      ...{
        allowOrigins: ['*'],
        allowMethods: ['GET'],
        allowHeaders: ['authorization'],
        exposeHeaders: ['x-amz-cf-pop'],
      },
      ...{ allowCredentials: false, maxAge: 60, originOverride: true },
    });
  });

  it('has its security headers, its own headers, and those to remove', async () => {
    await create({
      SecurityHeadersConfig: {
        ContentTypeOptions: { Override: true },
        FrameOptions: { FrameOption: 'DENY', Override: false },
        ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
        ContentSecurityPolicy: { ContentSecurityPolicy: "default-src 'self'", Override: true },
        StrictTransportSecurity: { AccessControlMaxAgeSec: 60, IncludeSubdomains: true, Preload: true, Override: true },
      },
      CustomHeadersConfig: { Items: [{ Header: 'X-Own', Value: '1', Override: false }] },
      RemoveHeadersConfig: { Items: [{ Header: 'X-Powered-By' }] },
    });

    expect(policies[0]).toMatchObject({
      headers: [
        { name: 'x-content-type-options', value: 'nosniff', override: true },
        { name: 'x-frame-options', value: 'DENY', override: false },
        { name: 'referrer-policy', value: 'no-referrer', override: true },
        { name: 'content-security-policy', value: "default-src 'self'", override: true },
        { name: 'strict-transport-security', value: 'max-age=60; includeSubDomains; preload', override: true },
        { name: 'X-Own', value: '1', override: false },
      ],
      removedHeaders: ['x-powered-by'],
    });
  });

  it.each<[string, JsonObject]>([
    ['ServerTimingHeadersConfig', { ServerTimingHeadersConfig: { Enabled: true } }],
    ['XSSProtection', { SecurityHeadersConfig: { XSSProtection: { Override: true, Protection: true } } }],
  ])('refuses %s by name', async (name, config) => {
    await expect(create(config)).rejects.toMatchObject({
      code: 'UNSUPPORTED_PROPERTY',
      message: expect.stringContaining(`has the property ${name}`),
    });
  });
});

describe('AWS::CertificateManager::Certificate', () => {
  const create = (properties: JsonObject = {}, region = bench.home.region) =>
    stack(
      'AWS::CertificateManager::Certificate',
      { DomainName: 'example.com', ValidationMethod: 'DNS', ...properties },
      region,
    );

  it('CDN-32 is issued at once for its names', async () => {
    const { resources } = await create({ SubjectAlternativeNames: ['*.example.com'] });
    const arn = resources.get('Thing')?.physicalId ?? '';

    expect(arn).toMatch(/^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/);
    expect(bench.acm.find(arn)?.domainNames).toEqual(['example.com', '*.example.com']);
  });

  it('CDN-32 is the same one for the same name', async () => {
    const [one, two] = [await create(), await create({ SubjectAlternativeNames: ['a.example.com'] })];
    const arn = one.resources.get('Thing')?.physicalId ?? '';

    expect(two.resources.get('Thing')?.physicalId).toBe(arn);
    expect(bench.acm.find(arn)?.domainNames).toEqual(['example.com', 'a.example.com']);
  });

  it('CDN-32 is refused in another region', async () => {
    await expect(create({}, aRegion({ name: 'us-west-2' }))).rejects.toMatchObject({
      code: 'UNSUPPORTED_VALUE',
      message: expect.stringContaining('the engine has certificates only in us-east-1'),
    });
  });

  it.each<JsonObject>([{ ValidationMethod: 'EMAIL' }, { ValidationMethod: 'HTTP' }])(
    'CDN-32 is refused with %p',
    async (properties) => {
      await expect(create(properties)).rejects.toMatchObject({ code: 'UNSUPPORTED_VALUE' });
    },
  );
});

describe('AWS::WAFv2::WebACL', () => {
  const create = (Scope: string, region = bench.home.region) =>
    stack(
      'AWS::WAFv2::WebACL',
      {
        ...{ Name: 'one', Scope, DefaultAction: { Allow: {} } },
        VisibilityConfig: { CloudWatchMetricsEnabled: true, MetricName: 'one', SampledRequestsEnabled: true },
      },
      region,
    );

  it.each([
    ['CLOUDFRONT', 'global'],
    ['REGIONAL', 'regional'],
  ])('CDN-33 of scope %s is %s', async (scope, kind) => {
    expect((await create(scope)).resources.get('Thing')?.attributes['Arn']).toMatch(
      new RegExp(`^arn:aws:wafv2:us-east-1:123456789012:${kind}/webacl/one/[a-z0-9]{32}$`),
    );
  });

  it('CDN-33 is refused for CloudFront in another region', async () => {
    await expect(create('CLOUDFRONT', aRegion({ name: 'us-west-2' }))).rejects.toThrow(
      'property Scope can be CLOUDFRONT only in us-east-1, not in us-west-2',
    );
  });
});
