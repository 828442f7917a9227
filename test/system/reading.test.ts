// The calls that a person debugging makes, with SDK clients.
import {
  AppSyncClient,
  GetGraphqlApiCommand,
  GetIntrospectionSchemaCommand,
  ListGraphqlApisCommand,
  ListResolversCommand,
} from '@aws-sdk/client-appsync';
import { buildSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { clientConfig } from '../support/clients/backend';
import { endAll, endLater } from '../support/endings';
import { type Api, startTestPlanet, type TestPlanet } from '../support/planet';
import { ROOT } from '../support/packages/templates';

let planet: TestPlanet;
let client: AppSyncClient;
let api: Api;
let apiId: string;

beforeAll(async () => {
  planet = await startTestPlanet('local');
  api = planet.api('us-west-2');
  ({ apiId } = api);
  client = new AppSyncClient(clientConfig(planet, api.region));
  endLater(() => client.destroy());
});

afterAll(endAll);

it('GetGraphqlApi says where the API is and who may call it', async () => {
  const { graphqlApi } = await client.send(new GetGraphqlApiCommand({ apiId }));

  expect(graphqlApi).toMatchObject({
    apiId,
    name: 'global-pubsub-local',
    authenticationType: 'API_KEY',
    uris: { GRAPHQL: api.graphqlUrl, REALTIME: api.realtimeUrl },
  });
});

it('GetGraphqlApi knows no API of another region', async () => {
  const other = planet.api('ap-southeast-2');

  const asking = client.send(new GetGraphqlApiCommand({ apiId: other.apiId }));

  await expect(asking).rejects.toMatchObject({ name: 'NotFoundException', $metadata: { httpStatusCode: 404 } });
});

it('ListGraphqlApis lists the APIs of the region', async () => {
  const { graphqlApis } = await client.send(new ListGraphqlApisCommand({}));

  expect(graphqlApis).toMatchObject([{ apiId, name: 'global-pubsub-local', uris: { GRAPHQL: api.graphqlUrl } }]);
});

it('ListResolvers lists the resolvers of one type', async () => {
  const { resolvers = [] } = await client.send(new ListResolversCommand({ apiId, typeName: 'Subscription' }));

  expect(resolvers).toEqual([
    expect.objectContaining({ fieldName: 'subscribe', kind: 'UNIT', dataSourceName: 'none', code: expect.any(String) }),
  ]);
});

it('GetIntrospectionSchema answers the SDL as it was deployed', async () => {
  const { schema } = await client.send(new GetIntrospectionSchemaCommand({ apiId, format: 'SDL' }));

  expect(new TextDecoder().decode(schema)).toBe(readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8'));
});

it('GetIntrospectionSchema leaves AppSync’s directives out on request', async () => {
  const { schema } = await client.send(
    new GetIntrospectionSchemaCommand({ apiId, format: 'SDL', includeDirectives: false }),
  );

  expect(new TextDecoder().decode(schema)).not.toContain('@aws_');
  expect(buildSchema(new TextDecoder().decode(schema)).getMutationType()?.getFields()).toHaveProperty('publish');
});

it('GetIntrospectionSchema answers an introspection', async () => {
  const { schema } = await client.send(new GetIntrospectionSchemaCommand({ apiId, format: 'JSON' }));

  expect(JSON.parse(new TextDecoder().decode(schema))).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
});
