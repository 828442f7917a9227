import { aQueue } from '../support/sqs';

test('SQ-04 A receiver that waits gets a message as soon as it is sent', async () => {
  const { call } = aQueue();

  const receiving = call('ReceiveMessage', { WaitTimeSeconds: 20 });
  await call('SendMessage', { MessageBody: 'hello' });

  expect(await receiving).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('A receiver that waits gets a message when it becomes visible', async () => {
  const { call, clock } = aQueue();
  await call('SendMessage', { MessageBody: 'hello', DelaySeconds: 3 });

  const receiving = call('ReceiveMessage', { WaitTimeSeconds: 20 });
  await clock.advance(3_000);

  expect(await receiving).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('SQ-04 A receiver waits no longer than it said', async () => {
  const { call, clock } = aQueue();

  const receiving = call('ReceiveMessage', { WaitTimeSeconds: 2 });
  await clock.advance(2_000);

  expect(await receiving).toEqual({});
});

test('A queue may say how long its receivers wait', async () => {
  const { call } = aQueue({ ReceiveMessageWaitTimeSeconds: 20 });

  const receiving = call('ReceiveMessage');
  await call('SendMessage', { MessageBody: 'hello' });

  expect(await receiving).toMatchObject({ Messages: [{ Body: 'hello' }] });
});

test('One message goes to one of two receivers that wait', async () => {
  const { call, clock } = aQueue();

  const receiving = [1, 2].map(() => call('ReceiveMessage', { WaitTimeSeconds: 1 }));
  await call('SendMessage', { MessageBody: 'hello' });
  await clock.advance(1_000);

  expect((await Promise.all(receiving)).filter((answer) => 'Messages' in answer)).toHaveLength(1);
});
