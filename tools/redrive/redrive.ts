// Delivers again what is in a region's dead-letter queue.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { UserError } from 'local-aws/terms';
import { SERVICE } from '../stages/names';
import { printable } from '../terminal';
import { type Delivery, deliveryOf } from './dead-letter';
import { type Access, StageRegions } from './stage-region';

/** Dead letters at a time; SQS gives no more at once. */
const BATCH = 10;
/** Seconds for which a dead letter that was received is nobody else's. */
const VISIBILITY_TIMEOUT = 300;
/** Seconds for which SQS looks for more: with a wait it asks all of its servers. */
const WAIT = 1;

/** What a redrive is about. */
export interface RedriveOptions {
  readonly stage: string;
  readonly region: string;
  readonly access: Access;
  /** Say what there is, and deliver nothing. */
  readonly isDryRun: boolean;
  /** Takes a line for the person at the terminal. */
  readonly print: (line: string) => void;
}

/** How many dead letters were delivered, and how many are still in the queue. */
export interface Outcome {
  readonly delivered: number;
  readonly left: number;
}

/**
 * Delivers what is in a region's dead-letter queue. Whatever fails again stays there.
 * @throws UserError `STAGE_NOT_DEPLOYED`
 */
export async function redrive(options: RedriveOptions): Promise<Outcome> {
  const regions = new StageRegions(options);
  try {
    return await emptied(options, regions);
  } finally {
    regions.close();
  }
}

async function emptied(options: RedriveOptions, regions: StageRegions): Promise<Outcome> {
  const { sqs } = regions.get(options.region);
  const QueueUrl = await regions.get(options.region).deadLetterQueue();
  const seen = new Set<string>();
  const left: string[] = [];
  const settle = async ({ ReceiptHandle = '', ...message }: Message) => {
    if (await isDelivered(message, options, regions)) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    } else left.push(ReceiptHandle);
  };
  const received = async (): Promise<readonly Message[]> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: WAIT, VisibilityTimeout: VISIBILITY_TIMEOUT },
        MessageAttributeNames: ['All'],
      }),
    );
    // One that was left comes again when its time is over: then every dead letter had its turn.
    return Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
  };
  try {
    for (let batch = await received(); batch.length > 0; batch = await received()) {
      for (const { MessageId = '' } of batch) seen.add(MessageId);
      await Promise.all(batch.map(settle));
    }
  } finally {
    // What is left can be received again at once.
    for (let from = 0; from < left.length; from += BATCH) {
      const handles = left.slice(from, from + BATCH);
      await Promise.all(
        handles.map(async (ReceiptHandle) =>
          sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 })),
        ),
      );
    }
  }
  return { delivered: seen.size - left.length, left: left.length };
}

/** Delivers one dead letter, and says so. */
async function isDelivered(message: Message, options: RedriveOptions, regions: StageRegions): Promise<boolean> {
  const print = (line: string) => options.print(printable(line));
  const delivery = deliveryOf(message, `${SERVICE}-${options.stage}`);
  if (typeof delivery === 'string') {
    print(`Left: ${delivery}`);
    return false;
  }
  const { title, reason } = delivery;
  if (options.isDryRun) {
    print(`Would deliver: ${title} (${reason})`);
    return false;
  }
  const problem = await problemOf(delivery, regions);
  print(problem === undefined ? `Delivered: ${title}` : `Left: ${title} (${problem})`);
  return problem === undefined;
}

/** Tries a delivery. @returns what speaks against it; `undefined` if nothing does */
async function problemOf({ region, rule, variables }: Delivery, regions: StageRegions): Promise<string | undefined> {
  try {
    return await regions.get(region).invoke(rule, variables);
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error && !(error instanceof UserError) ? cause.message : message;
  }
}
