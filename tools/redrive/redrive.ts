// Delivers again what is in a region's dead-letter queue.
import type { Message } from '@aws-sdk/client-sqs';
import { UserError } from 'local-aws/terms';
import { SERVICE } from '../stages/names';
import { printable } from '../terminal';
import { type Delivery, deliveryOf } from './dead-letter';
import { DeadLetterQueue } from './dead-letter-queue';
import type { Access } from '../engine/access';
import { StageRegions } from './stage-region';

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
  const region = regions.get(options.region);
  const queue = new DeadLetterQueue(region.sqs, await region.deadLetterQueue());
  const outcome = { delivered: 0, left: 0 };
  const settle = async (letter: Message) => {
    const isDone = await isDelivered(letter, options, regions);
    if (isDone) await queue.delete(letter);
    outcome[isDone ? 'delivered' : 'left'] += 1;
  };
  try {
    for (let letters = await queue.receive(); letters.length > 0; letters = await queue.receive()) {
      await Promise.all(letters.map(settle));
    }
  } finally {
    await queue.release();
  }
  return outcome;
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
async function problemOf(
  { region: name, rule, alsoRule, variables }: Delivery,
  regions: StageRegions,
): Promise<string | undefined> {
  try {
    const region = regions.get(name);
    const problem = await region.invoke(rule, variables);
    const isMore = problem === undefined && alsoRule !== undefined && (await region.hasRule(alsoRule));
    return isMore ? await region.invoke(alsoRule, variables) : problem;
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error && !(error instanceof UserError) ? cause.message : message;
  }
}
