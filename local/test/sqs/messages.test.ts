import { ACCOUNT_ID } from '../support/region';
import { aQueue, type SqsBench, thrownBy } from '../support/sqs';

test('SQ-02 A message that was sent is received with its id and the digest of its body', async () => {
  const { call } = aQueue();
  const sent = await call('SendMessage', { MessageBody: 'hello' });

  const received = await call('ReceiveMessage');

  expect(received).toEqual({
    Messages: [
      {
        MessageId: sent['MessageId'],
        ReceiptHandle: expect.any(String),
        MD5OfBody: '5d41402abc4b2a76b9719d911017c592',
        Body: 'hello',
      },
    ],
  });
});

test('An empty queue answers without a list of messages', async () => {
  const { call } = aQueue();

  expect(await call('ReceiveMessage')).toEqual({});
});

test('SQ-03 Messages are received in the order in which they were sent, one at a time unless more are asked for', async () => {
  const { call } = aQueue();
  for (const MessageBody of ['1', '2', '3']) await call('SendMessage', { MessageBody });

  const first = await call('ReceiveMessage');
  const rest = await call('ReceiveMessage', { MaxNumberOfMessages: 10 });

  expect(first).toMatchObject({ Messages: [{ Body: '1' }] });
  expect(rest).toMatchObject({ Messages: [{ Body: '2' }, { Body: '3' }] });
});

test('SQ-03 A received message is hidden for the visibility timeout and counted when it comes back', async () => {
  const { call, clock } = aQueue({ VisibilityTimeout: 5 });
  await call('SendMessage', { MessageBody: 'hello' });
  const names = { MessageSystemAttributeNames: ['ApproximateReceiveCount'] };
  await call('ReceiveMessage', names);

  await clock.advance(4_999);
  const early = await call('ReceiveMessage', names);
  await clock.advance(1);
  const late = await call('ReceiveMessage', names);

  expect(early).toEqual({});
  expect(late).toMatchObject({ Messages: [{ Attributes: { ApproximateReceiveCount: '2' } }] });
});

test('SQ-03 A received message is hidden for 30 seconds by default', async () => {
  const { call, clock } = aQueue();
  await call('SendMessage', { MessageBody: 'hello' });
  await call('ReceiveMessage');

  await clock.advance(29_999);
  const hidden = await call('ReceiveMessage');
  await clock.advance(1);

  expect(hidden).toEqual({});
  expect(await call('ReceiveMessage')).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('SQ-05 A deleted message does not come back', async () => {
  const { call, clock } = aQueue({ VisibilityTimeout: 1 });
  await call('SendMessage', { MessageBody: 'hello' });
  const ReceiptHandle = await receive(call);

  await call('DeleteMessage', { ReceiptHandle });
  await clock.advance(2_000);

  expect(await call('ReceiveMessage')).toEqual({});
});

test('SQ-05 A receipt that is not the latest deletes nothing', async () => {
  const { call, clock } = aQueue({ VisibilityTimeout: 1 });
  await call('SendMessage', { MessageBody: 'hello' });
  const ReceiptHandle = await receive(call);
  await clock.advance(1_000);
  await receive(call);

  await call('DeleteMessage', { ReceiptHandle });
  await clock.advance(1_000);

  expect(await call('ReceiveMessage')).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('A message can be made visible at once', async () => {
  const { call } = aQueue();
  await call('SendMessage', { MessageBody: 'hello' });
  const ReceiptHandle = await receive(call);

  await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });

  expect(await call('ReceiveMessage')).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('A message that is not in flight cannot be hidden', async () => {
  const { call } = aQueue();
  await call('SendMessage', { MessageBody: 'hello' });
  const ReceiptHandle = await receive(call);
  await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });

  await expect(call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 10 })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    queryErrorCode: 'InvalidParameterValue',
  });
});

test('A delayed message cannot be received before its time', async () => {
  const { call, clock } = aQueue();
  await call('SendMessage', { MessageBody: 'hello', DelaySeconds: 10 });

  const early = await call('ReceiveMessage');
  await clock.advance(10_000);
  const late = await call('ReceiveMessage');

  expect(early).toEqual({});
  expect(late).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('SQ-08 A message is dropped after the retention period', async () => {
  const { call, clock } = aQueue({ MessageRetentionPeriod: 60 });
  await call('SendMessage', { MessageBody: 'hello' });

  await clock.advance(60_000);

  expect(await call('ReceiveMessage')).toEqual({});
});

test('SQ-07 A message and its attributes may not be larger than the queue allows', async () => {
  const { call } = aQueue({ MaximumMessageSize: 1_024 });

  await expect(call('SendMessage', { MessageBody: 'é'.repeat(513) })).rejects.toMatchObject({
    message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
  });
});

test('A message without a body is refused', async () => {
  const { call } = aQueue();

  await expect(call('SendMessage', { MessageBody: '' })).rejects.toMatchObject({
    code: 'MissingRequiredParameterException',
    queryErrorCode: 'MissingParameter',
    message: 'The request must contain the parameter MessageBody.',
  });
});

test('SQ-07 A message with characters that XML does not have is refused', async () => {
  const { call } = aQueue();

  await expect(call('SendMessage', { MessageBody: 'a\u0000b' })).rejects.toMatchObject({
    code: 'InvalidMessageContents',
  });
});

test('SQ-09 Every entry of a batch succeeds or fails by itself', async () => {
  const { call } = aQueue();

  const result = await call('SendMessageBatch', {
    Entries: [
      { Id: 'good', MessageBody: 'hello' },
      { Id: 'bad', MessageBody: '\u0000' },
    ],
  });

  expect(result).toMatchObject({
    Successful: [{ Id: 'good', MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592' }],
    Failed: [{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }],
  });
});

test.each([
  { why: 'nothing', Entries: [], code: 'EmptyBatchRequest' },
  { why: 'ids twice', Entries: [entry('a'), entry('a')], code: 'BatchEntryIdsNotDistinct' },
  { why: 'bad ids', Entries: [entry('a b')], code: 'InvalidBatchEntryId' },
  {
    why: 'too much',
    Entries: Array.from({ length: 11 }, (_, id) => entry(`${id}`)),
    code: 'TooManyEntriesInBatchRequest',
  },
  { why: 'too long', Entries: [entry('a', 'x'.repeat(1_048_577))], code: 'BatchRequestTooLong' },
])('SQ-09 A batch of $why is refused as a whole', async ({ Entries, code }) => {
  const { call } = aQueue();

  await expect(call('SendMessageBatch', { Entries })).rejects.toMatchObject({
    code,
    queryErrorCode: `AWS.SimpleQueueService.${code}`,
  });
});

function entry(Id: string, MessageBody = 'hello') {
  return { Id, MessageBody };
}

async function receive(call: ReturnType<typeof aQueue>['call']): Promise<string> {
  const { Messages } = await call('ReceiveMessage');
  const [message] = Messages as readonly { readonly ReceiptHandle: string }[];
  return message?.ReceiptHandle ?? '';
}

describe('SQ-14 A redrive policy', () => {
  const RedrivePolicy = { deadLetterTargetArn: `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:dead`, maxReceiveCount: 2 };

  /** Receives until there is nothing. */
  async function receiveAll(bench: SqsBench): Promise<number> {
    let count = 0;
    for (;;) {
      const { Messages: found } = await bench.call('ReceiveMessage');
      if (found === undefined) return count;
      count += 1;
      await bench.clock.advance(30_000);
    }
  }

  it('moves a message that was received often enough to the dead-letter queue', async () => {
    const bench = aQueue({ RedrivePolicy });
    const { queueUrl } = bench.sqs.createQueue('dead', {});
    await bench.call('SendMessage', { MessageBody: 'poison' });

    const count = await receiveAll(bench);
    const { Messages: dead } = await bench.call('ReceiveMessage', {
      QueueUrl: queueUrl,
      MessageSystemAttributeNames: ['All'],
    });

    expect(count).toBe(2);
    expect(dead).toMatchObject([
      { Body: 'poison', Attributes: { ApproximateReceiveCount: '1', DeadLetterQueueSourceArn: bench.queueArn } },
    ]);
  });

  it('moves nothing while its queue is not there', async () => {
    const bench = aQueue({ RedrivePolicy });
    await bench.call('SendMessage', { MessageBody: 'poison' });
    for (let time = 0; time < 3; time += 1) {
      await bench.call('ReceiveMessage');
      await bench.clock.advance(30_000);
    }

    expect(await bench.call('ReceiveMessage')).toMatchObject({ Messages: [{ Body: 'poison' }] });
  });

  it('is told as its text', async () => {
    const bench = aQueue({ RedrivePolicy: JSON.stringify(RedrivePolicy) });

    expect(await bench.call('GetQueueAttributes', { AttributeNames: ['RedrivePolicy'] })).toEqual({
      Attributes: { RedrivePolicy: JSON.stringify(RedrivePolicy) },
    });
  });

  it.each([
    [{ ...RedrivePolicy, maxReceiveCount: 0 }],
    [{ ...RedrivePolicy, maxReceiveCount: 1_001 }],
    [{ maxReceiveCount: 3 }],
    ['{'],
  ])('%j is refused', (policy) => {
    expect(thrownBy(() => aQueue({ RedrivePolicy: policy }))).toMatchObject({ code: 'InvalidAttributeValue' });
  });
});
