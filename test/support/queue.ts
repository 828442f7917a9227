// A queue of a stack, as a program that empties it sees it.
import { ChangeMessageVisibilityCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from './clients/backend';
import type { TestPlanet } from './planet';

/** Seconds that SQS itself waits for a message, at most. */
const LONGEST_WAIT = 20;

/**
 * The next message of a queue, whenever it comes.
 * @param output the output of the region's stack that has the queue's address
 */
export async function nextMessage(planet: TestPlanet, region: string, output = 'DeadLetterQueueUrl'): Promise<Message> {
  const client = new SQSClient(clientConfig(planet, region));
  const receive = new ReceiveMessageCommand({
    QueueUrl: planet.regions.get(region)?.stack.outputs[output],
    WaitTimeSeconds: LONGEST_WAIT,
    MessageAttributeNames: ['All'],
  });
  try {
    for (;;) {
      const { Messages: [message] = [] } = await client.send(receive);
      if (message) return message;
    }
  } finally {
    client.destroy();
  }
}

/** Waits until a queue has so many messages, and leaves them in it. */
export async function untilQueued(planet: TestPlanet, region: string, count: number): Promise<void> {
  const client = new SQSClient(clientConfig(planet, region));
  const QueueUrl = planet.regions.get(region)?.stack.outputs['DeadLetterQueueUrl'];
  const received: Message[] = [];
  while (received.length < count) received.push(await nextMessage(planet, region));
  for (const { ReceiptHandle } of received) {
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  client.destroy();
}
