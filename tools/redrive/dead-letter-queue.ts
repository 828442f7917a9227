// A dead-letter queue that is gone through once.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** Dead letters at a time; SQS gives no more at once. */
const BATCH = 10;
/** Seconds for which a dead letter that was received is nobody else's. */
const VISIBILITY_TIMEOUT = 300;
/** Seconds for which SQS looks for more: with a wait it asks all of its servers. */
const WAIT = 1;
/** Receives in a row that give nothing but known letters, after which there is nothing else: SQS keeps no order. */
const MOST_REPEATS = 20;
/** A letter that somebody else has received since, or that is visible again by itself. */
const NOT_OURS = new Set(['MessageNotInflight', 'ReceiptHandleIsInvalid']);

/** Gives each letter of a queue once. */
export class DeadLetterQueue {
  readonly #sqs: SQSClient;
  readonly #url: string;
  /** By id: the receipt of those that were received and not deleted. The last one counts. */
  readonly #receipts = new Map<string, string>();
  readonly #deleted = new Set<string>();

  constructor(sqs: SQSClient, url: string) {
    this.#sqs = sqs;
    this.#url = url;
  }

  /** The next letters; none when each had its turn. */
  async receive(): Promise<readonly Message[]> {
    for (let repeats = 0; repeats < MOST_REPEATS; repeats += 1) {
      const { Messages: messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({
          ...{ QueueUrl: this.#url, MaxNumberOfMessages: BATCH, MessageAttributeNames: ['All'] },
          ...{ WaitTimeSeconds: WAIT, VisibilityTimeout: VISIBILITY_TIMEOUT },
        }),
      );
      if (messages.length === 0) return [];
      const fresh = messages.filter(({ MessageId: id = '' }) => !this.#receipts.has(id) && !this.#deleted.has(id));
      for (const { MessageId: id = '', ReceiptHandle: receipt = '' } of messages) this.#receipts.set(id, receipt);
      await Promise.all(messages.filter(({ MessageId: id = '' }) => this.#deleted.has(id)).map(this.delete));
      if (fresh.length > 0) return fresh;
    }
    return [];
  }

  /** A letter that is done with. */
  readonly delete = async ({ MessageId: id = '' }: Message): Promise<void> => {
    const ReceiptHandle = this.#receipts.get(id);
    await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle }));
    this.#receipts.delete(id);
    this.#deleted.add(id);
  };

  /** Lets the letters that are left be received again at once. */
  async release(): Promise<void> {
    const receipts = [...this.#receipts.values()];
    for (let from = 0; from < receipts.length; from += BATCH) {
      await Promise.all(receipts.slice(from, from + BATCH).map(async (receipt) => this.#release(receipt)));
    }
  }

  async #release(ReceiptHandle: string): Promise<void> {
    try {
      await this.#sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: this.#url, ReceiptHandle, VisibilityTimeout: 0 }),
      );
    } catch (error) {
      if (!NOT_OURS.has((error as Error).name)) throw error;
    }
  }
}
