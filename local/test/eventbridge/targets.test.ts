import { AwsError } from '../../src/foundation/errors';
import { MAX_CONVOY, MAX_THROTTLED } from '../../src/eventbridge/limits';
import { PlanetNetwork } from '../../src/foundation/network';
import { fakeClock } from '../support/clock';
import {
  aBusTarget,
  anAppSyncTarget,
  aFunctionTarget,
  anEntry,
  anEventBridge,
  API_ARN,
  aQueueTarget,
  aRule,
  BUS_NAME,
  FUNCTION_ARN,
  MUTATION,
  ROLE_ARN,
} from '../support/eventbridge';
import { ACCOUNT_ID } from '../support/region';
import { aUser } from '../support/sqs';

/** Milliseconds: how long an event is retried. */
const DAY = 86_400_000;
const RULE_ARN = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/${BUS_NAME}/deliver`;

test('EB-60 A GraphQL API is called with its mutation, the input as variables, and as the role', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  const InputTransformer = { InputPathsMap: { detail: '$.detail' }, InputTemplate: '{"detail": <detail>}' };
  eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ InputTransformer })] }));

  await deliver({ Detail: '{"name":"cars"}' });

  expect(api.calls).toEqual([
    {
      endpointArn: API_ARN,
      operation: MUTATION,
      variables: { detail: { name: 'cars' } },
      caller: expect.objectContaining({ kind: 'assumed-role', roleArn: ROLE_ARN }),
    },
  ]);
});

test('EB-61 A queue gets the event as text, from EventBridge on behalf of the rule', async () => {
  const { eventBridge, deliver, letters, iam, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aQueueTarget(queueArn)] }));

  await deliver();

  expect(await letters()).toMatchObject([{ body: { source: 'chat', detail: { name: 'cars' } }, attributes: {} }]);
  expect(iam.requests).toContainEqual({
    principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE_ARN, accountId: ACCOUNT_ID },
    action: 'sqs:SendMessage',
    resource: queueArn,
  });
});

test('A bus of another region may be missing when a rule names it', () => {
  const { eventBridge } = anEventBridge();

  expect(() => eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1')] }))).not.toThrow();
});

test('A rule to a bus of another region that is missing is refused, if the engine is asked to', () => {
  const isBusThere = (region: string, bus: string) => region === 'ap-southeast-2' && bus === BUS_NAME;
  const { eventBridge } = anEventBridge({ isBusThere });
  const rule = aRule({ name: 'replicate', targets: [aBusTarget('eu-west-1')] });

  expect(() => eventBridge.putRule(rule)).toThrow(`Event bus ${BUS_NAME} does not exist.`);
  expect(() => eventBridge.putRule({ ...rule, targets: [aBusTarget('ap-southeast-2')] })).not.toThrow();
});

test('A queue whose target has a role gets the event from the role', async () => {
  const { eventBridge, deliver, iam, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aQueueTarget(queueArn, { RoleArn: ROLE_ARN })] }));

  await deliver();

  expect(iam.requests).toContainEqual(
    expect.objectContaining({ action: 'sqs:SendMessage', principal: expect.objectContaining({ roleArn: ROLE_ARN }) }),
  );
});

test('Every target of every rule that matches gets the event', async () => {
  const { eventBridge, deliver, letters, api, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [anAppSyncTarget(), aQueueTarget(queueArn)] }));
  eventBridge.putRule(aRule({ name: 'copy', targets: [aQueueTarget(queueArn)] }));
  eventBridge.putRule(aRule({ name: 'other', eventPattern: { source: ['other'] } }));

  await deliver();

  expect(api.calls).toHaveLength(1);
  expect(await letters()).toHaveLength(2);
});

test('EB-75 A disabled rule delivers nothing', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule({ state: 'DISABLED' }));

  await deliver();

  expect(api.calls).toEqual([]);
});

test('EB-75 A rule of the same name replaces the one before', async () => {
  const { eventBridge, deliver, api } = anEventBridge();
  eventBridge.putRule(aRule());
  eventBridge.putRule(aRule({ eventPattern: { source: ['other'] } }));

  await deliver();

  expect(api.calls).toEqual([]);
});

test('EB-64 An event goes to the bus of another region, unchanged but for a new id', async () => {
  const { here, there } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1'), aQueueTarget(here.queueArn)] }));
  there.eventBridge.putRule(aRule({ targets: [aQueueTarget(there.queueArn)] }));

  await here.deliver({ Resources: ['arn:a'] });
  await there.clock.advance(0);

  const [sent] = await here.letters();
  const [arrived] = await there.letters();
  expect(arrived?.body).toEqual({ ...sent?.body, id: expect.any(String) });
  expect(arrived?.body['region']).toBe('us-west-2');
  expect(arrived?.body['id']).not.toBe(sent?.body['id']);
});

test('EB-65 An event keeps its id on the way to another bus of its region', async () => {
  const { eventBridge, deliver, letters, queueArn, clock } = anEventBridge();
  eventBridge.createEventBus('second');
  const Arn = `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/second`;
  eventBridge.putRule(aRule({ targets: [aBusTarget('us-west-2', { Arn }), aQueueTarget(queueArn)] }));
  eventBridge.putRule(aRule({ eventBusName: 'second', targets: [aQueueTarget(queueArn)] }));

  await deliver();
  await clock.advance(0);

  const [first, second] = await letters();
  expect(second).toEqual(first);
});

test('EB-68 The role must be allowed to put events on the other bus', async () => {
  const { here } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1', { DeadLetterConfig: { Arn: here.queueArn } })] }));
  here.iam.deny(({ resource }, { kind }) => kind === 'assumed-role' && resource.includes('eu-west-1'));

  await here.deliver();

  expect(await here.letters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_PERMISSIONS' } }]);
});

test('EB-66 An event that came from another bus goes to no third', async () => {
  const { here, there } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1')] }));
  there.eventBridge.putRule(
    aRule({ targets: [aBusTarget('us-west-2', { DeadLetterConfig: { Arn: there.queueArn } })] }),
  );

  await here.deliver();
  await there.clock.advance(0);

  expect(await there.letters()).toMatchObject([{ attributes: { ERROR_CODE: 'THIRD_ACCOUNT_HOP_DETECTED' } }]);
});

test('EB-68 A bus that does not exist in the other region is a missing resource', async () => {
  const { here } = twoRegions();
  const Arn = `arn:aws:events:eu-west-1:${ACCOUNT_ID}:event-bus/none`;
  here.eventBridge.putRule(
    aRule({ targets: [aBusTarget('eu-west-1', { Arn, DeadLetterConfig: { Arn: here.queueArn } })] }),
  );

  await here.deliver();

  expect(await here.letters()).toMatchObject([{ attributes: { ERROR_CODE: 'NO_RESOURCE' } }]);
});

test('EB-73 A region that comes back after some seconds gets its events within two seconds', async () => {
  const { here, there, network } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1')] }));
  there.eventBridge.putRule(aRule({ targets: [aQueueTarget(there.queueArn)] }));
  network.cut('us-west-2', 'eu-west-1');
  await here.deliver();
  await here.clock.advance(7_000);

  network.heal('us-west-2', 'eu-west-1');
  await here.clock.advance(2_000);

  expect(await there.letters()).toHaveLength(1);
});

test('EB-67 What waits for the same region is tried again together, in its order, and counts one by one', async () => {
  const { here, there, network } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1')] }));
  there.eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ Arn: API_ARN.replace('us-west-2', 'eu-west-1') })] }));
  const count = MAX_CONVOY + 1;
  const numbers = Array.from({ length: count }, (_, number) => number);

  network.cut('us-west-2', 'eu-west-1');
  for (const number of numbers) await here.put({ Detail: JSON.stringify({ number }) });
  await here.clock.advance(0);
  await here.clock.advance(100);
  network.heal('us-west-2', 'eu-west-1');
  await here.clock.advance(1_000);

  expect(there.api.calls.map(({ variables }) => variables['detail'])).toEqual(numbers.map((number) => ({ number })));
  const metrics = here.metrics.map(({ metricName }) => metricName);
  const times = (name: string) => metrics.filter((each) => each === name).length;
  expect(times('InvocationAttempts')).toBe(3 * count);
  expect(times('RetryInvocationAttempts')).toBe(2 * count);
  expect(times('SuccessfulInvocationAttempts')).toBe(count);
});

test('EB-73 A region that is not reached in time makes a dead letter', async () => {
  const { here, network } = twoRegions();
  here.eventBridge.putRule(aRule({ targets: [aBusTarget('eu-west-1', { DeadLetterConfig: { Arn: here.queueArn } })] }));
  network.cut('us-west-2', 'eu-west-1');

  await here.deliver();
  await here.clock.advance(DAY);

  expect(await here.letters()).toMatchObject([{ attributes: { ERROR_CODE: 'CONNECTION_FAILURE' } }]);
});

test.each([
  { why: 'no such API', error: new AwsError('ResourceNotFoundException', 'No API.', 404), ERROR_CODE: 'NO_RESOURCE' },
  { why: 'no permission', error: new AwsError('AccessDeniedException', 'No.', 403), ERROR_CODE: 'NO_PERMISSIONS' },
  { why: 'a refusal', error: new AwsError('BadRequestException', 'No.', 400), ERROR_CODE: 'ERROR_FROM_TARGET' },
])('EB-68 An API that answers with $why is not called again', async ({ error, ERROR_CODE }) => {
  const { eventBridge, deliver, letters, api, clock, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ DeadLetterConfig: { Arn: queueArn } })] }));
  api.respond(() => {
    throw error;
  });

  await deliver();
  await clock.advance(60_000);

  expect(api.calls).toHaveLength(1);
  expect(await letters()).toMatchObject([{ attributes: { ERROR_CODE, ERROR_MESSAGE: error.message } }]);
});

test('EB-50 Variables that are no object are not delivered', async () => {
  const { eventBridge, deliver, letters, api, queueArn } = anEventBridge();
  const DeadLetterConfig = { Arn: queueArn };
  eventBridge.putRule(aRule({ targets: [anAppSyncTarget({ InputPath: '$.detail.name', DeadLetterConfig })] }));

  await deliver();

  expect(api.calls).toEqual([]);
  expect(await letters()).toMatchObject([{ attributes: { ERROR_CODE: 'INVALID_JSON' } }]);
});

function twoRegions() {
  const network = new PlanetNetwork();
  const clock = fakeClock();
  const here = anEventBridge({ network, clock });
  const there = anEventBridge({ network, clock, region: 'eu-west-1' });
  return { here, there, network };
}

test('EB-84 A function gets the event from EventBridge on behalf of the rule, and is not waited for', async () => {
  const { eventBridge, deliver, functions } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aFunctionTarget()] }));

  await deliver();

  expect(functions.calls).toEqual([
    {
      functionName: FUNCTION_ARN,
      payload: expect.objectContaining({ source: 'chat', detail: { name: 'cars' } }),
      caller: { kind: 'service', service: 'events.amazonaws.com', sourceArn: RULE_ARN, accountId: ACCOUNT_ID },
    },
  ]);
});

test.each([
  ['a constant', { Input: '{"vote":"love"}' }, { vote: 'love' }],
  ['a part of the event', { InputPath: '$.detail.name' }, 'cars'],
  [
    'what a transformer makes',
    { InputTransformer: { InputPathsMap: { name: '$.detail.name' }, InputTemplate: '{"name": <name>}' } },
    { name: 'cars' },
  ],
])('EB-84 A function gets %s where its target says so', async (_, overrides, payload) => {
  const { eventBridge, deliver, functions } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aFunctionTarget(overrides)] }));

  await deliver();

  expect(functions.calls).toMatchObject([{ payload }]);
});

test.each([
  ['no permission', new AwsError('AccessDeniedException', 'No.', 403), 'NO_PERMISSIONS'],
  ['no function', new AwsError('ResourceNotFoundException', 'No.', 404), 'NO_RESOURCE'],
])('EB-84 With %s the event is a dead letter', async (_, refusal, code) => {
  const { eventBridge, deliver, functions, letters, queueArn } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aFunctionTarget({ DeadLetterConfig: { Arn: queueArn } })] }));
  functions.respond(() => {
    throw refusal;
  });

  await deliver();

  expect(await letters()).toMatchObject([{ attributes: { ERROR_CODE: code, RETRY_ATTEMPTS: '0' } }]);
});

test('EB-84 A function that has too many events gets this one later', async () => {
  const { eventBridge, deliver, functions, clock } = anEventBridge();
  eventBridge.putRule(aRule({ targets: [aFunctionTarget()] }));
  functions.respond(() => {
    functions.respond(() => undefined);
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  });

  await deliver();
  await clock.advance(100);

  expect(functions.calls).toHaveLength(2);
});

test('EB-84 A function needs no role, and none is taken', () => {
  const { eventBridge } = anEventBridge();

  expect(() => eventBridge.putRule(aRule({ targets: [aFunctionTarget({ RoleArn: ROLE_ARN })] }))).toThrow(
    `RoleArn is not supported for target ${FUNCTION_ARN}.`,
  );
});

test('EB-85 A scheduled rule invokes its function with a scheduled event', async () => {
  const { eventBridge, functions, clock } = anEventBridge();
  const targets = [aFunctionTarget()];
  eventBridge.putRule(
    aRule({ eventBusName: 'default', eventPattern: undefined, scheduleExpression: 'rate(1 minute)', targets }),
  );

  await clock.advance(60_000);

  expect(functions.calls).toMatchObject([{ payload: { source: 'aws.events', 'detail-type': 'Scheduled Event' } }]);
});

test('EB-84 Of events for a function that has too many, only so many wait', async () => {
  const { eventBridge, functions, put, letters, queueArn, clock } = anEventBridge();
  const RetryPolicy = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 };
  const DeadLetterConfig = { Arn: queueArn };
  eventBridge.putRule(aRule({ targets: [aFunctionTarget({ RetryPolicy, DeadLetterConfig })] }));
  functions.respond(() => {
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  });

  const entries = Array.from({ length: 10 }, () => anEntry());
  for (let count = 0; count < MAX_THROTTLED; count += 10) eventBridge.putEvents(entries, aUser());
  await clock.advance(0);
  const before = await letters();
  await put();
  await clock.advance(0);

  expect([before, await letters()]).toMatchObject([[], [{ attributes: { ERROR_CODE: 'THROTTLING' } }]]);
  await eventBridge.stop();
});
