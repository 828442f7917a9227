import { anAppSyncTarget, anEventBridge, aQueueTarget, aRule, type EventBridgeBench } from '../support/eventbridge';
import { thrownBy } from '../support/sqs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const RULE_ARN = 'arn:aws:events:us-west-2:123456789012:rule/tick';

let bench: EventBridgeBench;

beforeEach(() => {
  bench = anEventBridge();
});

afterEach(async () => bench.eventBridge.stop());

/** A rule that writes to the queue. */
function aScheduledRule(scheduleExpression: string, overrides: Parameters<typeof aRule>[0] = {}) {
  return aRule({
    name: 'tick',
    eventBusName: 'default',
    eventPattern: undefined,
    scheduleExpression,
    targets: [aQueueTarget(bench.queueArn)],
    ...overrides,
  });
}

test.each([
  ['rate(1 minute)', MINUTE],
  ['rate(5 minutes)', 5 * MINUTE],
  ['rate(1 hour)', 60 * MINUTE],
  ['rate(2 hours)', 120 * MINUTE],
  ['rate(30 days)', 30 * DAY],
])('EB-76 %s fires first when a period is over, and then again and again', async (expression, period) => {
  bench.eventBridge.putRule(aScheduledRule(expression, { targets: [anAppSyncTarget()] }));

  await bench.clock.advance(period - 1);
  const before = bench.api.calls.length;
  await bench.clock.advance(1 + 2 * period);

  expect([before, bench.api.calls.length]).toEqual([0, 3]);
});

test('EB-76 A scheduled event says which rule it comes from', async () => {
  bench.eventBridge.putRule(aScheduledRule('rate(1 minute)'));

  await bench.clock.advance(MINUTE);
  const [letter] = await bench.letters();

  expect(letter?.body).toEqual({
    version: '0',
    id: expect.any(String),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '123456789012',
    time: '2026-01-01T00:01:00Z',
    region: 'us-west-2',
    resources: [RULE_ARN],
    detail: {},
  });
});

test.each([
  ['a disabled rule', () => bench.eventBridge.putRule(aScheduledRule('rate(1 minute)', { state: 'DISABLED' }))],
  [
    'a rule that was replaced',
    () => {
      bench.eventBridge.putRule(aScheduledRule('rate(1 minute)'));
      bench.eventBridge.putRule(aScheduledRule('rate(3 minutes)'));
    },
  ],
  [
    'a region that was stopped',
    () => {
      bench.eventBridge.putRule(aScheduledRule('rate(1 minute)'));
      void bench.eventBridge.stop();
    },
  ],
])('%s does not fire', async (_, put) => {
  put();

  await bench.clock.advance(2 * MINUTE);

  await expect(bench.letters()).resolves.toHaveLength(0);
});

test.each([
  'rate(0 minutes)',
  'rate(1 minutes)',
  'rate(2 minute)',
  'rate(5 seconds)',
  'rate(1.5 hours)',
  'at(2026-01-01T00:00:00)',
  'hourly',
  '',
])('EB-76 "%s" is refused', (expression) => {
  expect(thrownBy(() => bench.eventBridge.putRule(aScheduledRule(expression)))).toMatchObject({
    code: 'ValidationException',
    message: 'Parameter ScheduleExpression is not valid.',
  });
});

test('EB-76 A rule on a bus of ours has no schedule', () => {
  const rule = aScheduledRule('rate(1 minute)', { eventBusName: 'chat' });

  expect(thrownBy(() => bench.eventBridge.putRule(rule))).toMatchObject({
    code: 'ValidationException',
    message: 'ScheduleExpression is supported only on the default event bus.',
  });
});

test('A rule needs a pattern or a schedule', () => {
  const rule = aRule({ eventPattern: undefined });

  expect(thrownBy(() => bench.eventBridge.putRule(rule))).toMatchObject({
    code: 'ValidationException',
    message: 'Parameter(s) EventPattern or ScheduleExpression must be specified.',
  });
});

test('EB-14 ListRules tells the schedule of a rule', async () => {
  bench.eventBridge.putRule(aScheduledRule('rate(1 minute)'));

  const { Rules } = await bench.call('ListRules');

  expect(Rules).toEqual([
    { Name: 'tick', Arn: RULE_ARN, EventBusName: 'default', ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' },
  ]);
});

test('EB-85 Where minutes are short, those of schedules are', async () => {
  bench = anEventBridge({ minute: 1_000 });
  bench.eventBridge.putRule(aScheduledRule('rate(1 minute)'));

  await bench.clock.advance(2_000);

  expect(await bench.letters()).toHaveLength(2);
});
