import type { JsonObject } from '../../src/foundation/json';
import { aQueue, aUser, thrownBy } from '../support/sqs';
import { ACCOUNT_ID } from '../support/region';

test('SQ-01 A queue has a URL and an ARN', () => {
  const { queueUrl, queueArn } = aQueue();

  expect(queueUrl).toBe('http://127.0.0.1:4566/123456789012/letters');
  expect(queueArn).toBe('arn:aws:sqs:us-west-2:123456789012:letters');
});

test.each([
  `http://localhost:4566/${ACCOUNT_ID}/letters`,
  `https://sqs.us-west-2.amazonaws.com/${ACCOUNT_ID}/letters`,
  'letters',
])('A queue is found only by the path of its URL: %s', async (QueueUrl) => {
  const { call } = aQueue();

  await expect(call('SendMessage', { QueueUrl, MessageBody: 'x' })).resolves.toHaveProperty('MessageId');
});

test.each(['http://127.0.0.1:4566/123456789012/others', 'http://127.0.0.1:4566/999999999999/letters', '__proto__'])(
  'SQ-10 There is no other queue: %s',
  async (QueueUrl) => {
    const { call } = aQueue();

    await expect(call('ReceiveMessage', { QueueUrl })).rejects.toMatchObject({
      code: 'QueueDoesNotExist',
      queryErrorCode: 'AWS.SimpleQueueService.NonExistentQueue',
      message: 'The specified queue does not exist.',
      status: 400,
    });
  },
);

test('The URL of a queue can be had by its name', async () => {
  const { call, queueUrl } = aQueue();

  expect(await call('GetQueueUrl', { QueueName: 'letters' })).toEqual({ QueueUrl: queueUrl });
});

test('Queues are listed by the prefix of their names, page by page', async () => {
  const { call, sqs } = aQueue();
  const urls = ['a2', 'a1', 'a3'].map((name) => sqs.createQueue(name, {}).queueUrl).sort();

  const first = await call('ListQueues', { QueueNamePrefix: 'a', MaxResults: 2 });
  const second = await call('ListQueues', { QueueNamePrefix: 'a', MaxResults: 2, NextToken: first['NextToken'] ?? '' });

  expect(first).toEqual({ QueueUrls: urls.slice(0, 2), NextToken: 'a2' });
  expect(second).toEqual({ QueueUrls: urls.slice(2) });
});

test('SQ-07, SQ-08, SQ-13 The attributes of a queue are text, also those that were not set', async () => {
  const { call, clock, queueArn } = aQueue({ VisibilityTimeout: '7', SqsManagedSseEnabled: true });
  await call('SendMessage', { MessageBody: 'received' });
  await call('ReceiveMessage');
  await call('SendMessage', { MessageBody: 'visible' });
  await call('SendMessage', { MessageBody: 'delayed', DelaySeconds: 1 });

  const { Attributes } = await call('GetQueueAttributes', { AttributeNames: ['All'] });

  expect(Attributes).toEqual({
    QueueArn: queueArn,
    ApproximateNumberOfMessages: '1',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '1',
    CreatedTimestamp: String(clock.now() / 1_000),
    LastModifiedTimestamp: String(clock.now() / 1_000),
    VisibilityTimeout: '7',
    MessageRetentionPeriod: '345600',
    DelaySeconds: '0',
    MaximumMessageSize: '1048576',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
  });
});

test('SQ-13 An attribute that was not set is left out', async () => {
  const { call } = aQueue();

  expect(await call('GetQueueAttributes', { AttributeNames: ['RedrivePolicy', 'FifoQueue'] })).toEqual({});
});

test('SQ-13 An attribute that no queue has is refused', async () => {
  const { call } = aQueue();

  await expect(call('GetQueueAttributes', { AttributeNames: ['Colour'] })).rejects.toMatchObject({
    code: 'InvalidAttributeName',
    message: 'Unknown Attribute Colour.',
  });
});

test.each<{ readonly attributes: JsonObject; readonly code: string }>([
  { attributes: { FifoQueue: true }, code: 'InvalidAttributeName' },
  { attributes: { constructor: 1 }, code: 'InvalidAttributeName' },
  { attributes: { VisibilityTimeout: 43_201 }, code: 'InvalidAttributeValue' },
  { attributes: { MessageRetentionPeriod: 'soon' }, code: 'InvalidAttributeValue' },
  { attributes: { SqsManagedSseEnabled: 'perhaps' }, code: 'InvalidAttributeValue' },
])('A queue cannot be created with $attributes', ({ attributes, code }) => {
  expect(thrownBy(() => aQueue(attributes))).toMatchObject({ code });
});

test.each(['', 'a b', 'a.fifo', 'x'.repeat(81)])('SQ-01 A queue cannot be called "%s"', (name) => {
  const { sqs } = aQueue();

  expect(thrownBy(() => sqs.createQueue(name, {}))).toMatchObject({ queryErrorCode: 'InvalidParameterValue' });
});

test('SQ-01 There is one queue of a name', () => {
  const { sqs } = aQueue();

  expect(thrownBy(() => sqs.createQueue('letters', {}))).toMatchObject({ code: 'QueueNameExists' });
});

test('SQ-11 A queue can be purged once a minute', async () => {
  const { call, clock } = aQueue();
  await call('SendMessage', { MessageBody: 'x' });

  await call('PurgeQueue');
  const again = call('PurgeQueue');

  await expect(again).rejects.toMatchObject({
    code: 'PurgeQueueInProgress',
    message: 'Only one PurgeQueue operation on letters is allowed every 60 seconds.',
    status: 403,
  });
  await clock.advance(60_000);
  await expect(call('PurgeQueue')).resolves.toEqual({});
  expect(await call('ReceiveMessage')).toEqual({});
});

test('SQ-12 IAM is asked about the caller, the action, the queue and its policy', async () => {
  const { call, sqs, iam, queueUrl, queueArn } = aQueue();
  const policy = { Statement: [] };
  sqs.setQueuePolicy(queueUrl, policy);

  await call('ReceiveMessage');

  expect(iam.requests).toEqual([
    { principal: aUser(), action: 'sqs:ReceiveMessage', resource: queueArn, resourcePolicy: policy },
  ]);
});

test.each(['SendMessage', 'ReceiveMessage', 'PurgeQueue', 'GetQueueAttributes'])(
  'SQ-12 A caller whom no policy allows %s is refused',
  async (operation) => {
    const { call, iam } = aQueue();
    iam.deny(() => true);

    await expect(call(operation, { MessageBody: 'x' })).rejects.toMatchObject({
      code: 'AccessDeniedException',
      queryErrorCode: 'AccessDenied',
      status: 403,
    });
  },
);

test('Another service sends to the ARN of a queue', async () => {
  const { call, sqs, queueArn } = aQueue();

  sqs.sendMessage(queueArn, 'hello', { WHY: { DataType: 'String', StringValue: 'because' } }, aUser());

  expect(await call('ReceiveMessage', { MessageAttributeNames: ['All'] })).toMatchObject({
    Messages: [{ Body: 'hello', MessageAttributes: { WHY: { DataType: 'String', StringValue: 'because' } } }],
  });
});

test('There is no queue of the same name in another region', () => {
  const { sqs, queueArn } = aQueue();

  expect(thrownBy(() => sqs.sendMessage(queueArn.replace('us-west-2', 'eu-west-1'), 'x', {}, aUser()))).toMatchObject({
    code: 'QueueDoesNotExist',
  });
});

test.each([
  {
    input: { MaxNumberOfMessages: 11 },
    message: 'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  },
  {
    input: { WaitTimeSeconds: -1 },
    message: 'Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
  },
])('SQ-03, SQ-04 A receiver cannot ask for $input', async ({ input, message }) => {
  const { call } = aQueue();

  await expect(call('ReceiveMessage', input)).rejects.toMatchObject({ message });
});

test.each(['x', 'bm90IGEgaGFuZGxl', ''])('"%s" is not a receipt', async (ReceiptHandle) => {
  const { call } = aQueue();

  await expect(call('DeleteMessage', { ReceiptHandle })).rejects.toMatchObject({
    code: ReceiptHandle === '' ? 'MissingRequiredParameterException' : 'ReceiptHandleIsInvalid',
  });
});

test('A parameter that the engine does not have is refused', async () => {
  const { call } = aQueue();

  await expect(call('SendMessage', { MessageBody: 'x', MessageGroupId: 'g' })).rejects.toMatchObject({
    code: 'UnsupportedOperation',
    message: 'The engine does not support the parameter MessageGroupId.',
  });
});
