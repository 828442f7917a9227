// One message, published until its outcome is known.
import { type Draft, PublishError, type Receipt } from 'global-pubsub-client';
import { isJsonArray, isJsonObject, UserError } from 'local-aws/terms';
import { callerOf, type GraphQlAnswer } from './caller';
import type { Connection } from './connection';

/** A message, and how long it is tried. */
export interface Publishing {
  readonly connection: Connection;
  readonly channel: string;
  readonly draft: Draft;
  /** Milliseconds. */
  readonly timeout: number;
  /** Told what delays it. */
  readonly onTrouble: (sentence: string) => void;
}

/**
 * Publishes a message.
 * @throws UserError `PUBLISH_REFUSED`, `API_UNREACHABLE`, or `OUTCOME_UNKNOWN`
 */
export async function publish({ connection, channel, draft, timeout, onTrouble }: Publishing): Promise<Receipt> {
  let reason = 'no answer';
  const { client, hopeless, sentenceOf, close } = callerOf(connection, {
    wasReached: () => false,
    onTrouble: (why) => {
      reason = why;
      onTrouble(`No connection (${why}); trying again.`);
    },
    onError: onTrouble,
    isAnswer: isOutcome,
    publishTimeout: timeout,
  });
  try {
    return await Promise.race([client.publish(channel, draft), hopeless]);
  } catch (error) {
    if (!(error instanceof PublishError)) throw error;
    if (!error.mayArrive) throw new UserError('PUBLISH_REFUSED', sentenceOf(error), { cause: error });
    const what =
      error.code === 'Unreachable'
        ? `${connection.url} cannot be reached: ${reason}`
        : sentenceOf(error).replace(/\.$/, '');
    throw outcomeUnknown(what, error.id, error);
  } finally {
    await close();
  }
}

/** Does an answer say what became of the message? The library takes whatever it gets for a receipt, and nothing for a dropped message. */
function isOutcome({ data, errors }: GraphQlAnswer): boolean {
  if (!isJsonObject(data)) return isJsonArray(errors);
  const { publish: receipt } = data;
  if (!isJsonObject(receipt)) return receipt === null;
  return typeof receipt['id'] === 'string' && typeof receipt['region'] === 'string';
}

/** @param what happened, without a full stop @param id the message's ULID */
export function outcomeUnknown(what: string, id: string, cause?: unknown): UserError {
  const sentence = `${what}. The message may arrive all the same; publish it again with --id ${id}, and it arrives once.`;
  return new UserError('OUTCOME_UNKNOWN', sentence, { cause });
}
