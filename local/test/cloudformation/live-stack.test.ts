import { WebSocket } from 'ws';
import { type ApiEndpoint, type Engine, type EngineRegion, startEngine } from '../../src';
import type { JsonObject } from '../../src/foundation/json';
import { headerProtocol, RealtimeClient } from '../support/appsync';
import { aTrustPolicy } from '../support/iam';
import { type Inventory, inventoryOf } from '../support/inventory';
import { fakeLog } from '../support/region';

const REGION = 'us-east-1';
const SCHEMA = `
  type Mutation { say(text: String!): String }
  type Query { none: String }
  type Subscription { heard: String @aws_subscribe(mutations: ["say"]) }
`;
const RUNTIME = { Name: 'APPSYNC_JS', RuntimeVersion: '1.0.0' };
const modes = [{ AuthType: 'API_KEY' }];
const log = fakeLog();
let engine: Engine;
let region: EngineRegion;

beforeEach(async () => {
  engine = await startEngine({ regions: [{ name: REGION }], log });
  const found = engine.regions.get(REGION);
  if (!found) throw new Error(`${REGION} was not started.`);
  region = found;
});

afterEach(async () => {
  await engine.stop();
  const [fault] = log.faults;
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
});

/** Code whose answer is the text with something before it. */
function codeOf(greeting: string): string {
  return `export function request(ctx) { return { payload: '${greeting} ' + ctx.args.text }; }
export function response(ctx) { return ctx.result; }`;
}

/** A template that has one resource of each type that the services update in place; everything that may change says `version`. */
function aTemplate(version: number, code = codeOf(`v${version}`)): JsonObject {
  const ofApi = { ApiId: { 'Fn::GetAtt': 'Api.ApiId' } };
  const bus = { Ref: 'Bus' };
  const statement = (action: string) => ({ Effect: 'Allow', Principal: '*', Action: action, Resource: '*' });
  return {
    Resources: {
      Api: {
        Type: 'AWS::AppSync::GraphQLApi',
        Properties: {
          Name: `api ${version}`,
          AuthenticationType: 'API_KEY',
          EnvironmentVariables: { VERSION: `${version}` },
        },
      },
      Key: { Type: 'AWS::AppSync::ApiKey', Properties: { ...ofApi, Description: `${version}` } },
      Schema: {
        Type: 'AWS::AppSync::GraphQLSchema',
        Properties: { ...ofApi, Definition: version === 1 ? SCHEMA : `${SCHEMA}\ntype Extra { id: ID }` },
      },
      None: {
        Type: 'AWS::AppSync::DataSource',
        Properties: { ...ofApi, Name: 'none', Type: 'NONE', Description: `${version}` },
      },
      Say: {
        Type: 'AWS::AppSync::Resolver',
        DependsOn: 'Schema',
        Properties: {
          ...ofApi,
          ...{ TypeName: 'Mutation', FieldName: 'say', Runtime: RUNTIME, Code: code },
          DataSourceName: { 'Fn::GetAtt': 'None.Name' },
        },
      },
      Events: {
        Type: 'AWS::AppSync::Api',
        Properties: {
          Name: `events ${version}`,
          EventConfig: {
            ...{ AuthProviders: modes, ConnectionAuthModes: modes },
            ...{ DefaultPublishAuthModes: modes, DefaultSubscribeAuthModes: modes },
          },
        },
      },
      Namespace: {
        Type: 'AWS::AppSync::ChannelNamespace',
        Properties: {
          ...{ ApiId: { 'Fn::GetAtt': 'Events.ApiId' }, Name: 'chat' },
          CodeHandlers: `export const onPublish = () => (${version} > 1 ? null : []);`,
        },
      },
      Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'chat', Description: `${version}` } },
      BusPolicy: {
        Type: 'AWS::Events::EventBusPolicy',
        Properties: {
          EventBusName: bus,
          StatementId: 'one',
          Statement: statement(`events:Put${version === 1 ? 'Events' : 'Rule'}`),
        },
      },
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: { SourceArn: { 'Fn::GetAtt': 'Bus.Arn' }, RetentionDays: version },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ...{ Name: 'keep', EventBusName: bus, EventPattern: { source: [`v${version}`] } },
          Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': 'Queue.Arn' } }],
        },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'letters', VisibilityTimeout: 30 + version } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: {
          Queues: [{ Ref: 'Queue' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [statement(version === 1 ? 'sqs:SendMessage' : 'sqs:*')],
          },
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: aTrustPolicy(),
          Policies: [
            {
              PolicyName: `inline${version}`,
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
              },
            },
          ],
        },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: `own${version}`,
          Roles: [{ Ref: 'Role' }],
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: '*' }],
          },
        },
      },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          TimeToLiveSpecification: { AttributeName: `ends${version}`, Enabled: true },
        },
      },
      Logs: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: '/own', RetentionInDays: version === 1 ? 1 : 3 },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          ...{ Namespace: 'AWS/Events', MetricName: 'Invocations', Statistic: 'Sum', Period: 60 },
          ...{ EvaluationPeriods: 1, Threshold: version, ComparisonOperator: 'LessThanThreshold' },
        },
      },
      Check: {
        Type: 'AWS::Route53::HealthCheck',
        Properties: {
          HealthCheckConfig: {
            Type: 'CLOUDWATCH_METRIC',
            AlarmIdentifier: { Name: { Ref: 'Alarm' }, Region: { Ref: 'AWS::Region' } },
            InsufficientDataHealthStatus: version === 1 ? 'Healthy' : 'Unhealthy',
          },
        },
      },
      Record: {
        Type: 'AWS::Route53::RecordSet',
        Properties: {
          ...{ HostedZoneId: 'Z1', Name: 'a.example.com', Type: 'TXT', TTL: '60' },
          ResourceRecords: [`"v${version}"`],
        },
      },
      Records: {
        Type: 'AWS::Route53::RecordSetGroup',
        Properties: {
          HostedZoneId: 'Z1',
          RecordSets: [{ Name: 'b.example.com', Type: 'TXT', TTL: '60', ResourceRecords: [`"v${version}"`] }],
        },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { Tags: [{ Key: 'v', Value: `${version}` }] } },
      BucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: { Ref: 'Bucket' },
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                ...{ Effect: 'Allow', Action: version === 1 ? 's3:GetObject' : 's3:ListBucket', Resource: '*' },
                Principal: { Service: 'cloudfront.amazonaws.com' },
              },
            ],
          },
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ScheduleExpression: `rate(${version} days)`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          State: 'DISABLED',
          Target: {
            Arn: { 'Fn::GetAtt': 'Bus.Arn' },
            RoleArn: { 'Fn::GetAtt': 'Role.Arn' },
            EventBridgeParameters: { Source: 'own', DetailType: 'tick' },
            Input: '{}',
          },
        },
      },
      WebAcl: {
        Type: 'AWS::WAFv2::WebACL',
        Properties: {
          ...{ Scope: 'REGIONAL', DefaultAction: { Allow: {} }, Description: `version ${version}` },
          VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'm' },
        },
      },
      Association: {
        Type: 'AWS::WAFv2::WebACLAssociation',
        Properties: { ResourceArn: { 'Fn::GetAtt': 'Api.Arn' }, WebACLArn: { 'Fn::GetAtt': 'WebAcl.Arn' } },
      },
      Headers: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: {
          ResponseHeadersPolicyConfig: {
            Name: 'headers',
            CustomHeadersConfig: { Items: [{ Header: 'x-version', Value: `${version}`, Override: true }] },
          },
        },
      },
      Control: {
        Type: 'AWS::CloudFront::OriginAccessControl',
        Properties: {
          OriginAccessControlConfig: {
            ...{ Name: `control${version}`, OriginAccessControlOriginType: 's3' },
            ...{ SigningBehavior: 'always', SigningProtocol: 'sigv4' },
          },
        },
      },
      Certificate: {
        Type: 'AWS::CertificateManager::Certificate',
        Properties: {
          ...{ DomainName: 'api.example.com', ValidationMethod: 'DNS' },
          Tags: [{ Key: 'v', Value: `${version}` }],
        },
      },
      Domain: {
        Type: 'AWS::AppSync::DomainName',
        Properties: {
          DomainName: 'api.example.com',
          CertificateArn: { Ref: 'Certificate' },
          Description: `${version}`,
        },
      },
      DomainApi: {
        Type: 'AWS::AppSync::DomainNameApiAssociation',
        Properties: { DomainName: { 'Fn::GetAtt': 'Domain.DomainName' }, ...ofApi },
      },
    },
  };
}

function theApi(): ApiEndpoint {
  const [api] = region.graphqlApis;
  if (!api) throw new Error('There is no API.');
  return api;
}

async function subscribe(): Promise<RealtimeClient> {
  const { realtimeUrl, graphqlUrl, apiKeys } = theApi();
  const authorization = { host: new URL(graphqlUrl).host, 'x-api-key': apiKeys[0] ?? '' };
  const client = new RealtimeClient(new WebSocket(realtimeUrl, ['graphql-ws', headerProtocol(authorization)]));
  await new Promise((resolve, reject) => {
    client.socket.once('open', resolve);
    client.socket.once('error', reject);
  });
  await client.init();
  await client.start('1', { query: 'subscription { heard }', variables: {} }, authorization);
  return client;
}

async function say(text: string): Promise<void> {
  const { graphqlUrl, apiKeys } = theApi();
  const body = JSON.stringify({ query: 'mutation Say($text: String!) { say(text: $text) }', variables: { text } });
  await fetch(graphqlUrl, { method: 'POST', headers: { 'x-api-key': apiKeys[0] ?? '' }, body });
}

async function heard(client: RealtimeClient): Promise<unknown> {
  for (;;) {
    const { type, payload } = await client.next();
    if (type === 'data') return (payload as { readonly data: { readonly heard: unknown } }).data.heard;
  }
}

/** What the stacks of this file may leave behind: what the account lists in the region of it, queues by their names. */
async function listed(): Promise<Inventory> {
  const { apis = [], eventApis = [], buses = [], rules = [], queues = [] } = await inventoryOf(engine, REGION);
  return { apis, eventApis, buses, rules, queues: queues.map((url = '') => url.slice(url.lastIndexOf('/') + 1)) };
}

it('CF-18 a changed resolver and schema answer at once, and a socket that is open stays open', async () => {
  await region.createStack({ stackName: 'chat', template: aTemplate(1) });
  const client = await subscribe();
  await say('one');
  expect(await heard(client)).toBe('v1 one');

  const stack = await region.updateStack({ stackName: 'chat', template: aTemplate(2) });
  await say('two');

  expect(await heard(client)).toBe('v2 two');
  expect(stack.status).toBe('UPDATE_COMPLETE');
  expect(await listed()).toEqual({
    ...{ apis: ['api 2'], eventApis: ['events 2'], buses: ['chat', 'default'], rules: [] },
    queues: ['letters'],
  });
  client.socket.terminate();
});

it('CF-19 a failed update is undone under a socket that is open, and messages flow on', async () => {
  await region.createStack({ stackName: 'chat', template: aTemplate(1) });
  const client = await subscribe();

  const update = region.updateStack({ stackName: 'chat', template: aTemplate(2, 'no code') });

  await expect(update).rejects.toMatchObject({ code: 'RESOURCE_FAILED' });
  await say('three');
  expect(await heard(client)).toBe('v1 three');
  expect(await listed()).toMatchObject({ apis: ['api 1'] });
  client.socket.terminate();
});

it('CF-20 nothing is left of a deleted stack, and it can be created again', async () => {
  const before = await listed();
  await region.createStack({ stackName: 'chat', template: aTemplate(1) });
  const client = await subscribe();

  await region.deleteStack('chat');

  await client.closed();
  expect(await listed()).toEqual(before);
  await region.createStack({ stackName: 'chat', template: aTemplate(2) });
  await region.deleteStack('chat');
  expect(await listed()).toEqual(before);
});

it('CF-20 a bucket with something in it stays', async () => {
  await region.createStack({ stackName: 'chat', template: aTemplate(1) });
  const bucket = (await region.updateStack({ stackName: 'chat', template: aTemplate(2) })).resources.get('Bucket');
  region.s3.putObject(bucket?.physicalId ?? '', 'key', { body: Buffer.from('x'), contentType: 'text/plain' });

  await expect(region.deleteStack('chat')).rejects.toThrow('The following resource(s) failed to delete: [Bucket].');
});

it('CF-20 a certificate that another stack uses stays', async () => {
  const certificate = {
    Type: 'AWS::CertificateManager::Certificate',
    Properties: { DomainName: 'other.example.com', ValidationMethod: 'DNS' },
  };
  const owner = await region.createStack({ stackName: 'owner', template: { Resources: { Certificate: certificate } } });
  const arn = owner.resources.get('Certificate')?.physicalId ?? '';
  const domain = {
    Type: 'AWS::AppSync::DomainName',
    Properties: { DomainName: 'other.example.com', CertificateArn: arn },
  };
  await region.createStack({ stackName: 'user', template: { Resources: { Domain: domain } } });

  await expect(region.deleteStack('owner')).rejects.toThrow('failed to delete: [Certificate]');
  await region.deleteStack('user');
  await region.deleteStack('owner');
});
