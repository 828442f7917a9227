// AppSync's resource types: what Ref and GetAtt return, and what is refused.
import { createAcm } from '../../src/acm/service';
import { appSyncResourceTypes } from '../../src/appsync/resources/resource-types';
import { createAppSync } from '../../src/appsync/service';
import type { CreatedResource } from '../../src/cloudformation/resource-type';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { aNeighbourhood, fakeJavaScript } from '../support/appsync';
import { InvalidCode, type JavaScript } from '../../src/appsync/javascript/javascript';

const refusing: JavaScript = {
  compile: () => {
    throw new InvalidCode([
      { errorType: 'PARSE_ERROR', value: 'code.js(1,7): bad', location: { line: 1, column: 7, span: 1 } },
    ]);
  },
};

let stop: (() => Promise<void>) | undefined;

afterEach(async () => {
  await stop?.();
  stop = undefined;
});

function aStack(javaScript: JavaScript = fakeJavaScript({})) {
  const acm = createAcm();
  const region = aNeighbourhood({ acm });
  const appSync = createAppSync(region, { ...region, newJavaScript: () => javaScript });
  stop = () => appSync.stop();
  const create = async (type: string, properties: JsonObject, logicalId = 'It'): Promise<CreatedResource> => {
    const found = appSyncResourceTypes.find((each) => each.type === `AWS::AppSync::${type}`);
    if (!found) throw new Error(`No type ${type}.`);
    return found.create({ logicalId, stackName: 'stack', region, properties }, { appSync });
  };
  const api = (properties: JsonObject = {}) =>
    create('GraphQLApi', { Name: 'test', AuthenticationType: 'API_KEY', ...properties });
  return { appSync, acm, region, create, api };
}

function textOf(attribute: JsonValue | undefined): string {
  if (typeof attribute !== 'string') throw new Error('The attribute is not text.');
  return attribute;
}

/** A stack with an API, a schema and a data source. */
async function aBuiltStack(javaScript?: JavaScript) {
  const stack = aStack(javaScript);
  const ApiId = textOf((await stack.api()).attributes['ApiId']);
  await stack.create('GraphQLSchema', { ApiId, Definition: 'type Query { a: String }' });
  await stack.create('DataSource', { ApiId, Name: 'none', Type: 'NONE' });
  return { ...stack, ApiId };
}

const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const A_RESOLVER = { TypeName: 'Query', FieldName: 'a', DataSourceName: 'none', Code: 'code', Runtime: RUNTIME };

test('GQ-35, CF-15 an API has an ARN as Ref, and an endpoint whose id is not its own', async () => {
  const { physicalId, attributes } = await aStack().api();

  expect(physicalId).toMatch(/^arn:aws:appsync:us-west-2:123456789012:apis\/[a-z0-9]{26}$/);
  expect(attributes['GraphQLEndpointArn']).toMatch(/:endpoints\/graphql-api\/[a-z0-9]{26}$/);
  expect(attributes['GraphQLEndpointArn']).not.toContain(attributes['ApiId']);
});

test('GQ-36 an API has hosts as on AWS, and URLs of this machine', async () => {
  const { attributes } = await aStack().api();

  const endpointId = textOf(attributes['GraphQLEndpointArn']).split('/').at(-1) ?? '';
  expect(attributes).toMatchObject({
    GraphQLDns: `${endpointId}.appsync-api.us-west-2.amazonaws.com`,
    RealtimeDns: `${endpointId}.appsync-realtime-api.us-west-2.amazonaws.com`,
    GraphQLUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/),
    RealtimeUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/graphql\/realtime$/),
  });
});

test('GQ-36 the hosts lead to the port of the API', async () => {
  const { api, region } = aStack();
  const { attributes } = await api();

  const { port } = new URL(textOf(attributes['GraphQLUrl']));

  expect(
    [attributes['GraphQLDns'], attributes['RealtimeDns']].map((host) => region.hosts.portOf(textOf(host))),
  ).toEqual([Number(port), Number(port)]);
});

const DOMAIN = 'us-west-2.pubsub.example.com';

/** A stack with an API and a certificate for `*.pubsub.example.com`. */
async function aStackWithCertificate() {
  const stack = aStack();
  const { arn: CertificateArn } = stack.acm.requestCertificate('pubsub.example.com', ['*.pubsub.example.com']);
  return { ...stack, CertificateArn, ApiId: textOf((await stack.api()).attributes['ApiId']) };
}

test('GQ-37 a domain name is its own Ref, and has a name of CloudFront', async () => {
  const { create, CertificateArn } = await aStackWithCertificate();

  const { physicalId, attributes } = await create('DomainName', { DomainName: DOMAIN, CertificateArn });

  expect(physicalId).toBe(DOMAIN);
  expect(attributes).toEqual({
    AppSyncDomainName: expect.stringMatching(/^d[a-z0-9]{13}\.cloudfront\.net$/),
    DomainName: DOMAIN,
    DomainNameArn: `arn:aws:appsync:us-west-2:123456789012:domainnames/${DOMAIN}`,
    HostedZoneId: 'Z2FDTNDATAQYW2',
  });
});

test('GQ-37 a domain name leads to the API with which it is associated', async () => {
  const { create, CertificateArn, ApiId, region, appSync } = await aStackWithCertificate();
  const { attributes } = await create('DomainName', { DomainName: DOMAIN, CertificateArn });
  const cloudFrontName = textOf(attributes['AppSyncDomainName']);
  const before = region.hosts.portOf(cloudFrontName);

  const { physicalId } = await create('DomainNameApiAssociation', { DomainName: DOMAIN, ApiId });

  const port = Number(new URL(appSync.endpoints()[0]?.graphqlUrl ?? '').port);
  expect([before, physicalId, region.hosts.portOf(cloudFrontName)]).toEqual([undefined, DOMAIN, port]);
});

test.each([
  [
    'in another region',
    { CertificateArn: 'arn:aws:acm:us-west-2:123456789012:certificate/x' },
    /one of ACM's in us-east-1/,
  ],
  [
    'that does not exist',
    { CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x' },
    /There is no certificate/,
  ],
  ['that does not cover it', { DomainName: 'a.us-west-2.pubsub.example.com' }, /covers pubsub\.example\.com/],
])('GQ-38 a domain name with a certificate %s is refused', async (_, properties, reason) => {
  const { create, CertificateArn } = await aStackWithCertificate();

  const creation = create('DomainName', { DomainName: DOMAIN, CertificateArn, ...properties });

  await expect(creation).rejects.toMatchObject({
    code: 'BadRequestException',
    message: expect.stringMatching(/^Certificate is invalid\. /),
  });
  await expect(creation).rejects.toThrow(reason);
});

test.each(['localhost', 'Us-West-2.example.com', '-', `${'a.'.repeat(126)}toolong`])(
  'GQ-37 %s is not a domain name',
  async (DomainName) => {
    const { create, CertificateArn } = await aStackWithCertificate();

    await expect(create('DomainName', { DomainName, CertificateArn })).rejects.toMatchObject({
      code: 'BadRequestException',
    });
  },
);

test('GQ-39 a domain name exists once', async () => {
  const { create, CertificateArn } = await aStackWithCertificate();
  await create('DomainName', { DomainName: DOMAIN, CertificateArn });

  await expect(create('DomainName', { DomainName: DOMAIN, CertificateArn })).rejects.toMatchObject({
    code: 'BadRequestException',
  });
});

test('GQ-39 a domain name leads to one API', async () => {
  const { create, CertificateArn, ApiId } = await aStackWithCertificate();
  await create('DomainName', { DomainName: DOMAIN, CertificateArn });
  await create('DomainNameApiAssociation', { DomainName: DOMAIN, ApiId });

  await expect(create('DomainNameApiAssociation', { DomainName: DOMAIN, ApiId })).rejects.toMatchObject({
    code: 'BadRequestException',
  });
});

test.each([
  ['domain name', { DomainName: 'other.example.com' }],
  ['API', { ApiId: 'nope' }],
])('GQ-39 an association with an unknown %s is refused', async (_, properties) => {
  const { create, CertificateArn, ApiId } = await aStackWithCertificate();
  await create('DomainName', { DomainName: DOMAIN, CertificateArn });

  const association = create('DomainNameApiAssociation', { DomainName: DOMAIN, ApiId, ...properties });

  await expect(association).rejects.toMatchObject({ code: 'NotFoundException' });
});

test('CF-15 a schema is named after its API', async () => {
  const { create, api } = aStack();
  const { attributes } = await api();

  const { physicalId } = await create('GraphQLSchema', {
    ApiId: attributes['ApiId'] ?? '',
    Definition: 'type Query { a: String }',
  });

  expect(physicalId).toBe(`${textOf(attributes['ApiId'])}GraphQLSchema`);
});

test('CF-15 a key begins with da2- and is listed with its API', async () => {
  const { create, ApiId, appSync } = await aBuiltStack();

  const { physicalId, attributes } = await create('ApiKey', { ApiId });

  expect(attributes['ApiKey']).toMatch(/^da2-[a-z0-9]{26}$/);
  expect(physicalId).toBe(attributes['Arn']);
  expect(appSync.endpoints()).toMatchObject([{ apiId: ApiId, apiKeys: [attributes['ApiKey']] }]);
});

test('CF-15 a data source, a function and a resolver have ARNs as Ref', async () => {
  const { create, ApiId } = await aBuiltStack();
  const root = `arn:aws:appsync:us-west-2:123456789012:apis/${ApiId}`;

  const source = await create('DataSource', { ApiId, Name: 'other', Type: 'NONE' });
  const step = await create('FunctionConfiguration', {
    ApiId,
    Name: 'step',
    DataSourceName: 'none',
    Code: 'code',
    Runtime: RUNTIME,
  });
  const resolver = await create('Resolver', {
    ...A_RESOLVER,
    ApiId,
    Kind: 'PIPELINE',
    PipelineConfig: { Functions: [step.attributes['FunctionId'] ?? ''] },
  });

  expect([source.physicalId, step.physicalId, resolver.physicalId]).toEqual([
    `${root}/datasources/other`,
    `${root}/functions/${textOf(step.attributes['FunctionId'])}`,
    `${root}/types/Query/resolvers/a`,
  ]);
});

const refusedApis: readonly (readonly [string, JsonObject, object])[] = [
  [
    'a user pool',
    { AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' },
    { code: 'UNSUPPORTED_VALUE', message: expect.stringContaining('Resource It: property AuthenticationType') },
  ],
  [
    'Cognito besides',
    { AdditionalAuthenticationProviders: [{ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }] },
    {
      code: 'UNSUPPORTED_VALUE',
      message: expect.stringContaining('AdditionalAuthenticationProviders[0]: property AuthenticationType'),
    },
  ],
  [
    'GQ-07: a mode twice',
    { AdditionalAuthenticationProviders: [{ AuthenticationType: 'API_KEY' }] },
    { code: 'PROPERTY_INVALID' },
  ],
  ['a Lambda authorizer without function', { AuthenticationType: 'AWS_LAMBDA' }, { code: 'PROPERTY_INVALID' }],
  [
    'an authorizer whose answers hold too long',
    {
      AuthenticationType: 'AWS_LAMBDA',
      LambdaAuthorizerConfig: { AuthorizerUri: 'arn', AuthorizerResultTtlInSeconds: 3601 },
    },
    { code: 'PROPERTY_INVALID' },
  ],
  [
    'an authorizer with an invalid expression',
    {
      AuthenticationType: 'AWS_LAMBDA',
      LambdaAuthorizerConfig: { AuthorizerUri: 'arn', IdentityValidationExpression: '(' },
    },
    { code: 'PROPERTY_INVALID' },
  ],
  ['no name', { Name: '' }, { code: 'PROPERTY_INVALID' }],
  ['a merged API', { ApiType: 'MERGED' }, { code: 'UNSUPPORTED_VALUE' }],
  ['GQ-17: a depth limit of 76', { QueryDepthLimit: 76 }, { code: 'BadRequestException' }],
  ['GQ-18: a resolver limit below 0', { ResolverCountLimit: -1 }, { code: 'BadRequestException' }],
  [
    'JS-26: a value of 513 characters',
    { EnvironmentVariables: { NAME: 'x'.repeat(513) } },
    { code: 'BadRequestException' },
  ],
  ['JS-26: a name of one letter', { EnvironmentVariables: { N: 'x' } }, { code: 'BadRequestException' }],
  [
    'JS-26: 51 variables',
    { EnvironmentVariables: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`NAME_${index}`, 'x'])) },
    { code: 'BadRequestException' },
  ],
];

test.each(refusedApis)('an API with %s is refused', async (_, properties, error) => {
  await expect(aStack().api(properties)).rejects.toMatchObject(error);
});

const A_TABLE = { Name: 'table', Type: 'AMAZON_DYNAMODB', ServiceRoleArn: 'arn:aws:iam::123456789012:role/table' };

const refusedParts: readonly (readonly [string, string, JsonObject, object])[] = [
  ['a resolver of an unknown type', 'Resolver', { ...A_RESOLVER, TypeName: 'Nope' }, { code: 'NotFoundException' }],
  [
    'a resolver of an unknown field',
    'Resolver',
    { ...A_RESOLVER, FieldName: 'constructor' },
    { code: 'NotFoundException' },
  ],
  [
    'a resolver of an unknown data source',
    'Resolver',
    { ...A_RESOLVER, DataSourceName: 'nope' },
    { code: 'NotFoundException' },
  ],
  [
    'a resolver for VTL',
    'Resolver',
    { ...A_RESOLVER, Runtime: { Name: 'VTL', RuntimeVersion: '1' } },
    { code: 'UNSUPPORTED_VALUE' },
  ],
  ['a resolver without runtime', 'Resolver', { ...A_RESOLVER, Runtime: {} }, { code: 'PROPERTY_INVALID' }],
  [
    'a pipeline of unknown functions',
    'Resolver',
    { ...A_RESOLVER, Kind: 'PIPELINE', PipelineConfig: { Functions: ['nope'] } },
    { code: 'NotFoundException' },
  ],
  [
    'an OpenSearch data source',
    'DataSource',
    { Name: 'x', Type: 'AMAZON_OPENSEARCH_SERVICE' },
    { code: 'UNSUPPORTED_VALUE' },
  ],
  ['an HTTP data source without endpoint', 'DataSource', { Name: 'web', Type: 'HTTP' }, { code: 'PROPERTY_INVALID' }],
  [
    'GQ-50: an endpoint that is no URL',
    'DataSource',
    { Name: 'web', Type: 'HTTP', HttpConfig: { Endpoint: 'api.example.com' } },
    { code: 'PROPERTY_INVALID' },
  ],
  [
    'GQ-51: a signature without a role',
    'DataSource',
    {
      Name: 'web',
      Type: 'HTTP',
      HttpConfig: {
        Endpoint: 'https://api.example.com',
        AuthorizationConfig: { AuthorizationType: 'AWS_IAM', AwsIamConfig: { SigningServiceName: 'appsync' } },
      },
    },
    { code: 'PROPERTY_INVALID' },
  ],
  [
    'a DynamoDB data source without role',
    'DataSource',
    { Name: 'table', Type: 'AMAZON_DYNAMODB' },
    { code: 'PROPERTY_INVALID' },
  ],
  [
    'a DynamoDB data source of another region',
    'DataSource',
    { ...A_TABLE, DynamoDBConfig: { TableName: 'things', AwsRegion: 'eu-west-1' } },
    { code: 'UNSUPPORTED_VALUE' },
  ],
  [
    'a versioned DynamoDB data source',
    'DataSource',
    { ...A_TABLE, DynamoDBConfig: { TableName: 'things', AwsRegion: 'us-west-2', Versioned: true } },
    { code: 'UNSUPPORTED_VALUE' },
  ],
  [
    'a bus without role',
    'DataSource',
    { Name: 'bus', Type: 'AMAZON_EVENTBRIDGE', EventBridgeConfig: { EventBusArn: 'arn' } },
    { code: 'PROPERTY_INVALID' },
  ],
  ['a data source that exists', 'DataSource', { Name: 'none', Type: 'NONE' }, { code: 'BadRequestException' }],
  ['GQ-08: a key that has expired', 'ApiKey', { Expires: 1 }, { code: 'ApiKeyValidityOutOfBoundsException' }],
  ['GQ-08: a key for ten years', 'ApiKey', { Expires: 2_000_000_000 }, { code: 'ApiKeyValidityOutOfBoundsException' }],
  ['an invalid schema', 'GraphQLSchema', { Definition: 'type' }, { code: 'BadRequestException' }],
];

test.each(refusedParts)('%s is refused', async (_, type, properties, error) => {
  const { create, ApiId } = await aBuiltStack();

  await expect(create(type, { ApiId, ...properties })).rejects.toMatchObject(error);
});

test('EC-12 code with errors is refused in AppSync words', async () => {
  const { create, ApiId } = await aBuiltStack(refusing);

  await expect(create('Resolver', { ApiId, ...A_RESOLVER })).rejects.toMatchObject({
    code: 'BadRequestException',
    message: 'The code contains one or more errors. code.js(1,7): bad',
  });
});

test('JS-24 a pipeline has at most ten functions', async () => {
  const { create, ApiId } = await aBuiltStack();
  const definition = { ApiId, Name: 'step', DataSourceName: 'none', Code: 'code', Runtime: RUNTIME };
  const FunctionId = textOf((await create('FunctionConfiguration', definition)).attributes['FunctionId']);
  const Functions = Array.from({ length: 11 }, () => FunctionId);

  const creation = create('Resolver', { ...A_RESOLVER, ApiId, Kind: 'PIPELINE', PipelineConfig: { Functions } });

  await expect(creation).rejects.toMatchObject({ code: 'BadRequestException' });
});

test('GQ-08 an API has at most fifty keys', async () => {
  const { create, ApiId } = await aBuiltStack();
  for (let count = 0; count < 50; count += 1) await create('ApiKey', { ApiId });

  await expect(create('ApiKey', { ApiId })).rejects.toMatchObject({ code: 'ApiKeyLimitExceededException' });
});

test('a field has one resolver', async () => {
  const { create, ApiId } = await aBuiltStack();
  await create('Resolver', { ApiId, ...A_RESOLVER });

  await expect(create('Resolver', { ApiId, ...A_RESOLVER })).rejects.toMatchObject({ code: 'BadRequestException' });
});
