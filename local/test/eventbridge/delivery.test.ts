import { AwsError } from '../../src/foundation/errors';
import type { JsonObject } from '../../src/foundation/json';
import { anAppSyncTarget, anEventBridge, API_ARN, aRule, BUS_NAME, ROLE_ARN } from '../support/eventbridge';
import { ACCOUNT_ID } from '../support/region';

const THROTTLED = new AwsError('ThrottlingException', 'Slow down.', 429);

test('EB-67 A delivery that failed is tried again, later and later', async () => {
  const { deliver, api, clock } = aFailingTarget();
  const times: number[] = [];
  api.respond(() => {
    times.push(clock.now());
    throw THROTTLED;
  });

  await deliver();
  await clock.advance(1_000);

  const delays = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(delays).toEqual([100, 130, 160, 200, 250]);
});

test('EB-67 A delivery that succeeds at last leaves no letter', async () => {
  const { deliver, api, clock, letters } = aFailingTarget();

  await deliver();
  api.respond(() => ({ data: {} }));
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(2);
  expect(await letters()).toEqual([]);
});

test('EB-69, EB-70 When its retries are exhausted, an event becomes a dead letter that says why', async () => {
  const { deliver, api, clock, letters } = aFailingTarget({ RetryPolicy: { MaximumRetryAttempts: 2 } });

  await deliver();
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(3);
  expect(await letters()).toEqual([
    {
      body: api.calls[0]?.variables,
      attributes: {
        RULE_ARN: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/${BUS_NAME}/deliver`,
        TARGET_ARN: API_ARN,
        ERROR_CODE: 'THROTTLING',
        ERROR_MESSAGE: 'Slow down.',
        RETRY_ATTEMPTS: '2',
        EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      },
    },
  ]);
});

test('EB-69 A delivery without retries fails at once', async () => {
  const { deliver, letters } = aFailingTarget({ RetryPolicy: { MaximumRetryAttempts: 0 } });

  await deliver();

  expect(await letters()).toMatchObject([{ attributes: { RETRY_ATTEMPTS: '0' } }]);
});

test('EB-69 The last attempt is made when the event has its maximum age', async () => {
  const { deliver, api, clock, letters } = aFailingTarget({ RetryPolicy: { MaximumEventAgeInSeconds: 60 } });
  let last = 0;
  api.respond(() => {
    last = clock.now();
    throw THROTTLED;
  });
  const start = clock.now();

  await deliver();
  await clock.advance(300_000);

  expect(last - start).toBe(60_000);
  expect(await letters()).toMatchObject([{ attributes: { EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' } }]);
});

test('EB-67 All retries take about a day', async () => {
  const { deliver, clock, letters } = aFailingTarget();

  await deliver();
  await clock.advance(23 * 3_600_000);
  const early = await letters();
  await clock.advance(2 * 3_600_000);

  expect(early).toEqual([]);
  expect(await letters()).toHaveLength(1);
});

test('EB-72 GraphQL errors make a dead letter at once', async () => {
  const { deliver, api, clock, letters } = aFailingTarget();
  const errors = [{ path: null, locations: null, message: 'Channel not allowed.' }];
  api.respond(() => ({ data: null, errors }));

  await deliver();
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(1);
  expect(await letters()).toMatchObject([
    { attributes: { ERROR_CODE: 'ERROR_FROM_TARGET', ERROR_MESSAGE: 'Channel not allowed.', RETRY_ATTEMPTS: '0' } },
  ]);
});

test('EB-70, EB-74 A letter of an event that was not retried names no exhausted condition', async () => {
  const { deliver, iam, letters } = aFailingTarget();
  iam.denyRole(ROLE_ARN);

  await deliver();

  const [letter] = await letters();
  expect(letter?.attributes).toMatchObject({ ERROR_CODE: 'FAILED_TO_ASSUME_ROLE' });
  expect(letter?.attributes).not.toHaveProperty('EXHAUSTED_RETRY_CONDITION');
});

test('An event that ends in the dead-letter queue is told to the log, once per cause and minute', async () => {
  const { eventBridge, deliver, api, log, clock, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ DeadLetterConfig: { Arn: queueArn } })] }));
  const errors = [{ path: null, locations: null, message: 'Channel not allowed.' }];
  api.respond(() => ({ data: null, errors }));
  const line = expect.stringMatching(
    /^Event [-0-9a-f]+ of rule \S+ did not reach target api \(ERROR_FROM_TARGET: Channel not allowed\.\) and is in the dead-letter queue \S+:letters\.$/,
  );

  await deliver();
  await deliver();
  const inOneMinute = [...log.lines];
  await clock.advance(60_000);
  await deliver();

  expect(inOneMinute).toEqual([line]);
  expect(log.lines).toEqual([line, line]);
});

test('A line of the log is not as long as its cause may be', async () => {
  const { eventBridge, deliver, api, log } = anEventBridge();
  eventBridge.putRule(aRule());
  api.respond(() => ({ data: null, errors: [{ path: null, locations: null, message: 'x'.repeat(100_000) }] }));

  await deliver();

  expect(log.lines.map(({ length }) => length)).toEqual([1_001]);
});

test('An event that is lost for want of a dead-letter queue is told to the log', async () => {
  const { deliver, log } = aFailingTarget({ RetryPolicy: { MaximumRetryAttempts: 0 }, DeadLetterConfig: {} });

  await deliver();

  expect(log.lines).toEqual([
    expect.stringMatching(/did not reach target api \(THROTTLING: Slow down\.\) and is lost/),
  ]);
});

test('EB-71 An event that the dead-letter queue refuses is told to the log', async () => {
  const { deliver, iam, log, letters } = aFailingTarget({ RetryPolicy: { MaximumRetryAttempts: 0 } });
  iam.deny(({ action }) => action === 'sqs:SendMessage');

  await deliver();

  expect(log.lines).toEqual([
    expect.stringMatching(/dead-letter queue did not take it: service may not sqs:SendMessage/),
  ]);
  expect(await letters()).toEqual([]);
});

test('A fault of the engine is told to the log and costs no event', async () => {
  const { deliver, api, log, clock } = aFailingTarget();
  const fault = new TypeError('x is undefined');
  api.respond(() => {
    throw fault;
  });

  await deliver();
  api.respond(() => ({ data: {} }));
  await clock.advance(1_000);

  expect(log.faults).toEqual([fault]);
  expect(api.calls).toHaveLength(2);
});

test('A stopped bus delivers and retries nothing', async () => {
  const { eventBridge, deliver, put, api, clock, letters } = aFailingTarget();
  await deliver();
  await put();

  await eventBridge.stop();
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(1);
  expect(await letters()).toEqual([]);
});

/** A region whose API is busy, and whose rule has a dead-letter queue. */
function aFailingTarget(target: JsonObject = {}) {
  const bench = anEventBridge();
  const DeadLetterConfig = { Arn: bench.queueArn };
  bench.eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ DeadLetterConfig, ...target })] }));
  bench.api.respond(() => {
    throw THROTTLED;
  });
  return bench;
}
