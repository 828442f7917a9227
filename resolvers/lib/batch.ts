// Several messages in one request: which of them go to the bus, and what the others are answered.
import { type Context, util } from '@aws-appsync/utils';
import { publicationOf } from 'stage-hooks';
import { entryRefusal, PUBLISHED, SOURCE } from './event';
import { previousRefusal, utf8Length } from './message';
import type { Publisher } from './publication';
import type { Refusal } from './refusal';
import type { PublishInput, PublishOutcome } from './schema';

/**
 * Bytes of all entries of a PutEvents together. The API reference of AWS has 256 KB, newer SDKs 1 MB: the smaller holds with both.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
const MAX_BYTES = 262144;

/** What becomes of the messages: the outcome of each, as far as it is known, and the details of the events, in their order. */
export type Batch = { outcomes: PublishOutcome[]; details: Record<string, unknown>[] };

/** Checks and completes each message of a request. */
export function batchOf(drafts: PublishInput[], publisher: Publisher): Batch {
  const publishedAt = util.time.nowISO8601();
  // Within a millisecond they have no order of their own.
  const positions = drafts.map(() => util.autoUlid()).sort();
  const outcomes: PublishOutcome[] = [];
  const details: Record<string, unknown>[] = [];
  /** By channel and id: what a message that was not sent named as its previous one. */
  const skipped: Record<string, string | null> = {};
  let bytes = 0;

  drafts.forEach((draft, index) => {
    const before = `${draft.name}*${draft.previous?.toUpperCase() ?? ''}`;
    const previous = skipped[before] === undefined ? (draft.previous ?? null) : skipped[before];
    const origin = { id: util.autoUlid(), publishedAt, position: positions[index] ?? '' };
    const { refusal, isDropped, message, detail } = publicationOf({ ...draft, previous }, publisher, origin);
    bytes = refusal || isDropped ? bytes : bytes + utf8Length(SOURCE + PUBLISHED + JSON.stringify(detail));
    const error = refusal ?? (bytes > MAX_BYTES ? TOO_LARGE : null);
    if (error || isDropped) {
      skipped[`${draft.name}*${message.id}`] = previousRefusal(previous, message.id) ? null : previous;
    } else {
      details.push(detail);
    }
    outcomes.push({ message: error || isDropped ? null : message, error });
  });
  return { outcomes, details };
}

/** What became of them once the bus has answered: its entries are those of the messages that were sent. */
export function answeredOutcomes(outcomes: PublishOutcome[], ctx: Pick<Context, 'error' | 'result'>): PublishOutcome[] {
  const sent = outcomes.filter(({ message }) => message);
  const answered = sent.map((outcome, index): PublishOutcome => {
    const error = entryRefusal(ctx, index);
    return error ? { message: null, error } : outcome;
  });
  return outcomes.map((outcome) => {
    const place = sent.indexOf(outcome);
    return answered[place] ?? outcome;
  });
}

/** As the sum only grows, what comes after the first one that has no room is refused as well: no message overtakes another one. */
const TOO_LARGE: Refusal = {
  errorType: 'BatchTooLarge',
  message: `The messages up to this one take more than ${MAX_BYTES} bytes as events; send it in another request.`,
};
