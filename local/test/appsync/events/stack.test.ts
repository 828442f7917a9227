// Event APIs in a stack: their resource types, and the way of an event over a bus and a GraphQL API to another channel.
import {
  AppSyncClient,
  GetApiCommand,
  ListApiKeysCommand,
  ListApisCommand,
  ListChannelNamespacesCommand,
} from '@aws-sdk/client-appsync';
import { once } from 'node:events';
import { request } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { WebSocket } from 'ws';
import { type Engine, type EngineRegion, type EventApiEndpoint, startEngine } from '../../../src';
import { ACCOUNT_ID } from '../../../src/foundation/account';
import type { JsonObject, JsonValue } from '../../../src/foundation/json';
import { headerProtocol } from '../../support/appsync';
import { ALL_VIEWER_EXCEPT_HOST, CACHING_DISABLED } from '../../support/cloudfront';
import { EventClient, eventOf } from '../../support/events';
import { aTrustPolicy } from '../../support/iam';
import { fakeLog } from '../../support/region';

const REGION = 'us-east-1';
const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const log = fakeLog();
let engine: Engine;
let region: EngineRegion;

beforeAll(async () => {
  engine = await startEngine({ regions: [{ name: REGION }], log });
  const found = engine.regions.get(REGION);
  if (!found) throw new Error(`${REGION} was not started.`);
  region = found;
});

afterEach(async () => region.deleteStack('events'));

afterAll(async () => {
  await engine.stop();
  const [fault] = log.faults;
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
});

const getAtt = (attribute: string) => ({ 'Fn::GetAtt': attribute.split(/\.(.*)/s).slice(0, 2) });
const ofEvents = { ApiId: getAtt('Events.ApiId') };
const ofGraphql = { ApiId: getAtt('Api.ApiId') };
const modes = (...names: readonly string[]) => names.map((AuthType) => ({ AuthType }));

/** A role that a service assumes, with one permission. */
function aRole(service: string, action: string, resource: JsonValue): JsonObject {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: service } }),
      Policies: [{ PolicyName: 'all', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
    },
  };
}

const IN = `
export const onPublish = {
  request(ctx) {
    const events = ctx.events.map(({ payload }) => ({ source: 'in', detailType: 'said', detail: { channel: ctx.info.channel.segments[1], payload } }));
    return { operation: 'PutEvents', events };
  },
  response(ctx) {
    if (ctx.error || ctx.result.FailedEntryCount > 0) util.error('Not on the bus.', 'Bus');
    return [];
  },
};`;

const OUT = `
export function onPublish(ctx) {
  if (!ctx.identity || ctx.identity.userArn.indexOf(':assumed-role/') < 0) util.unauthorized();
  return ctx.events;
}`;

const DELIVER = `
import { util } from '@aws-appsync/utils';
export function request(ctx) {
  const { channel, payload } = ctx.args;
  return {
    method: 'POST',
    resourcePath: '/event',
    params: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: '/out/' + channel, events: [JSON.stringify(payload)] }),
    },
  };
}
export function response(ctx) {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  if (ctx.result.statusCode !== 200) util.error(ctx.result.body, 'Refused');
  return ctx.result.body;
}`;

const SCHEMA =
  'type Query { a: String } type Mutation { deliver(channel: String!, payload: String!): String @aws_iam }';

/** The template of the chain. */
function aTemplate(overrides: { readonly out?: string; readonly more?: JsonObject } = {}): JsonObject {
  const namespaceArn = { 'Fn::Sub': '${Events.ApiArn}/channelNamespace/out' };
  return {
    Resources: {
      Events: {
        Type: 'AWS::AppSync::Api',
        Properties: {
          Name: 'events',
          OwnerContact: 'nobody',
          EventConfig: {
            AuthProviders: modes('API_KEY', 'AWS_IAM'),
            ConnectionAuthModes: modes('API_KEY'),
            DefaultPublishAuthModes: modes('API_KEY'),
            DefaultSubscribeAuthModes: modes('API_KEY'),
            LogConfig: { LogLevel: 'ERROR', CloudWatchLogsRoleArn: 'arn:aws:iam::123456789012:role/logs' },
          },
          Tags: [{ Key: 'a', Value: 'b' }],
        },
      },
      Key: { Type: 'AWS::AppSync::ApiKey', Properties: ofEvents },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'events' } },
      BusRole: aRole('appsync.amazonaws.com', 'events:PutEvents', getAtt('Bus.Arn')),
      BusSource: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ...{ ...ofEvents, Name: 'bus', Type: 'AMAZON_EVENTBRIDGE', ServiceRoleArn: getAtt('BusRole.Arn') },
          EventBridgeConfig: { EventBusArn: getAtt('Bus.Arn') },
        },
      },
      In: {
        Type: 'AWS::AppSync::ChannelNamespace',
        Properties: {
          ...{ ...ofEvents, Name: 'in', CodeHandlers: `import { util } from '@aws-appsync/utils';${IN}` },
          HandlerConfigs: {
            OnPublish: { Behavior: 'CODE', Integration: { DataSourceName: getAtt('BusSource.Name') } },
          },
        },
      },
      Out: {
        Type: 'AWS::AppSync::ChannelNamespace',
        Properties: {
          ...{ ...ofEvents, Name: 'out', PublishAuthModes: modes('AWS_IAM') },
          CodeHandlers: overrides.out ?? `import { util } from '@aws-appsync/utils';${OUT}`,
        },
      },
      Api: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'api', AuthenticationType: 'AWS_IAM' } },
      Schema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { ...ofGraphql, Definition: SCHEMA } },
      SignerRole: aRole('appsync.amazonaws.com', 'appsync:EventPublish', namespaceArn),
      HttpSource: {
        Type: 'AWS::AppSync::DataSource',
        Properties: {
          ...{ ...ofGraphql, Name: 'events', Type: 'HTTP', ServiceRoleArn: getAtt('SignerRole.Arn') },
          HttpConfig: {
            Endpoint: { 'Fn::Sub': 'https://${Events.Dns.Http}' },
            AuthorizationConfig: { AuthorizationType: 'AWS_IAM', AwsIamConfig: { SigningServiceName: 'appsync' } },
          },
        },
      },
      Deliver: {
        Type: 'AWS::AppSync::Resolver',
        DependsOn: ['Schema'],
        Properties: {
          ...{ ...ofGraphql, TypeName: 'Mutation', FieldName: 'deliver', DataSourceName: getAtt('HttpSource.Name') },
          ...{ Code: DELIVER, Runtime: RUNTIME },
        },
      },
      RuleRole: aRole('events.amazonaws.com', 'appsync:GraphQL', { 'Fn::Sub': '${Api.Arn}/*' }),
      Rule: {
        Type: 'AWS::Events::Rule',
        DependsOn: ['Deliver'],
        Properties: {
          ...{ Name: 'deliver', EventBusName: { Ref: 'Bus' }, EventPattern: { source: ['in'] } },
          Targets: [
            {
              ...{ Id: 'api', Arn: getAtt('Api.GraphQLEndpointArn'), RoleArn: getAtt('RuleRole.Arn') },
              AppSyncParameters: {
                GraphQLOperation:
                  'mutation D($channel: String!, $payload: String!) { deliver(channel: $channel, payload: $payload) }',
              },
              InputTransformer: {
                InputPathsMap: { channel: '$.detail.channel', payload: '$.detail.payload' },
                InputTemplate: '{"channel": <channel>, "payload": <payload>}',
              },
            },
          ],
        },
      },
      ...overrides.more,
    },
    Outputs: {
      Ref: { Value: { Ref: 'Events' } },
      Http: { Value: getAtt('Events.Dns.Http') },
      Realtime: { Value: { 'Fn::Sub': '${Events.Dns.Realtime}' } },
      Namespace: { Value: getAtt('In.ChannelNamespaceArn') },
      NamespaceRef: { Value: { Ref: 'In' } },
    },
  };
}

function theApi(): EventApiEndpoint {
  const [api] = region.eventApis;
  if (!api) throw new Error('There is no Event API.');
  return api;
}

async function subscribed(channel: string): Promise<EventClient> {
  const { eventUrl, realtimeUrl, apiKeys } = theApi();
  const authorization = { host: new URL(eventUrl).host, 'x-api-key': apiKeys[0] ?? '' };
  const protocols = ['aws-appsync-event-ws', headerProtocol(authorization)];
  const client = new EventClient(new WebSocket(realtimeUrl, protocols), authorization);
  await new Promise((resolve, reject) => {
    client.socket.once('open', resolve);
    client.socket.once('error', reject);
  });
  await client.subscribe(channel);
  return client;
}

async function publish(channel: string, event: JsonValue): Promise<number> {
  const { eventUrl, apiKeys } = theApi();
  const body = JSON.stringify({ channel, events: [JSON.stringify(event)] });
  const { status } = await fetch(eventUrl, { method: 'POST', headers: { 'x-api-key': apiKeys[0] ?? '' }, body });
  return status;
}

it('EV-54 EV-04 an event goes over the bus and a signed mutation to the subscribers of another namespace', async () => {
  await region.createStack({ stackName: 'events', template: aTemplate() });
  const client = await subscribed('/out/tech');

  const statuses = [await publish('/in/tech', 'ü <b>'), await publish('/out/tech', 'forged')];

  expect([statuses, await eventOf(client)]).toEqual([[200, 401], 'ü <b>']);
});

it('EV-80 Ref is the ARN, and the attributes are those of AWS', async () => {
  const stack = await region.createStack({ stackName: 'events', template: aTemplate() });

  const { apiId } = theApi();
  const arn = `arn:aws:appsync:${REGION}:${ACCOUNT_ID}:apis/${apiId}`;
  expect(stack.outputs).toEqual({
    Ref: arn,
    Http: expect.stringMatching(/^[a-z0-9]{26}\.appsync-api\.us-east-1\.amazonaws\.com$/),
    Realtime: expect.stringMatching(/^[a-z0-9]{26}\.appsync-realtime-api\.us-east-1\.amazonaws\.com$/),
    Namespace: `${arn}/channelNamespace/in`,
    NamespaceRef: `${arn}/channelNamespace/in`,
  });
});

it('EV-81 a namespace is changed in place, and connections and subscriptions go on', async () => {
  await region.createStack({ stackName: 'events', template: aTemplate() });
  const client = await subscribed('/out/tech');

  const out = 'export const onPublish = (ctx) => ctx.events.map(({ id, payload }) => ({ id, payload: [payload] }));';
  await region.updateStack({ stackName: 'events', template: aTemplate({ out }) });
  await publish('/in/tech', 'after');

  expect(await eventOf(client)).toEqual(['after']);
});

it('EV-81 an API is deleted with its connections', async () => {
  await region.createStack({ stackName: 'events', template: aTemplate() });
  const client = await subscribed('/out/tech');

  await region.deleteStack('events');

  await client.closed();
  expect(region.eventApis).toEqual([]);
});

/** A custom domain name that leads to the Event API. */
const DOMAIN = {
  Certificate: {
    Type: 'AWS::CertificateManager::Certificate',
    Properties: { DomainName: 'events.example.com', ValidationMethod: 'DNS' },
  },
  Domain: {
    Type: 'AWS::AppSync::DomainName',
    Properties: { DomainName: 'events.example.com', CertificateArn: { Ref: 'Certificate' } },
  },
  Association: {
    Type: 'AWS::AppSync::DomainNameApiAssociation',
    Properties: { DomainName: getAtt('Domain.DomainName'), ...ofEvents },
  },
};

it('EV-82 a custom domain name leads to an Event API, and a web ACL may be associated with it', async () => {
  const more = {
    ...DOMAIN,
    WebAcl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        ...{ Scope: 'REGIONAL', DefaultAction: { Allow: {} } },
        VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' },
      },
    },
    AclAssociation: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { ResourceArn: getAtt('Events.ApiArn'), WebACLArn: getAtt('WebAcl.Arn') },
    },
  };
  await region.createStack({ stackName: 'events', template: aTemplate({ more }) });
  const { eventUrl, realtimeUrl, apiKeys } = theApi();
  const shown = { host: 'events.example.com', 'x-api-key': apiKeys[0] ?? '' };

  const status = await new Promise((resolve, reject) => {
    const sent = request(eventUrl, { method: 'POST', headers: shown }, ({ statusCode }) => resolve(statusCode));
    sent.on('error', reject).end('{"channel":"/in/a","events":["1"]}');
  });
  // Behind the domain name the host in the credentials counts for nothing.
  const protocols = ['aws-appsync-event-ws', headerProtocol({ ...shown, host: 'anybody.example.com' })];
  const socket = new WebSocket(realtimeUrl, protocols, { headers: { host: shown.host } });
  socket.once('open', () => socket.send('{"type":"connection_init"}'));
  const [frame] = (await once(socket, 'message')) as [Buffer];
  socket.terminate();

  expect(status).toBe(200);
  expect(JSON.parse(frame.toString())).toMatchObject({ type: 'connection_ack' });
});

it('EV-82 a custom domain name that leads to an Event API leads to no other one', async () => {
  const Other = {
    ...{ Type: 'AWS::AppSync::DomainNameApiAssociation', DependsOn: 'Association' },
    Properties: { DomainName: getAtt('Domain.DomainName'), ...ofGraphql },
  };

  const creation = region.createStack({ stackName: 'events', template: aTemplate({ more: { ...DOMAIN, Other } }) });

  await expect(creation).rejects.toThrow('events.example.com is associated with an API already');
});

it('EV-01 CloudFront leads viewers to either endpoint', async () => {
  const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];
  const behavior = { TargetOriginId: 'events', ViewerProtocolPolicy: 'https-only', AllowedMethods: methods };
  const policies = { CachePolicyId: CACHING_DISABLED, OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST };
  const Distribution = {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Enabled: true,
        Origins: [
          {
            ...{ Id: 'events', DomainName: getAtt('Events.Dns.Http') },
            CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
          },
        ],
        DefaultCacheBehavior: { ...behavior, ...policies },
      },
    },
  };
  const { outputs } = await region.createStack({
    stackName: 'events',
    template: aTemplate({ more: { Distribution } }),
  });
  const edge = await engine.openEdge({ location: REGION, airport: 'IAD', port: 0, controlled: [] });
  const [apiKey = ''] = theApi().apiKeys;
  const ca = engine.certificateAuthority;

  const authorization = { host: outputs['Http'] ?? '', 'x-api-key': apiKey };
  const protocols = ['aws-appsync-event-ws', headerProtocol(authorization)];
  const url = `${edge.url.replace('https:', 'wss:')}/event/realtime`;
  const client = new EventClient(new WebSocket(url, protocols, { ca }), authorization);
  await new Promise((resolve) => client.socket.once('open', resolve));
  const answer = await client.subscribe('/out/tech');
  const status = await new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: { 'x-api-key': apiKey }, ca };
    const sent = httpsRequest(`${edge.url}/event`, options, ({ statusCode }) => resolve(statusCode));
    sent.on('error', reject).end('{"channel":"/in/tech","events":["1"]}');
  });
  client.socket.terminate();

  expect([answer['type'], status]).toEqual(['subscribe_success', 200]);
});

it.each<[string, JsonObject, string]>([
  ['a provider that the engine has not', { AuthProviders: modes('OPENID_CONNECT') }, 'UNSUPPORTED_VALUE'],
  ['no provider', { AuthProviders: [] }, 'PROPERTY_INVALID'],
  ['no modes', { ConnectionAuthModes: [] }, 'PROPERTY_INVALID'],
  ['a mode that the API has not', { ConnectionAuthModes: modes('AWS_LAMBDA') }, 'RESOURCE_FAILED'],
])('EV-75 an API with %s is refused', async (_, config, code) => {
  const EventConfig = {
    AuthProviders: modes('API_KEY'),
    ConnectionAuthModes: modes('API_KEY'),
    DefaultPublishAuthModes: modes('API_KEY'),
    DefaultSubscribeAuthModes: modes('API_KEY'),
    ...config,
  };
  const template = { Resources: { It: { Type: 'AWS::AppSync::Api', Properties: { Name: 'a', EventConfig } } } };

  await expect(region.createStack({ stackName: 'events', template })).rejects.toMatchObject({ code });
});

it('EV-73 code in a bucket is refused by name', async () => {
  const Out = {
    Type: 'AWS::AppSync::ChannelNamespace',
    Properties: { ...ofEvents, Name: 'out', CodeS3Location: 's3://bucket/key' },
  };

  const creation = region.createStack({ stackName: 'events', template: aTemplate({ more: { Out } }) });

  await expect(creation).rejects.toMatchObject({ code: 'UNSUPPORTED_PROPERTY' });
});

it('EV-83 SDK clients read Event APIs and their namespaces', async () => {
  await region.createStack({ stackName: 'events', template: aTemplate() });
  const { endpointUrl: endpoint, ...credentials } = engine.aws;
  const client = new AppSyncClient({ endpoint, region: REGION, credentials });
  const { apiId } = theApi();

  const { apis } = await client.send(new ListApisCommand());
  const { api } = await client.send(new GetApiCommand({ apiId }));
  const { apiKeys } = await client.send(new ListApiKeysCommand({ apiId }));
  const { channelNamespaces } = await client.send(new ListChannelNamespacesCommand({ apiId }));
  client.destroy();

  expect([apis, apiKeys?.length, channelNamespaces]).toMatchObject([
    [api],
    1,
    [
      { name: 'in', handlerConfigs: { onPublish: { behavior: 'CODE', integration: { dataSourceName: 'bus' } } } },
      { name: 'out', publishAuthModes: [{ authType: 'AWS_IAM' }] },
    ],
  ]);
});
