import type { ScheduleDefinition, Scheduler } from '../../src/scheduler/scheduler';
import { schedule as scheduleType } from '../../src/scheduler/resources/schedule';
import { createScheduler } from '../../src/scheduler/service';
import { createEventBridge } from '../../src/eventbridge/service';
import type { EventBridge } from '../../src/eventbridge/eventbridge';
import type { JsonObject } from '../../src/foundation/json';
import { PlanetNetwork } from '../../src/foundation/network';
import { AwsError } from '../../src/foundation/errors';
import { createSqs } from '../../src/sqs/service';
import { fakeClock, type FakeClock } from '../support/clock';
import {
  aRule,
  BUS_NAME,
  fakeAppSync,
  type FakeAppSync,
  fakeCloudWatch,
  type FakeFunctions,
  fakeFunctions,
  FUNCTION_ARN,
} from '../support/eventbridge';
import { aPolicy, aRole, aStatement, aTrustPolicy, anIam } from '../support/iam';
import { type Letter, lettersOf } from '../support/letters';
import { thrownBy } from '../support/sqs';
import { ACCOUNT_ID, aRegion, type FakeLog, fakeLog } from '../support/region';

const MINUTE = 60_000;
const REGION = 'us-west-2';
const BUS_ARN = `arn:aws:events:${REGION}:${ACCOUNT_ID}:event-bus/${BUS_NAME}`;
const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/heartbeat`;
const SCHEDULE_ARN = `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule/default/heartbeat`;
const GROUP_ARN = `arn:aws:scheduler:${REGION}:${ACCOUNT_ID}:schedule-group/default`;

interface Bench {
  readonly scheduler: Scheduler;
  readonly clock: FakeClock;
  readonly network: PlanetNetwork;
  readonly log: FakeLog;
  readonly api: FakeAppSync;
  readonly eventBridge: EventBridge;
  readonly functions: FakeFunctions;
  readonly queueArn: string;
  readonly letters: () => Promise<readonly Letter[]>;
}

let bench: Bench;
/** When in its minute a schedule goes off. */
let random: () => number;

beforeEach(() => {
  random = () => 0;
  bench = aBench();
});

afterEach(async () => {
  bench.scheduler.stop();
  await bench.eventBridge.stop();
});

/** A region with a bus, whose events arrive at an API, and real permissions. @param actions what the schedule's role may do */
function aBench(actions = 'events:PutEvents', trusted = 'scheduler.amazonaws.com', trust: JsonObject = {}): Bench {
  const [clock, log, api, network] = [fakeClock(), fakeLog(), fakeAppSync(), new PlanetNetwork()];
  const functions = fakeFunctions();
  const iam = anIam();
  const roleOf = (roleName: string, service: string, action: string) => ({
    ...aRole({
      roleName,
      assumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: service }, ...(service === trusted && trust) }),
    }),
    policies: [{ policyName: 'it', policyDocument: aPolicy(aStatement({ Action: action })) }],
  });
  iam.createRole(roleOf('heartbeat', trusted, actions));
  iam.createRole(roleOf('deliver', 'events.amazonaws.com', '*'));
  const region = aRegion({ name: REGION, clock, log });
  const cloudWatch = fakeCloudWatch();
  const sqs = createSqs(region, { iam });
  const { arn: queueArn, queueUrl } = sqs.createQueue('letters', {});
  const eventBridge = createEventBridge(region, {
    ...{ iam, cloudWatch },
    ...{ sqs, lambda: functions.lambda },
    network: network.of(REGION),
    power: network.powerOf(REGION),
  });
  eventBridge.connectAppSync(api.appSync);
  eventBridge.createEventBus(BUS_NAME);
  const deliver = {
    Id: 'api',
    Arn: `arn:aws:appsync:${REGION}:${ACCOUNT_ID}:endpoints/graphql-api/abc`,
    RoleArn: 'arn:aws:iam::123456789012:role/deliver',
    AppSyncParameters: { GraphQLOperation: 'mutation M { m }' },
  };
  eventBridge.putRule(aRule({ targets: [deliver] }));
  const scheduler = createScheduler(region, {
    ...{ iam, eventBridge, sqs, lambda: functions.lambda, clock },
    power: network.powerOf(REGION),
    random: () => random(),
  });
  sqs.setQueuePolicy(queueUrl, aPolicy({ ...aStatement({ Action: 'sqs:ReceiveMessage' }), Principal: '*' }));
  const letters = () => lettersOf(sqs.api, queueUrl);
  return { scheduler, clock, network, log, api, eventBridge, functions, queueArn, letters };
}

/** Its role trusts Scheduler on behalf of one account. */
function aBenchTrustedFor(accountId: string): Bench {
  const trust = { Condition: { StringEquals: { 'aws:SourceAccount': accountId } } };
  return aBench('events:PutEvents', 'scheduler.amazonaws.com', trust);
}

/** Its role trusts Scheduler on behalf of one resource. */
function aBenchTrustedOn(sourceArn: string): Bench {
  const trust = { Condition: { StringEquals: { 'aws:SourceArn': sourceArn } } };
  return aBench('events:PutEvents', 'scheduler.amazonaws.com', trust);
}

function aSchedule(overrides: Partial<ScheduleDefinition> = {}): ScheduleDefinition {
  return {
    name: 'heartbeat',
    groupName: 'default',
    scheduleExpression: 'rate(1 minute)',
    state: 'ENABLED',
    target: aTarget(),
    ...overrides,
  };
}

function aTarget(overrides: JsonObject = {}): JsonObject {
  return {
    Arn: BUS_ARN,
    RoleArn: ROLE_ARN,
    EventBridgeParameters: { DetailType: 'message.published', Source: 'chat.heartbeat' },
    Input: '{"name":"$heartbeat","message":"<aws.scheduler.scheduled-time>"}',
    RetryPolicy: { MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0 },
    ...overrides,
  };
}

function aFunctionTarget(overrides: JsonObject = {}): JsonObject {
  return { Arn: FUNCTION_ARN, RoleArn: ROLE_ARN, ...overrides };
}

/** The events that arrived. */
function events() {
  return bench.api.calls.map(({ variables }) => variables);
}

test('SC-01 A rate goes off at once, and then whenever a period is over', async () => {
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(0);
  const atOnce = events().length;
  await bench.clock.advance(3 * MINUTE);

  expect([atOnce, events().length]).toEqual([1, 4]);
});

test('SC-01 A schedule goes off anywhere in its minute, so that some minutes have none and some two', async () => {
  const moments = [0.99, 0, 0.99, 0];
  random = () => moments.shift() ?? 0;
  await bench.clock.advance(MINUTE / 2);
  bench.scheduler.createSchedule(aSchedule());
  await bench.clock.advance(MINUTE / 2);

  const counts = [events().length];
  for (let minute = 1; minute <= 4; minute += 1) {
    const before = events().length;
    await bench.clock.advance(MINUTE);
    counts.push(events().length - before);
  }

  expect(counts).toEqual([0, 2, 0, 2, 1]);
});

test('SC-02 The scheduled time is when it was due, whenever it goes off', async () => {
  random = () => 0.5;
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(MINUTE / 2);

  expect(events()).toMatchObject([{ detail: { message: '2026-01-01T00:00:00Z' } }]);
});

test('SC-01 A cron expression goes off at its times', async () => {
  bench.scheduler.createSchedule(aSchedule({ scheduleExpression: 'cron(5 * * * ? *)' }));

  await bench.clock.advance(5 * MINUTE - 1);
  const before = events().length;
  await bench.clock.advance(1);

  expect([before, events().length]).toEqual([0, 1]);
});

test.each(['rate(1 minutes)', 'rate(2 minute)', 'cron(0/30 20-2 ? * FRI-MON *)', 'cron(0 21 LW * ? *)'])(
  'SC-01 %s is taken',
  (scheduleExpression) => {
    const { arn } = bench.scheduler.createSchedule(aSchedule({ scheduleExpression }));

    expect(arn).toMatch(/schedule\/default\//);
  },
);

test.each([
  // AWS refused these: https://github.com/localstack/localstack/blob/main/tests/aws/services/scheduler/test_scheduler.snapshot.json
  'cron(0 1 * * * *)',
  'cron(7 20 * * NOT *)',
  'cron(71 8 1 * ? *)',
  'cron()',
  'rate(10 years)',
  'rate()',
  'rate(10)',
  'rate(10 minutess)',
  'rate(-10 minutes)',
  'rate( 10 minutes )',
  ' rate(10 minutes)',
])('SC-05 "%s" is refused', (scheduleExpression) => {
  expect(thrownBy(() => bench.scheduler.createSchedule(aSchedule({ scheduleExpression })))).toMatchObject({
    code: 'ValidationException',
    message: `Invalid Schedule Expression ${scheduleExpression}.`,
  });
});

test('SC-02 The event on the bus is the one that the schedule describes', async () => {
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(0);

  expect(events()).toEqual([
    expect.objectContaining({
      'detail-type': 'message.published',
      source: 'chat.heartbeat',
      region: REGION,
      resources: [SCHEDULE_ARN],
      detail: { name: '$heartbeat', message: '2026-01-01T00:00:00Z' },
    }),
  ]);
});

test('SC-02 The keywords of the input are filled in', async () => {
  const Input = JSON.stringify({
    arn: '<aws.scheduler.schedule-arn>',
    time: '<aws.scheduler.scheduled-time>',
    execution: '<aws.scheduler.execution-id>',
    attempt: '<aws.scheduler.attempt-number>',
  });
  bench.scheduler.createSchedule(aSchedule({ target: aTarget({ Input }) }));

  await bench.clock.advance(MINUTE);

  expect(events().map((event) => event['detail'])).toEqual([
    {
      arn: SCHEDULE_ARN,
      time: '2026-01-01T00:00:00Z',
      execution: expect.stringMatching(/^[0-9a-f]{16}$/),
      attempt: '1',
    },
    {
      arn: SCHEDULE_ARN,
      time: '2026-01-01T00:01:00Z',
      execution: expect.stringMatching(/^[0-9a-f]{16}$/),
      attempt: '1',
    },
  ]);
});

test.each([
  ['may not put events', () => aBench('events:PutRule'), 'AccessDeniedException'],
  ['does not trust Scheduler', () => aBench('events:PutEvents', 'events.amazonaws.com'), 'AccessDenied'],
  ['trusts Scheduler only for another account', () => aBenchTrustedFor('999999999999'), 'AccessDenied'],
  ['trusts Scheduler only on behalf of the schedule', () => aBenchTrustedOn(SCHEDULE_ARN), 'AccessDenied'],
])('SC-03 With a role that %s nothing arrives, and the log says why', async (_, build, code) => {
  bench = build();
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(MINUTE);

  expect(events()).toEqual([]);
  expect(bench.log.lines).toEqual([expect.stringContaining(code), expect.stringContaining(code)]);
});

test('SC-03 Scheduler may assume a role that trusts it only for its own account', async () => {
  bench = aBenchTrustedFor(ACCOUNT_ID);
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(0);

  expect(events()).toHaveLength(1);
});

test('SC-03 Scheduler may assume a role that trusts it only on behalf of the schedule’s group', async () => {
  bench = aBenchTrustedOn(GROUP_ARN);
  bench.scheduler.createSchedule(aSchedule());

  await bench.clock.advance(0);

  expect(events()).toHaveLength(1);
});

test('SC-04 A region that is down fires nothing, and makes up for nothing', async () => {
  bench.scheduler.createSchedule(aSchedule());
  await bench.clock.advance(0);

  bench.network.takeDown(REGION);
  await bench.clock.advance(3 * MINUTE);
  bench.network.restore(REGION);
  const missed = events().length;
  await bench.clock.advance(MINUTE);

  expect([missed, events().length]).toEqual([1, 2]);
  expect(bench.log).toMatchObject({ lines: [], faults: [] });
});

test('SC-06 A function is invoked as the role, with the input', async () => {
  const target = aFunctionTarget({ Input: '{"minute":"<aws.scheduler.scheduled-time>"}' });
  bench.scheduler.createSchedule(aSchedule({ target }));

  await bench.clock.advance(0);

  expect(bench.functions.calls).toEqual([
    {
      functionName: FUNCTION_ARN,
      payload: { minute: '2026-01-01T00:00:00Z' },
      caller: expect.objectContaining({ kind: 'assumed-role', roleArn: ROLE_ARN }),
    },
  ]);
});

test('SC-06 Without an input a function gets an event that tells of the schedule', async () => {
  bench.scheduler.createSchedule(aSchedule({ target: aFunctionTarget() }));

  await bench.clock.advance(0);

  expect(bench.functions.calls).toMatchObject([
    { payload: { 'detail-type': 'Scheduled Event', source: 'aws.scheduler', resources: [SCHEDULE_ARN] } },
  ]);
});

test('SC-04 A function of a region that is down is not invoked, nor later', async () => {
  bench.scheduler.createSchedule(aSchedule({ target: aFunctionTarget() }));
  bench.network.takeDown(REGION);
  await bench.clock.advance(3 * MINUTE);
  bench.network.restore(REGION);
  const missed = bench.functions.calls.length;
  await bench.clock.advance(MINUTE);

  expect([missed, bench.functions.calls.length]).toEqual([0, 1]);
});

test('SC-06 A queue gets the input, whatever text it is', async () => {
  bench = aBench('sqs:SendMessage');
  const target = aFunctionTarget({ Arn: bench.queueArn, Input: '"<aws.scheduler.execution-id>"' });
  bench.scheduler.createSchedule(aSchedule({ target }));

  await bench.clock.advance(0);

  expect(await bench.letters()).toEqual([{ body: expect.stringMatching(/^[0-9a-f]{16}$/), attributes: {} }]);
});

test('SC-07 A function that is asked too much is invoked again, as the same execution', async () => {
  bench.functions.respond(() => {
    bench.functions.respond(() => undefined);
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  });
  const Input = '["<aws.scheduler.execution-id>","<aws.scheduler.attempt-number>"]';
  bench.scheduler.createSchedule(aSchedule({ target: aFunctionTarget({ Input }) }));

  await bench.clock.advance(1_000);

  const [first, second] = bench.functions.calls.map(({ payload }) => payload as readonly string[]);
  expect([first?.[1], second?.[1]]).toEqual(['1', '2']);
  expect(second?.[0]).toBe(first?.[0]);
});

test('SC-07 What is not taken after all retries becomes a dead letter', async () => {
  bench = aBench('*');
  bench.functions.respond(() => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  });
  const RetryPolicy = { MaximumEventAgeInSeconds: 3_600, MaximumRetryAttempts: 2 };
  const target = aFunctionTarget({ Input: '{"a":1}', RetryPolicy, DeadLetterConfig: { Arn: bench.queueArn } });
  bench.scheduler.createSchedule(aSchedule({ target, scheduleExpression: 'rate(1 hour)' }));

  await bench.clock.advance(MINUTE);

  expect(await bench.letters()).toEqual([
    {
      body: { a: 1 },
      attributes: {
        ERROR_CODE: 'TooManyRequestsException',
        ERROR_MESSAGE: 'Rate Exceeded.',
        EXECUTION_ID: expect.stringMatching(/^[0-9a-f]{16}$/),
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
        RETRY_ATTEMPTS: '2',
        SCHEDULED_TIME: '2026-01-01T00:00:00Z',
        SCHEDULE_ARN,
        TARGET_ARN: FUNCTION_ARN,
      },
    },
  ]);
});

test('SC-07 A function that was deleted is a dead letter at once', async () => {
  bench = aBench('*');
  bench.functions.respond(() => {
    throw new AwsError('ResourceNotFoundException', 'Function not found.', 404);
  });
  const target = aFunctionTarget({ DeadLetterConfig: { Arn: bench.queueArn } });
  bench.scheduler.createSchedule(aSchedule({ target }));

  await bench.clock.advance(0);

  expect(await bench.letters()).toMatchObject([
    { attributes: { ERROR_CODE: 'ResourceNotFoundException', RETRY_ATTEMPTS: '0' } },
  ]);
});

test.each([
  ['UTC', 12],
  ['Europe/Zurich', 11],
  ['America/Los_Angeles', 20],
])('SC-08 A time in %s goes off once, at that time there', async (timezone, hour) => {
  bench.scheduler.createSchedule(aSchedule({ timezone, scheduleExpression: 'at(2026-01-01T12:00:00)' }));

  await bench.clock.advance(hour * 60 * MINUTE - 1);
  const before = events().length;
  await bench.clock.advance(1);
  const then = events().length;
  await bench.clock.advance(400 * 24 * 60 * MINUTE);

  expect([before, then, events().length]).toEqual([0, 1, 1]);
});

test('SC-08 A time that is over does not come', async () => {
  bench.scheduler.createSchedule(aSchedule({ scheduleExpression: 'at(2025-12-31T23:59:59)' }));

  await bench.clock.advance(24 * 60 * MINUTE);

  expect(events()).toEqual([]);
});

test('SC-08 A cron expression is in the time zone of its schedule, summer and winter', async () => {
  const scheduleExpression = 'cron(0 9 * * ? *)';
  bench.scheduler.createSchedule(aSchedule({ timezone: 'Europe/Zurich', scheduleExpression }));

  await bench.clock.advance(200 * 24 * 60 * MINUTE);

  const hours = new Set(events().map(({ time }) => (time as string).slice(11, 16)));
  expect([...hours]).toEqual(['08:00', '07:00']);
});

test('A disabled schedule does not go off', async () => {
  bench.scheduler.createSchedule(aSchedule({ state: 'DISABLED' }));
  bench.scheduler.createSchedule(aSchedule({ name: 'other', scheduleExpression: 'rate(2 minutes)' }));

  await bench.clock.advance(2 * MINUTE);

  expect(events()).toHaveLength(2);
});

test('A stopped Scheduler does nothing more', async () => {
  bench.scheduler.createSchedule(aSchedule());
  bench.scheduler.stop();

  await bench.clock.advance(2 * MINUTE);

  expect(events()).toEqual([]);
});

test.each<[string, Partial<ScheduleDefinition>, string, string]>([
  [
    'an expression',
    { scheduleExpression: 'rate(5 seconds)' },
    'ValidationException',
    'Invalid Schedule Expression rate(5 seconds).',
  ],
  [
    'a time',
    { scheduleExpression: 'at(2026-02-30T00:00:00)' },
    'ValidationException',
    'Invalid Schedule Expression at(2026-02-30T00:00:00).',
  ],
  ['a name', { name: 'heart beat' }, 'ValidationException', 'The schedule name "heart beat" is not valid.'],
  ['a group', { groupName: 'mine' }, 'ResourceNotFoundException', 'Schedule group mine does not exist.'],
  [
    'a target',
    { target: aTarget({ Arn: `arn:aws:sns:${REGION}:${ACCOUNT_ID}:topic` }) },
    'ValidationException',
    `EventBridgeParameters do not belong to arn:aws:sns:${REGION}:${ACCOUNT_ID}:topic.`,
  ],
  [
    'a property of a target',
    { target: aTarget({ EcsParameters: {} }) },
    'ValidationException',
    'The engine does not support the property EcsParameters of a target of a schedule.',
  ],
  [
    'a kind of target',
    { target: { Arn: `arn:aws:sns:${REGION}:${ACCOUNT_ID}:topic`, RoleArn: ROLE_ARN } },
    'ValidationException',
    `The engine has no schedules with targets like arn:aws:sns:${REGION}:${ACCOUNT_ID}:topic; it has those with an event bus, a function or a queue of ${REGION}.`,
  ],
  [
    'a function’s input',
    { target: aFunctionTarget({ Input: '{' }) },
    'ValidationException',
    'Input must be JSON for a function.',
  ],
  ['a time zone', { timezone: 'Mars/Olympus' }, 'ValidationException', 'Invalid timezone Mars/Olympus.'],
  [
    'a dead-letter queue',
    { target: aTarget({ DeadLetterConfig: { Arn: `arn:aws:sqs:eu-west-1:${ACCOUNT_ID}:letters` } }) },
    'ValidationException',
    `The dead-letter queue arn:aws:sqs:eu-west-1:${ACCOUNT_ID}:letters is not an SQS queue of this region and account.`,
  ],
  [
    'an input',
    { target: aTarget({ Input: 'beat' }) },
    'ValidationException',
    'Input must be a JSON object for an event bus.',
  ],
  [
    'a source',
    { target: aTarget({ EventBridgeParameters: { DetailType: 'a', Source: 'aws.events' } }) },
    'ValidationException',
    'Source has at most 256 characters and does not begin with "aws.".',
  ],
  [
    'a retry policy',
    { target: aTarget({ RetryPolicy: { MaximumRetryAttempts: 186 } }) },
    'ValidationException',
    'MaximumRetryAttempts must be a whole number from 0 to 185.',
  ],
])('SC-05 A schedule with %s that is wrong, or not there, is refused', (_, overrides, code, message) => {
  expect(thrownBy(() => bench.scheduler.createSchedule(aSchedule(overrides)))).toMatchObject({ code, message });
});

test('SC-05 A name is given once', () => {
  bench.scheduler.createSchedule(aSchedule());

  expect(thrownBy(() => bench.scheduler.createSchedule(aSchedule()))).toMatchObject({ code: 'ConflictException' });
});

/** Creates the resource. */
function created(overrides: JsonObject = {}) {
  const properties = {
    ...{
      Name: 'heartbeat',
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: aTarget(),
    },
    ...overrides,
  };
  return scheduleType.create(
    { logicalId: 'Heartbeat', stackName: 'chat', region: aRegion(), properties },
    { scheduler: bench.scheduler },
  );
}

test('AWS::Scheduler::Schedule is known by its name and ARN', () => {
  expect(created()).toEqual({ physicalId: 'heartbeat', attributes: { Arn: SCHEDULE_ARN } });
});

test.each([
  ['FlexibleTimeWindow', { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 }, 'UNSUPPORTED_VALUE'],
  ['State', 'ASLEEP', 'PROPERTY_INVALID'],
])('AWS::Scheduler::Schedule refuses its %s %j', (name, value, code) => {
  expect(thrownBy(() => created({ [name]: value }))).toMatchObject({ code });
});
