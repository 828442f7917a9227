// A queue of a stack, as a program that empties it sees it.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { clientConfig } from './clients/backend';
import type { TestPlanet } from './planet';

/** Seconds that SQS itself waits for a message, at most. */
const LONGEST_WAIT = 20;

/**
 * Takes the next message out of a queue, whenever it comes.
 * @param output the output of the region's stack that has the queue's address
 */
export async function nextMessage(planet: TestPlanet, region: string, output?: string): Promise<Message> {
  const queue = new Queue(planet, region, output);
  const message = await queue.receive();
  await queue.client.send(new DeleteMessageCommand({ ...queue.handleOf(message) }));
  queue.client.destroy();
  return message;
}

/** Waits until a region's dead-letter queue has so many messages, and leaves them in it. */
export async function untilQueued(planet: TestPlanet, region: string, count: number): Promise<void> {
  const queue = new Queue(planet, region);
  const received: Message[] = [];
  while (received.length < count) received.push(await queue.receive());
  for (const message of received) {
    await queue.client.send(new ChangeMessageVisibilityCommand({ ...queue.handleOf(message), VisibilityTimeout: 0 }));
  }
  queue.client.destroy();
}

class Queue {
  readonly client: SQSClient;
  readonly #url: string | undefined;

  constructor(planet: TestPlanet, region: string, output = 'DeadLetterQueueUrl') {
    this.client = new SQSClient(clientConfig(planet, region));
    this.#url = planet.regions.get(region)?.stack.outputs[output];
  }

  /** The next message, which is nobody else's for a while. */
  async receive(): Promise<Message> {
    const receive = { QueueUrl: this.#url, WaitTimeSeconds: LONGEST_WAIT, MessageAttributeNames: ['All'] };
    for (;;) {
      const { Messages: [message] = [] } = await this.client.send(new ReceiveMessageCommand(receive));
      if (message) return message;
    }
  }

  handleOf({ ReceiptHandle }: Message) {
    return { QueueUrl: this.#url, ReceiptHandle };
  }
}
