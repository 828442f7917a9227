// AppSync's resource types: what Ref and GetAtt return, and what is refused.
import { appSyncResourceTypes } from '../../../local/appsync/resources/resource-types';
import { createAppSync } from '../../../local/appsync/service';
import type { CreatedResource } from '../../../local/cloudformation/resource-type';
import type { JsonObject, JsonValue } from '../../../local/json';
import type { Region } from '../../../local/region';
import { aRegion, fakeJavaScript } from '../../support/appsync';
import { InvalidCode, type JavaScript } from '../../../local/appsync/javascript/javascript';

const refusing: JavaScript = {
  compile: () => {
    throw new InvalidCode([
      { errorType: 'PARSE_ERROR', value: 'code.js(1,7): bad', location: { line: 1, column: 7, span: 1 } },
    ]);
  },
  dispose: () => undefined,
};

let stop: (() => Promise<void>) | undefined;

afterEach(async () => {
  await stop?.();
  stop = undefined;
});

function aStack(javaScript: JavaScript = fakeJavaScript({})) {
  const region: Region = aRegion();
  const appSync = createAppSync(region, { javaScript });
  stop = () => appSync.stop();
  const inside: Region = { ...region, services: { ...region.services, appSync } };
  const create = async (type: string, properties: JsonObject, logicalId = 'It'): Promise<CreatedResource> => {
    const found = appSyncResourceTypes.find((each) => each.type === `AWS::AppSync::${type}`);
    if (!found) throw new Error(`No type ${type}.`);
    return found.create({ logicalId, stackName: 'stack', properties }, inside);
  };
  const api = (properties: JsonObject = {}) =>
    create('GraphQLApi', { Name: 'test', AuthenticationType: 'API_KEY', ...properties });
  return { appSync, create, api };
}

function textOf(attribute: JsonValue | undefined): string {
  if (typeof attribute !== 'string') throw new Error('The attribute is no text.');
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
  expect(attributes['GraphQLUrl']).toBe(`http://${textOf(attributes['GraphQLDns'])}/graphql`);
  expect(attributes['RealtimeUrl']).toBe(`ws://${textOf(attributes['RealtimeDns'])}/graphql/realtime`);
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
    { code: 'UNSUPPORTED_VALUE', message: expect.stringContaining('It: the property AuthenticationType') },
  ],
  [
    'Cognito besides',
    { AdditionalAuthenticationProviders: [{ AuthenticationType: 'AMAZON_COGNITO_USER_POOLS' }] },
    {
      code: 'UNSUPPORTED_VALUE',
      message: expect.stringContaining('AdditionalAuthenticationProviders[0].AuthenticationType'),
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
    'an authorizer whose expression is none',
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
  ['an HTTP data source', 'DataSource', { Name: 'web', Type: 'HTTP' }, { code: 'UNSUPPORTED_VALUE' }],
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
  ['a schema that is none', 'GraphQLSchema', { Definition: 'type' }, { code: 'BadRequestException' }],
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
