// A function that reads a queue.
import { PlanetNetwork } from '../../src/foundation/network';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/foundation/json';
import { EventSourceMapping } from '../../src/lambda/event-source-mapping';
import type { EventSourceMappingDefinition, InvocationResult } from '../../src/lambda/lambda';
import { eventSourceMapping } from '../../src/lambda/resources/event-source-mapping';
import { ROLE } from '../support/appsync';
import { anIam, aPolicy, aStatement, aTrustPolicy } from '../support/iam';
import { aFunction, lambdaBench, type LambdaBench } from '../support/lambda';
import { aRegion, fakeLog } from '../support/region';
import { aQueue, type SqsBench, thrownBy } from '../support/sqs';

const SECOND = 1000;
const FINE: InvocationResult = { functionError: undefined, payload: null };
const FAILED: InvocationResult = { functionError: 'Unhandled', payload: { errorType: 'Error', errorMessage: 'No.' } };
const REGION = 'us-west-2';

/** An invocation, which ends when a test says so. */
interface Call {
  readonly records: readonly JsonObject[];
  readonly end: (result: InvocationResult) => Promise<void>;
}

let queue: SqsBench;
let network: PlanetNetwork;
let mapping: EventSourceMapping | undefined;
let calls: Call[];

beforeEach(() => {
  queue = aQueue();
  network = new PlanetNetwork();
  calls = [];
});

afterEach(() => mapping?.stop());

function aMapping(overrides: Partial<EventSourceMappingDefinition> = {}): EventSourceMappingDefinition {
  return {
    ...{ eventSourceArn: queue.queueArn, functionName: 'subject', isEnabled: true },
    ...{ batchSize: 10, batchingWindow: 0, reportsBatchItemFailures: false, maximumConcurrency: 8 },
    ...overrides,
  };
}

function start(overrides: Partial<EventSourceMappingDefinition> = {}): void {
  mapping = new EventSourceMapping({
    ...{ definition: aMapping(overrides), regionName: REGION, clock: queue.clock, log: fakeLog(), sqs: queue.sqs },
    power: network.powerOf(REGION),
    role: () => ROLE,
    invoke: async ({ Records }) =>
      new Promise((resolve) => {
        const end = async (result: InvocationResult) => {
          resolve(result);
          await queue.clock.advance(0);
        };
        calls.push({ records: (Records as JsonValue[]).filter(isJsonObject), end });
      }),
  });
}

async function send(...bodies: readonly string[]): Promise<void> {
  for (const body of bodies) queue.sqs.sendMessage(queue.queueArn, body, {}, ROLE);
  await queue.clock.advance(0);
}

/** How many messages are in the queue, whether they are hidden or not. */
async function left(): Promise<number> {
  const { Attributes: attributes } = await queue.call('GetQueueAttributes', { AttributeNames: ['All'] });
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: hidden } =
    attributes as JsonObject;
  return Number(visible) + Number(hidden);
}

function bodies(): readonly (readonly unknown[])[] {
  return calls.map(({ records }) => records.map(({ body }) => body));
}

test('LA-08 A function is invoked with what comes into its queue, which is deleted when it has succeeded', async () => {
  start();
  await send('one');
  const during = await left();
  await calls[0]?.end(FINE);

  expect([during, await left()]).toEqual([1, 0]);
  expect(calls[0]?.records).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'one',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.any(String),
        SenderId: ROLE.userId,
        ApproximateFirstReceiveTimestamp: expect.any(String),
      },
      messageAttributes: {},
      md5OfBody: 'f97c5d29941bfb1b2fdab0874906ab82',
      eventSource: 'aws:sqs',
      eventSourceARN: queue.queueArn,
      awsRegion: REGION,
    },
  ]);
});

test('LA-08 A message has its attributes', async () => {
  start();
  queue.sqs.sendMessage(queue.queueArn, 'one', { kind: { DataType: 'String', StringValue: 'vote' } }, ROLE);
  await queue.clock.advance(0);

  expect(calls[0]?.records).toMatchObject([
    {
      messageAttributes: {
        kind: { stringValue: 'vote', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
    },
  ]);
});

test('LA-09 A batch has what is there, as many as its size says', async () => {
  await send('one', 'two', 'three');
  start({ batchSize: 2 });
  await queue.clock.advance(0);

  expect(bodies()).toEqual([['one', 'two'], ['three']]);
});

test('LA-09 With a window messages are gathered until it is over', async () => {
  start({ batchingWindow: 5 });
  await send('one');
  await queue.clock.advance(4 * SECOND);
  await send('two');
  const before = bodies();
  await queue.clock.advance(SECOND);

  expect([before, bodies()]).toEqual([[], [['one', 'two']]]);
});

test('LA-09 A batch that is full does not wait for its window', async () => {
  start({ batchSize: 2, batchingWindow: 5 });
  await send('one');
  await send('two');

  expect(bodies()).toEqual([['one', 'two']]);
});

test('LA-10 What a function failed for comes again when it is visible again', async () => {
  start();
  await send('one');
  await calls[0]?.end(FAILED);
  await queue.clock.advance(30 * SECOND);

  expect(bodies()).toEqual([['one'], ['one']]);
  expect(calls[1]?.records).toMatchObject([{ attributes: { ApproximateReceiveCount: '2' } }]);
});

test.each<[string, (ids: readonly string[]) => JsonValue, number]>([
  ['names one', ([id = '']) => ({ batchItemFailures: [{ itemIdentifier: id }] }), 1],
  ['names none', () => ({ batchItemFailures: [] }), 0],
  ['is empty', () => ({}), 0],
  ['is null', () => null, 0],
  ['has null for failures', () => ({ batchItemFailures: null }), 0],
  ['names one that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: 'other' }] }), 2],
  ['names none where one should be', () => ({ batchItemFailures: [{ itemIdentifier: '' }] }), 2],
  ['is written otherwise', () => ({ batchItemFailures: [{ id: 'other' }] }), 2],
  ['is text', () => 'fine', 2],
])('LA-11 Of a batch whose answer %s, so many come again', async (_, answer, count) => {
  await send('one', 'two');
  start({ reportsBatchItemFailures: true });
  await queue.clock.advance(0);
  const ids = (calls[0]?.records ?? []).map(({ messageId }) => messageId as string);
  await calls[0]?.end({ functionError: undefined, payload: answer(ids) });

  expect(await left()).toBe(count);
});

test('LA-12 No more batches are under way than the mapping allows', async () => {
  await send('one', 'two', 'three');
  start({ batchSize: 1, maximumConcurrency: 2 });
  await queue.clock.advance(0);
  const before = calls.length;
  await calls[0]?.end(FINE);

  expect([before, calls.length]).toEqual([2, 3]);
});

test('LA-12 A message that is poison stops nobody else', async () => {
  start({ batchSize: 1 });
  await send('poison');
  await calls[0]?.end(FAILED);
  await send('one');

  expect(bodies()).toEqual([['poison'], ['one']]);
});

test('LA-13 While the region is down nothing is taken from the queue, and then it is', async () => {
  start();
  await queue.clock.advance(0);
  network.takeDown(REGION);
  mapping?.rest();
  await send('one');
  const whileDown = calls.length;
  network.bringUp(REGION);
  await queue.clock.advance(0);

  expect([whileDown, calls.length]).toEqual([0, 1]);
  expect(calls[0]?.records).toMatchObject([{ attributes: { ApproximateReceiveCount: '1' } }]);
});

test.each([
  ['that is disabled', { isEnabled: false }],
  ['that was stopped', {}],
])('A mapping %s takes nothing', async (_, overrides) => {
  start(overrides);
  mapping?.stop();

  await send('one');

  expect(calls).toEqual([]);
  const { Messages: found } = await queue.call('ReceiveMessage');
  expect(found).toMatchObject([{ Body: 'one' }]);
});

test('A mapping whose queue is deleted ends', async () => {
  start();
  await queue.clock.advance(0);
  queue.sqs.deleteQueue(queue.queueUrl);
  await queue.clock.advance(0);

  queue.sqs.createQueue('letters', {});
  await send('one');

  expect(calls).toEqual([]);
});

describe('Lambda', () => {
  let bench: LambdaBench | undefined;

  afterEach(async () => {
    await bench?.lambda.stop();
    bench = undefined;
  });

  const inBench = ({ queueArn: eventSourceArn }: LambdaBench) => aMapping({ eventSourceArn });

  it('LA-08 reads a queue for a function until the mapping is deleted', async () => {
    bench = lambdaBench(
      'exports.handler = async ({ Records }) => { for (const { body } of Records) console.log(body); };',
    );
    const { id } = bench.lambda.createEventSourceMapping('votes', inBench(bench));
    bench.sqs.sendMessage(bench.queueArn, 'first', {}, ROLE);
    await bench.printed.find((line) => line.endsWith('first'));

    bench.lambda.deleteEventSourceMapping(id);
    bench.sqs.sendMessage(bench.queueArn, '"second"', {}, ROLE);

    expect(await bench.letters()).toMatchObject([{ body: 'second' }]);
  });

  it('LA-14 refuses a function that may take longer than a message stays hidden', () => {
    bench = lambdaBench(aFunction('', { timeout: 31 }));
    const { lambda } = bench;
    const definition = inBench(bench);

    expect(thrownBy(() => lambda.createEventSourceMapping('again', definition))).toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    });
  });

  it('LA-14 refuses a role that may not read the queue', () => {
    const iam = anIam();
    iam.createRole({
      roleName: 'subject',
      assumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } }),
      policies: [{ policyName: 'it', policyDocument: aPolicy(aStatement({ Action: 'sqs:ReceiveMessage' })) }],
    });
    bench = lambdaBench('', { iam });
    const { lambda } = bench;
    const definition = inBench(bench);

    expect(thrownBy(() => lambda.createEventSourceMapping('again', definition))).toMatchObject({
      code: 'InvalidParameterValueException',
      message: 'The provided execution role does not have permissions to call DeleteMessage on SQS',
    });
  });

  it('LA-14 refuses a second mapping of a queue and a function', () => {
    bench = lambdaBench('');
    const { lambda } = bench;
    const definition = inBench(bench);
    lambda.createEventSourceMapping('votes', definition);

    expect(thrownBy(() => lambda.createEventSourceMapping('again', definition))).toMatchObject({
      code: 'ResourceConflictException',
    });
  });

  it.each<[JsonObject, string]>([
    [{ BatchSize: 11 }, 'MaximumBatchingWindowInSeconds must be at least 1 for a BatchSize above 10'],
    [{ BatchSize: 0 }, 'BatchSize must be from 1 to 10000'],
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, 'MaximumConcurrency must be from 2 to 1000'],
    [{ FunctionResponseTypes: ['Other'] }, 'FunctionResponseTypes must be ReportBatchItemFailures, not Other'],
    [{ EventSourceArn: 'arn:aws:kinesis:us-west-2:123456789012:stream/s' }, 'the engine reads no others'],
  ])('AWS::Lambda::EventSourceMapping with %j is refused', (overrides, sentence) => {
    const { lambda, queueArn } = (bench = lambdaBench(''));
    const properties = { EventSourceArn: queueArn, FunctionName: 'subject', ...overrides };
    const request = { logicalId: 'Votes', stackName: 'app', region: aRegion(), properties };

    expect(() => void eventSourceMapping.create(request, { lambda })).toThrow(sentence);
  });
});
