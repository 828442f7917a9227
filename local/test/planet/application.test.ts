// An application beside another stack: rules, queues, functions and tables, as its functions use them with AWS's own SDK.
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, type InvokeCommandInput, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { EngineRegion, JsonObject, JsonValue } from '../../src';
import { type AccountBench, accountBench } from '../support/account';
import { aTrustPolicy } from '../support/iam';
import { zipOf } from '../support/lambda';

const REGION = 'us-west-2';
const BUCKET = 'code-of-functions';

/** Counts each vote once, and says so on the bus. */
const COUNT = `
const { DynamoDBClient, TransactWriteItemsCommand, GetItemCommand } = require('@aws-sdk/client-dynamodb');
const { EventBridgeClient, PutEventsCommand } = require('@aws-sdk/client-eventbridge');
const tables = new DynamoDBClient({});
const bus = new EventBridgeClient({});
const { TABLE: TableName, BUS: EventBusName } = process.env;

exports.handler = async ({ Records }) => {
  for (const { body } of Records) {
    const { detail: { id, kind } } = JSON.parse(body);
    const TransactItems = [
      { Put: { TableName, Item: { id: { S: 'vote ' + id } }, ConditionExpression: 'attribute_not_exists(id)' } },
      { Update: { TableName, Key: { id: { S: kind } }, UpdateExpression: 'ADD votes :one', ExpressionAttributeValues: { ':one': { N: '1' } } } },
    ];
    try {
      await tables.send(new TransactWriteItemsCommand({ TransactItems }));
    } catch (error) {
      if (error.name !== 'TransactionCanceledException') throw error;
    }
    const { Item } = await tables.send(new GetItemCommand({ TableName, Key: { id: { S: kind } } }));
    const Detail = JSON.stringify({ id, kind, votes: Number(Item.votes.N) });
    await bus.send(new PutEventsCommand({ Entries: [{ EventBusName, Source: 'counter', DetailType: 'counted', Detail }] }));
  }
};`;

/** Tells the test what came, and what it may not do. */
const WITNESS = `
const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs');
const { CloudWatchClient, PutMetricDataCommand } = require('@aws-sdk/client-cloudwatch');
const queues = new SQSClient({});
const metrics = new CloudWatchClient({});
const MetricData = Array.from({ length: 200 }, (_, index) => ({ MetricName: 'a metric with a long name ' + index, Value: 1 }));

exports.handler = async (event) => {
  await metrics.send(new PutMetricDataCommand({ Namespace: 'Votes', MetricData }));
  const refused = await metrics.send(new PutMetricDataCommand({ Namespace: 'Other', MetricData })).catch(({ name }) => name);
  await queues.send(new SendMessageCommand({ QueueUrl: process.env.RESULTS, MessageBody: JSON.stringify({ ...event, refused }) }));
};`;

let bench: AccountBench;
let region: EngineRegion;
let bus: EventBridgeClient;
let queues: SQSClient;
let functions: LambdaClient;
let resultsUrl: string;

beforeAll(async () => {
  bench = await accountBench();
  const found = bench.engine.regions.get(REGION);
  if (!found) throw new Error('No region.');
  region = found;
  bus = new EventBridgeClient(bench.options);
  queues = new SQSClient(bench.options);
  functions = new LambdaClient(bench.options);
  await bench.s3.send(
    new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  for (const [Key, code] of [
    ['count.zip', COUNT],
    ['witness.zip', WITNESS],
  ] as const) {
    await bench.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: zipOf({ 'index.js': code }) }));
  }
  await region.createStack({ stackName: 'planet', template: PLANET });
  const { outputs } = await region.createStack({ stackName: 'application', template: APPLICATION });
  resultsUrl = outputs['Results'] ?? '';
});

afterAll(async () => {
  bus.destroy();
  queues.destroy();
  functions.destroy();
  await bench.stop();
});

const PLANET: JsonObject = {
  Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'chat' } } },
  Outputs: { Bus: { Value: { Ref: 'Bus' }, Export: { Name: 'planet-bus' } } },
};

const att = (name: string): JsonObject => ({ 'Fn::GetAtt': name.split('.') });

function role(statements: readonly JsonObject[]): JsonObject {
  const PolicyDocument = { Version: '2012-10-17', Statement: statements.map((each) => ({ Effect: 'Allow', ...each })) };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } }),
      Policies: [{ PolicyName: 'it', PolicyDocument }],
    },
  };
}

function lambda(S3Key: string, Role: string, Variables: JsonObject): JsonObject {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ Handler: 'index.handler', Runtime: 'nodejs22.x', Timeout: 20, MemorySize: 256, Role: att(`${Role}.Arn`) },
      ...{ Code: { S3Bucket: BUCKET, S3Key }, Environment: { Variables } },
    },
  };
}

function withName(FunctionName: string, { Properties, ...resource }: JsonObject): JsonObject {
  return { ...resource, Properties: { ...(Properties as JsonObject), FunctionName } };
}

function rule(EventPattern: JsonObject, target: JsonValue): JsonObject {
  const EventBusName = { 'Fn::ImportValue': 'planet-bus' };
  return {
    Type: 'AWS::Events::Rule',
    Properties: { EventBusName, EventPattern, Targets: [{ Id: 'it', Arn: target }] },
  };
}

const READS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
const WRITES = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:GetItem'];

const APPLICATION: JsonObject = {
  Resources: {
    Votes: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } },
    Results: { Type: 'AWS::SQS::Queue' },
    VotesPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'Votes' }],
        PolicyDocument: {
          Statement: [
            {
              ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' },
              ...{ Resource: att('Votes.Arn'), Condition: { ArnEquals: { 'aws:SourceArn': att('VoteRule.Arn') } } },
            },
          ],
        },
      },
    },
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      },
    },
    CountRole: role([
      { Action: READS, Resource: att('Votes.Arn') },
      { Action: WRITES, Resource: att('Table.Arn') },
      {
        Action: 'events:PutEvents',
        Resource: { 'Fn::Sub': 'arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/chat' },
      },
    ]),
    WitnessRole: role([
      { Action: 'sqs:SendMessage', Resource: att('Results.Arn') },
      {
        ...{ Action: 'cloudwatch:PutMetricData', Resource: '*' },
        Condition: { StringEquals: { 'cloudwatch:namespace': 'Votes' } },
      },
    ]),
    Count: lambda('count.zip', 'CountRole', { TABLE: { Ref: 'Table' }, BUS: { 'Fn::ImportValue': 'planet-bus' } }),
    Witness: lambda('witness.zip', 'WitnessRole', { RESULTS: { Ref: 'Results' } }),
    Reading: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: att('Votes.Arn'), FunctionName: att('Count.Arn'), BatchSize: 5 },
    },
    VoteRule: rule({ 'detail-type': ['voted'] }, att('Votes.Arn')),
    CountedRule: rule({ source: ['counter'] }, att('Witness.Arn')),
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        ...{ Action: 'lambda:InvokeFunction', FunctionName: att('Witness.Arn'), Principal: 'events.amazonaws.com' },
        SourceArn: att('CountedRule.Arn'),
      },
    },
  },
  Outputs: { Results: { Value: { Ref: 'Results' } } },
};

async function vote(...details: readonly JsonObject[]): Promise<void> {
  const Entries = details.map((detail) => ({
    ...{ EventBusName: 'chat', Source: 'test', DetailType: 'voted', Detail: JSON.stringify(detail) },
  }));
  await bus.send(new PutEventsCommand({ Entries }));
}

/** Takes as many results as are wanted. */
async function results(count: number): Promise<readonly JsonObject[]> {
  const found: Message[] = [];
  while (found.length < count) {
    const request = { QueueUrl: resultsUrl, WaitTimeSeconds: 20, MaxNumberOfMessages: 10 };
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand(request));
    for (const { ReceiptHandle } of Messages) {
      await queues.send(new DeleteMessageCommand({ QueueUrl: resultsUrl, ReceiptHandle }));
    }
    found.push(...Messages);
  }
  return found.map(({ Body = '' }) => JSON.parse(Body) as JsonObject);
}

test('LA-15 Functions use the services of their region with their own SDK, as their role', async () => {
  await vote({ id: '1', kind: 'love' });

  expect(await results(1)).toMatchObject([
    { source: 'counter', detail: { id: '1', kind: 'love', votes: 1 }, refused: 'AccessDeniedException' },
  ]);
});

test('LA-15 What comes twice is counted once', async () => {
  await vote({ id: '2', kind: 'like' }, { id: '2', kind: 'like' }, { id: '3', kind: 'like' });

  const votes = (await results(3)).map(({ detail }) => (detail as JsonObject)['votes']);
  expect(Math.max(...votes.map(Number))).toBe(2);
});

describe('LA-19 Invoke', () => {
  const FunctionName = 'adds';
  const CODE =
    'exports.handler = async ({ a, b }) => { if (a === undefined) throw new Error("No a."); return a + b; };';
  const invoke = async (input: Omit<InvokeCommandInput, 'FunctionName'>) =>
    functions.send(new InvokeCommand({ FunctionName, ...input }));
  const textOf = (payload: Uint8Array | undefined) => Buffer.from(payload ?? []).toString();

  beforeAll(async () => {
    await bench.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'adds.zip', Body: zipOf({ 'index.js': CODE }) }));
    const Role = role([{ Action: 'logs:PutLogEvents', Resource: '*' }]);
    const template = { Resources: { Role, Adds: withName(FunctionName, lambda('adds.zip', 'Role', {})) } };
    await region.createStack({ stackName: 'adder', template });
  });

  it('answers what the function does', async () => {
    const { Payload, StatusCode, FunctionError, ExecutedVersion } = await invoke({ Payload: '{"a":1,"b":2}' });

    expect([textOf(Payload), StatusCode, FunctionError, ExecutedVersion]).toEqual(['3', 200, undefined, '$LATEST']);
  });

  it('says that the function failed', async () => {
    const { Payload, StatusCode, FunctionError } = await invoke({});

    expect([StatusCode, FunctionError]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(textOf(Payload))).toMatchObject({ errorMessage: 'No a.' });
  });

  it.each([
    ['Event', 202],
    ['DryRun', 204],
  ] as const)('of the type %s answers nothing', async (InvocationType, status) => {
    const { Payload, StatusCode } = await invoke({ InvocationType, Payload: '{"a":1,"b":2}' });

    expect([textOf(Payload), StatusCode]).toEqual(['', status]);
  });

  it('refuses what is not JSON', async () => {
    await expect(invoke({ Payload: '{' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
  });

  it('does not find a function that is not there', async () => {
    const unknown = functions.send(new InvokeCommand({ FunctionName: 'none' }));

    await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

test('CF-22 The stack of an export that another stack imports cannot be deleted before that one', async () => {
  await expect(region.deleteStack('planet')).rejects.toMatchObject({ code: 'EXPORT_IN_USE' });
});

test('LA-16 A second stack with a function of the same name fails, and the first keeps its own', async () => {
  const named = (code: string): JsonObject => ({
    Resources: {
      Role: role([{ Action: 'logs:PutLogEvents', Resource: '*' }]),
      Function: withName('twice', lambda(code, 'Role', {})),
    },
  });
  await region.createStack({ stackName: 'first', template: named('count.zip') });

  const second = region.createStack({ stackName: 'second', template: named('witness.zip') });

  await expect(second).rejects.toMatchObject({ message: expect.stringContaining('twice') });
  expect(region.stack('first')?.status).toBe('CREATE_COMPLETE');
  await region.deleteStack('first');
});

test('A stack that is deleted takes its functions and what reads for them along', async () => {
  await region.deleteStack('application');

  expect(region.stack('application')).toBeUndefined();
  await expect(region.deleteStack('planet')).resolves.toBeUndefined();
});
