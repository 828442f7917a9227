import type { ScheduleDefinition, Scheduler } from '../../src/scheduler/scheduler';
import { schedule as scheduleType } from '../../src/scheduler/resources/schedule';
import { createScheduler } from '../../src/scheduler/service';
import { createEventBridge } from '../../src/eventbridge/service';
import type { EventBridge } from '../../src/eventbridge/eventbridge';
import type { JsonObject } from '../../src/foundation/json';
import { PlanetNetwork } from '../../src/foundation/network';
import type { Lambda } from '../../src/lambda/lambda';
import type { Sqs } from '../../src/sqs/sqs';
import { fakeClock, type FakeClock } from '../support/clock';
import { aRule, BUS_NAME, fakeAppSync, type FakeAppSync, fakeCloudWatch } from '../support/eventbridge';
import { aPolicy, aRole, aStatement, aTrustPolicy, anIam } from '../support/iam';
import { thrownBy } from '../support/sqs';
import { ACCOUNT_ID, aRegion, type FakeLog, fakeLog, serviceWith } from '../support/region';

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
  const eventBridge = createEventBridge(region, {
    ...{ iam, cloudWatch },
    sqs: serviceWith<Sqs>('SQS'),
    lambda: serviceWith<Lambda>('Lambda'),
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
  const scheduler = createScheduler(region, { iam, eventBridge, clock, random: () => random() });
  return { scheduler, clock, network, log, api, eventBridge };
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
    { scheduleExpression: 'at(2026-01-01T00:00:00)' },
    'ValidationException',
    'The engine has no schedules that go off once, by "at".',
  ],
  ['a name', { name: 'heart beat' }, 'ValidationException', 'The schedule name "heart beat" is not valid.'],
  ['a group', { groupName: 'mine' }, 'ResourceNotFoundException', 'Schedule group mine does not exist.'],
  [
    'a target',
    { target: aTarget({ Arn: `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:letters` }) },
    'ValidationException',
    `The engine has no schedules with targets like arn:aws:sqs:${REGION}:${ACCOUNT_ID}:letters; it has those with an event bus of ${REGION}.`,
  ],
  [
    'a property of a target',
    { target: aTarget({ DeadLetterConfig: {} }) },
    'ValidationException',
    'The engine does not support the property DeadLetterConfig of a target of a schedule.',
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
  ['ScheduleExpressionTimezone', 'Europe/Zurich', 'UNSUPPORTED_VALUE'],
  ['State', 'ASLEEP', 'PROPERTY_INVALID'],
])('AWS::Scheduler::Schedule refuses its %s %j', (name, value, code) => {
  expect(thrownBy(() => created({ [name]: value }))).toMatchObject({ code });
});
