// What SQS answers, in the eyes of AWS's own client.
import {
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AwsError } from '../../../local/errors';
import type { JsonObject } from '../../../local/json';
import { aQueue } from '../../support/sqs';

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

  const receiving = client.send(new ReceiveMessageCommand({ QueueUrl: 'http://127.0.0.1:4566/111122223333/none' }));

  await expect(receiving).rejects.toBeInstanceOf(QueueDoesNotExist);
});

/** A client whose requests go straight to the operations. */
function aClient() {
  const { sqs, queueUrl, call } = aQueue();
  const { protocol } = sqs.api;
  const client = new SQSClient({
    region: 'us-west-2',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ headers, body }: { readonly headers: Record<string, string>; readonly body: Uint8Array }) => {
        const [target, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
        expect(protocol).toMatchObject({ kind: 'json', target });
        expect(headers['content-type']).toBe('application/x-amz-json-1.0');
        return answer(call(operation, JSON.parse(new TextDecoder().decode(body)) as JsonObject));
      },
    },
  });
  return { client, QueueUrl: queueUrl };
}

async function answer(output: Promise<JsonObject>) {
  try {
    return { response: response(200, await output) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const headers = { 'x-amzn-query-error': `${error.queryErrorCode ?? error.code};Sender` };
    return { response: response(error.status, { __type: error.code, message: error.message }, headers) };
  }
}

function response(statusCode: number, body: JsonObject, headers: Record<string, string> = {}) {
  return { statusCode, headers, body: Buffer.from(JSON.stringify(body)) };
}
