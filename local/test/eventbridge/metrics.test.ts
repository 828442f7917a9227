import { AwsError } from '../../src/foundation/errors';
import {
  anAppSyncTarget,
  anEventBridge,
  aQueueTarget,
  aRule,
  BUS_NAME,
  type EventBridgeBench,
} from '../support/eventbridge';

const THROTTLED = new AwsError('ThrottlingException', 'Slow down.', 429);
const GONE = new AwsError('ResourceNotFoundException', 'There is no such API.', 404);

let bench: EventBridgeBench;

beforeEach(() => {
  bench = anEventBridge();
});

afterEach(async () => bench.eventBridge.stop());

/** How often each metric was counted. */
function counts(): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { metricName, value } of bench.metrics) sums[metricName] = (sums[metricName] ?? 0) + value;
  return sums;
}

test('EB-80 A delivery that succeeds is an attempt, a success and an invocation', async () => {
  bench.eventBridge.putRule(aRule());

  await bench.deliver();
  await bench.deliver();

  expect(counts()).toEqual({ InvocationAttempts: 2, SuccessfulInvocationAttempts: 2, Invocations: 2 });
});

test('EB-80 A rule of a bus of ours is known by both names', async () => {
  bench.eventBridge.putRule(aRule());

  await bench.deliver();

  expect(bench.metrics[0]).toEqual({
    namespace: 'AWS/Events',
    metricName: 'InvocationAttempts',
    dimensions: { EventBusName: BUS_NAME, RuleName: 'deliver' },
    value: 1,
  });
});

test('EB-80 A rule of the default bus is named without the bus', async () => {
  bench.eventBridge.putRule(aRule({ eventBusName: 'default' }));

  await bench.deliver({ EventBusName: 'default' });

  expect(bench.metrics[0]?.dimensions).toEqual({ RuleName: 'deliver' });
});

test('EB-80 Every retry is counted, and an invocation when it ends', async () => {
  bench.eventBridge.putRule(aRule());
  bench.api.respond(() => {
    throw THROTTLED;
  });
  await bench.deliver();
  const meanwhile = counts();
  await bench.clock.advance(100);
  bench.api.respond(() => ({ data: {} }));
  await bench.clock.advance(130);

  expect(meanwhile).toEqual({ InvocationAttempts: 1 });
  expect(counts()).toEqual({
    InvocationAttempts: 3,
    RetryInvocationAttempts: 2,
    SuccessfulInvocationAttempts: 1,
    Invocations: 1,
  });
});

test('EB-80 A delivery that failed for good is a failed invocation, and one more in the dead-letter queue', async () => {
  const DeadLetterConfig = { Arn: bench.queueArn };
  bench.eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ DeadLetterConfig })] }));
  bench.api.respond(() => {
    throw GONE;
  });

  await bench.deliver();

  expect(counts()).toEqual({ InvocationAttempts: 1, Invocations: 1, FailedInvocations: 1, InvocationsSentToDlq: 1 });
});

test('EB-80 A dead letter that its queue refuses is counted as such', async () => {
  const DeadLetterConfig = { Arn: bench.queueArn };
  bench.eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ DeadLetterConfig })] }));
  bench.iam.deny(({ action }) => action === 'sqs:SendMessage');
  bench.api.respond(() => {
    throw GONE;
  });

  await bench.deliver();

  expect(counts()).toMatchObject({ FailedInvocations: 1, InvocationsFailedToBeSentToDlq: 1 });
});

test('EB-80 Each target of a rule counts', async () => {
  bench.eventBridge.putRule(aRule({ targets: [anAppSyncTarget(), aQueueTarget(bench.queueArn)] }));

  await bench.deliver();

  expect(counts()).toMatchObject({ SuccessfulInvocationAttempts: 2 });
});
