import type { JsonObject } from '../../src/foundation/json';
import {
  aBusTarget,
  anAppSyncTarget,
  anEventBridge,
  aQueueTarget,
  aRule,
  BUS_NAME,
  ROLE_ARN,
} from '../support/eventbridge';
import { thrownBy } from '../support/sqs';
import { ACCOUNT_ID } from '../support/region';

test('A rule has an ARN with its bus', () => {
  const { eventBridge } = anEventBridge();

  expect(eventBridge.putRule(aRule())).toEqual({
    arn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/${BUS_NAME}/deliver`,
  });
});

test('A rule of the default bus has an ARN without one', () => {
  const { eventBridge } = anEventBridge();

  expect(eventBridge.putRule(aRule({ eventBusName: 'default' }))).toEqual({
    arn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/deliver`,
  });
});

test('There is one bus of a name', () => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.createEventBus(BUS_NAME))).toMatchObject({
    code: 'ResourceAlreadyExistsException',
    message: 'Event bus chat already exists.',
  });
});

test.each(['none', '__proto__', 'constructor'])('A bus called %s does not exist', (eventBusName) => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.putRule(aRule({ eventBusName })))).toMatchObject({
    code: 'ResourceNotFoundException',
    message: `Event bus ${eventBusName} does not exist.`,
  });
});

test('EB-11 A region has a hundred buses', () => {
  const { eventBridge } = anEventBridge();
  for (let count = 2; count < 100; count += 1) eventBridge.createEventBus(`bus-${count}`);

  expect(thrownBy(() => eventBridge.createEventBus('one-more'))).toMatchObject({ code: 'LimitExceededException' });
});

test('EB-11 A bus has three hundred rules', () => {
  const { eventBridge } = anEventBridge();
  for (let count = 0; count < 300; count += 1) eventBridge.putRule(aRule({ name: `rule-${count}` }));

  expect(thrownBy(() => eventBridge.putRule(aRule()))).toMatchObject({
    code: 'LimitExceededException',
    message: 'The requested resource exceeds the maximum number allowed.',
  });
});

test('EB-11 A rule has five targets', () => {
  const { eventBridge } = anEventBridge();
  const targets = ['1', '2', '3', '4', '5', '6'].map((Id) => anAppSyncTarget({ Id }));

  expect(thrownBy(() => eventBridge.putRule(aRule({ targets })))).toMatchObject({ code: 'LimitExceededException' });
});

test('EB-12 A pattern has 2048 characters', () => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.putRule(aRule({ eventPattern: { source: ['x'.repeat(2_048)] } })))).toMatchObject({
    code: 'LimitExceededException',
  });
});

test('EB-30 An invalid pattern is refused', () => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.putRule(aRule({ eventPattern: { source: [] } })))).toMatchObject({
    code: 'InvalidEventPatternException',
  });
});

const queueArn = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:letters`;
const topic = `arn:aws:sns:us-west-2:${ACCOUNT_ID}:topic`;

test.each<{ readonly target: JsonObject; readonly message: string }>([
  { target: aQueueTarget(topic), message: `the engine has no targets like ${topic}` },
  { target: aQueueTarget('letters'), message: 'Provided Arn is not in correct format.' },
  {
    target: aQueueTarget(queueArn.replace('us-west-2', 'eu-west-1')),
    message: 'only an event bus may be in another region',
  },
  {
    target: aQueueTarget(queueArn, { SqsParameters: {} }),
    message: 'does not support the property SqsParameters of target queue',
  },
  { target: aQueueTarget(queueArn, { AppSyncParameters: {} }), message: 'AppSyncParameters do not belong to' },
  {
    target: aQueueTarget(queueArn, { Id: '!' }),
    message: "Value '!' at 'targets.1.member.id' failed to satisfy constraint",
  },
  {
    target: aQueueTarget(queueArn, { Id: 'x'.repeat(65) }),
    message: 'Member must have length less than or equal to 64',
  },
  {
    target: aQueueTarget(queueArn, { RetryPolicy: { MaximumEventAgeInSeconds: 59 } }),
    message:
      "1 validation error detected: Value '59' at 'targets.1.member.retryPolicy.maximumEventAgeInSeconds' failed to satisfy constraint: Member must have value greater than or equal to 60",
  },
  {
    target: aQueueTarget(queueArn, { RetryPolicy: { MaximumRetryAttempts: 186 } }),
    message: 'Member must have value less than or equal to 185',
  },
  {
    target: aQueueTarget(queueArn, { DeadLetterConfig: { Arn: topic } }),
    message: 'is not an SQS queue of this region',
  },
  {
    target: aBusTarget('eu-west-1', { InputPath: '$' }),
    message: 'Modifying the input for target eu-west-1 is not supported.',
  },
  {
    target: aBusTarget('eu-west-1', { Input: '{}' }),
    message: 'Modifying the input for target eu-west-1 is not supported.',
  },
  {
    target: aBusTarget('eu-west-1', { InputTransformer: { InputTemplate: '{}' } }),
    message: 'Modifying the input for target eu-west-1 is not supported.',
  },
  {
    target: aBusTarget('eu-west-1', { RetryPolicy: { MaximumRetryAttempts: 1 } }),
    message: 'RetryPolicy is not supported for target eu-west-1, which is an event bus.',
  },
  { target: { Id: 'b', Arn: aBusTarget('eu-west-1')['Arn'] ?? '' }, message: 'RoleArn is required for target' },
  { target: anAppSyncTarget({ AppSyncParameters: {} }), message: 'GraphQLOperation of target api' },
  {
    target: aQueueTarget(anAppSyncTarget()['Arn'] as string, { RoleArn: ROLE_ARN }),
    message: 'AppSyncParameters is required',
  },
])('EB-62, EB-63, EB-69, EB-71 A target is refused: $message', ({ target, message }) => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.putRule(aRule({ targets: [target] })))).toMatchObject({
    code: 'ValidationException',
    message: expect.stringContaining(message),
  });
});

test('Two targets cannot have the same id', () => {
  const { eventBridge } = anEventBridge();

  expect(thrownBy(() => eventBridge.putRule(aRule({ targets: [anAppSyncTarget(), anAppSyncTarget()] })))).toMatchObject(
    {
      code: 'ValidationException',
    },
  );
});
