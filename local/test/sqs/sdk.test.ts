// What SQS answers, in the eyes of AWS's own client.
import {
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { directConfig } from '../support/operations';
import { aQueue } from '../support/sqs';

test('SQ-02 The client takes the digests of body and attributes for right', async () => {
  const { client, QueueUrl } = aClient();
  const MessageAttributes = { why: { DataType: 'String', StringValue: 'bécause' } };

  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'héllo 🚀', MessageAttributes }));
  const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }));

  expect(Messages).toMatchObject([{ Body: 'héllo 🚀', MessageAttributes }]);
});

test('The client sends batches', async () => {
  const { client, QueueUrl } = aClient();

  const { Successful } = await client.send(
    new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }] }),
  );

  expect(Successful).toMatchObject([{ Id: 'a' }]);
});

test('SQ-10 The client knows the error for a queue that does not exist', async () => {
  const { client } = aClient();

  const receiving = client.send(new ReceiveMessageCommand({ QueueUrl: 'http://127.0.0.1:4566/123456789012/none' }));

  await expect(receiving).rejects.toBeInstanceOf(QueueDoesNotExist);
});

/** A client whose requests go straight to the operations. */
function aClient() {
  const { sqs, queueUrl, call } = aQueue();
  return { client: new SQSClient(directConfig(sqs.api, call)), QueueUrl: queueUrl };
}
