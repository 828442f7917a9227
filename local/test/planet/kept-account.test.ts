// What an account is after the engine has started again.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { type Engine, type EngineRegion, type JsonObject, startEngine } from '../../src';
import { aTrustPolicy } from '../support/iam';
import { fakeLog } from '../support/region';

const [OREGON, VIRGINIA] = ['us-west-2', 'us-east-1'] as const;
const SEED: Buffer = Buffer.from('the seed of these tests');
const QUEUE = { Type: 'AWS::SQS::Queue' };
const BUCKET = { Type: 'AWS::S3::Bucket' };
const TEXT = { body: Buffer.from('text'), contentType: 'text/plain', cacheControl: 'no-cache', metadata: { a: 'b' } };

let folder: string;
let log: ReturnType<typeof fakeLog>;
let engine: Engine;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'account-'));
  engine = await started();
});

afterEach(async () => {
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
  if (log.faults.length > 0) throw new Error('The engine had a fault.', { cause: log.faults[0] });
});

async function started({ seed = SEED, names = [OREGON, VIRGINIA] }: Start = {}): Promise<Engine> {
  log = fakeLog();
  const regions = names.map((name) => ({ name }));
  return startEngine({ regions, seed, log, accountFolder: folder });
}

interface Start {
  readonly seed?: Buffer;
  readonly names?: readonly string[];
}

async function restart(start?: Start): Promise<void> {
  await engine.stop();
  engine = await started(start);
}

function region(name: string = OREGON): EngineRegion {
  const found = engine.regions.get(name);
  if (!found) throw new Error(`No region ${name}.`);
  return found;
}

/** Of a stack, as far as it must come back. */
function facts(stackName: string) {
  const stack = region().stack(stackName);
  return (
    stack && {
      ...{ stackId: stack.stackId, updatedAt: stack.updatedAt, outputs: stack.outputs },
      // A queue's URL begins with the address of this start.
      ids: [...stack.resources.values()].map(({ logicalId, physicalId }) => [
        logicalId,
        physicalId.replace(engine.aws.endpointUrl, ''),
      ]),
    }
  );
}

function aRole(description: string) {
  const AssumeRolePolicyDocument = aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } });
  return { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument, Description: description } };
}

/** A stack with a function, whose code is in a bucket of the stack itself. */
function withFunction(key?: string): JsonObject {
  const One = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ FunctionName: 'one', Handler: 'index.handler', Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': 'Role.Arn' } },
      Code: { S3Bucket: { Ref: 'Code' }, S3Key: key ?? '' },
    },
  };
  return {
    Resources: { Code: BUCKET, Role: aRole('of the function'), ...(key !== undefined && { One }) },
    Outputs: { CodeBucket: { Value: { Ref: 'Code' } } },
  };
}

async function deployFunction(): Promise<string> {
  const { outputs } = await region().createStack({ stackName: 'functions', template: withFunction() });
  const bucket = outputs['CodeBucket'] ?? '';
  const body = Buffer.from(zipSync({ 'index.js': Buffer.from('exports.handler = async () => 1;') }));
  region().s3.putObject(bucket, 'code/one.zip', { body, contentType: 'application/zip' });
  await region().updateStack({ stackName: 'functions', template: withFunction('code/one.zip') });
  return bucket;
}

/** The name of the content that is the account. */
function keptAccount(): string {
  const { account } = JSON.parse(readFileSync(path.join(folder, 'account.json'), 'utf8')) as {
    readonly account: string;
  };
  return account;
}

it('AC-05 a stack comes back with its ids, its buckets and the code in them', async () => {
  const bucket = await deployFunction();
  const [before, object] = [facts('functions'), region().s3.objectOf(bucket, 'code/one.zip')];

  await restart();

  expect(facts('functions')).toEqual(before);
  expect(region().s3.objectOf(bucket, 'code/one.zip')).toEqual(object);
  expect(log.lines).toEqual([]);
});

it('AC-05 what starts a function comes back with it', async () => {
  await deployFunction();
  const { Resources: resources } = withFunction('code/one.zip') as { readonly Resources: JsonObject };
  const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
  const scheduler = aTrustPolicy({ Principal: { Service: 'scheduler.amazonaws.com' } });
  const template = {
    Resources: {
      ...resources,
      Votes: QUEUE,
      Reads: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          ...{ PolicyName: 'reads', Roles: [{ Ref: 'Role' }] },
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:*', Resource: arnOf('Votes') }] },
        },
      },
      Reading: {
        ...{ Type: 'AWS::Lambda::EventSourceMapping', DependsOn: 'Reads' },
        Properties: { EventSourceArn: arnOf('Votes'), FunctionName: arnOf('One') },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'one', Arn: arnOf('One') }] },
      },
      Starter: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: scheduler } },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          ...{ ScheduleExpression: 'at(2199-01-01T00:00:00)', FlexibleTimeWindow: { Mode: 'OFF' } },
          Target: { Arn: arnOf('One'), RoleArn: arnOf('Starter') },
        },
      },
    },
    Outputs: { CodeBucket: { Value: { Ref: 'Code' } } },
  };
  await region().updateStack({ stackName: 'functions', template });
  const before = facts('functions');

  await restart();

  expect(facts('functions')).toEqual(before);
  expect(before?.ids.map(([logicalId]) => logicalId)).toContain('Reading');
});

it('AC-05 a resource that replaced another has the id of the second', async () => {
  const template = (AttributeName: string) => ({
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName, AttributeType: 'S' }],
          KeySchema: [{ AttributeName, KeyType: 'HASH' }],
        },
      },
    },
  });
  await region().createStack({ stackName: 'tables', template: template('one') });
  const first = facts('tables');
  await region().updateStack({ stackName: 'tables', template: template('two') });
  const second = facts('tables');

  await restart();

  expect(facts('tables')).toEqual(second);
  expect(second?.ids).not.toEqual(first?.ids);
});

it('AC-05 a stack that needs a younger one comes back, too', async () => {
  await region().createStack({ stackName: 'older', template: { Resources: { Queue: QUEUE } } });
  const Outputs = { Name: { Value: 'imported', Export: { Name: 'name' } } };
  await region().createStack({ stackName: 'younger', template: { Resources: { Queue: QUEUE }, Outputs } });
  await region().updateStack({
    stackName: 'older',
    template: {
      Resources: { Queue: QUEUE, Other: { ...QUEUE, Properties: { QueueName: { 'Fn::ImportValue': 'name' } } } },
    },
  });
  const before = [facts('older'), facts('younger')];

  await restart();

  expect([facts('older'), facts('younger')]).toEqual(before);
});

it('AC-05 a region that was left out for one start is as it was before', async () => {
  const bucket = await deployFunction();
  const [before, object] = [facts('functions'), region().s3.objectOf(bucket, 'code/one.zip')];
  await restart({ names: [VIRGINIA] });
  await region(VIRGINIA).createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });

  await restart();

  expect(facts('functions')).toEqual(before);
  expect(region().s3.objectOf(bucket, 'code/one.zip')).toEqual(object);
  expect(region(VIRGINIA).stack('queues')).toBeDefined();
});

it('AC-05 the next stack of a name has other ids than the one that came back', async () => {
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  const before = facts('queues');
  await restart();

  await region().deleteStack('queues');
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });

  expect(facts('queues')?.stackId).not.toEqual(before?.stackId);
});

it('AC-05 a stack that was deleted does not come back', async () => {
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  await region().createStack({ stackName: 'others', template: { Resources: { Queue: QUEUE } } });
  await region().deleteStack('queues');

  await restart();

  expect([facts('queues'), facts('others') !== undefined]).toEqual([undefined, true]);
});

it('AC-05 a bucket that outlived its stack comes back', async () => {
  const template = { Resources: { Bucket: { ...BUCKET, DeletionPolicy: 'Retain' } } };
  const { resources } = await region(VIRGINIA).createStack({ stackName: 'buckets', template });
  const bucket = resources.get('Bucket')?.physicalId ?? '';
  region(VIRGINIA).s3.putObject(bucket, 'a/b', TEXT);
  region(VIRGINIA).s3.putObject(bucket, 'a/c', TEXT);
  await region(VIRGINIA).deleteStack('buckets');
  region(VIRGINIA).s3.deleteObject(bucket, 'a/c');

  await restart();

  expect(region(VIRGINIA).s3.keysOf(bucket, '')).toEqual(['a/b']);
  expect(region(VIRGINIA).s3.objectOf(bucket, 'a/b')).toMatchObject(TEXT);
});

it('AC-05 says which stack cannot come back, and leaves nothing of it', async () => {
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  const bucket = await deployFunction();
  region().s3.deleteObject(bucket, 'code/one.zip');

  await restart();

  expect(log.lines).toEqual([
    expect.stringMatching(/^Stack functions in us-west-2 could not come back, so deploy it again: .*NoSuchKey/),
  ]);
  expect([facts('functions'), facts('queues') !== undefined]).toEqual([undefined, true]);
  await deployFunction();
});

it('AC-05 says which bucket cannot come back, because S3 takes its name no more', async () => {
  const Bucket = { ...BUCKET, DeletionPolicy: 'Retain', Properties: { BucketName: 'a-bucket-of-its-own' } };
  await region().createStack({ stackName: 'buckets', template: { Resources: { Bucket } } });
  await region().deleteStack('buckets');
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  await engine.stop();
  const contents = path.join(folder, 'contents');
  const account = readFileSync(path.join(contents, keptAccount()), 'utf8').replaceAll(
    'a-bucket-of-its-own',
    'A_BUCKET',
  );
  const name = createHash('sha256').update(account).digest('hex');
  writeFileSync(path.join(contents, name), account);
  const pointer = path.join(folder, 'account.json');
  writeFileSync(pointer, readFileSync(pointer, 'utf8').replaceAll(keptAccount(), name));

  engine = await started();

  expect(log.lines).toEqual([
    expect.stringMatching(
      /^The bucket A_BUCKET in us-west-2 could not come back: The specified bucket is not valid\.$/,
    ),
  ]);
  expect(facts('queues')).toBeDefined();
});

describe('an account that cannot be used', () => {
  beforeEach(async () => {
    await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
    await engine.stop();
  });

  const pointer = () => path.join(folder, 'account.json');
  const edit = (change: (about: JsonObject) => unknown) =>
    writeFileSync(pointer(), JSON.stringify(change(JSON.parse(readFileSync(pointer(), 'utf8')) as JsonObject)));

  it.each([
    ['is no JSON', () => writeFileSync(pointer(), '{'), 'account.json is broken'],
    ['is of another version', () => edit((about) => ({ ...about, version: 0 })), 'another version of the engine'],
    ['names what is not there', () => edit((about) => ({ ...about, account: 'x' })), 'ENOENT'],
    ['names another file', () => edit((about) => ({ ...about, account: '../account.json' })), 'ENOENT'],
    ['has no account', () => edit((about) => ({ ...about, account: 1 })), 'account.json is broken'],
    [
      'has a content that was changed',
      () => {
        const contents = path.join(folder, 'contents');
        for (const name of readdirSync(contents)) writeFileSync(path.join(contents, name), '[]');
      },
      'is not what was written',
    ],
  ])('begins empty, with one sentence, where it %s', async (_, spoil, reason) => {
    spoil();

    engine = await started();

    expect(log.lines).toEqual([expect.stringContaining(reason)]);
    expect(log.lines[0]).toMatch(/^The account in \S+ is left out and begins empty: .*\.$/);
    expect(facts('queues')).toBeUndefined();
  });

  it('begins empty where it has the ids of another seed', async () => {
    engine = await started({ seed: Buffer.from('another seed') });

    expect(log.lines).toEqual([expect.stringContaining('it has the ids of another seed')]);
    expect(facts('queues')).toBeUndefined();
  });
});

it("AC-05 goes on beside what is not its own in the account's folder", async () => {
  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  await restart();
  mkdirSync(path.join(folder, 'contents', 'notes'));

  await region().deleteStack('queues');
  await engine.stop();

  expect(log.lines).toEqual([]);
  expect(readdirSync(path.join(folder, 'contents')).sort()).toEqual([keptAccount(), 'notes'].sort());
  engine = await started();
});

it('AC-05 says once that an account cannot be kept', async () => {
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file');

  await region().createStack({ stackName: 'queues', template: { Resources: { Queue: QUEUE } } });
  await engine.stop();

  expect(log.lines).toEqual([
    expect.stringMatching(/^The account cannot be kept in \S+, so the next start deploys it again: /),
  ]);
});
