// Puts several messages of a client on the region's bus, with one call.
import { type Context, type PutEventsRequest, runtime, util } from '@aws-appsync/utils';
import { batchOf } from './lib/batch';
import { entryRefusal, eventOf, PUBLISHED } from './lib/event';
import type { MutationPublishBatchArgs, PublishOutcome } from './lib/schema';

/** Entries of one PutEvents: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html */
const MAX_MESSAGES = 10;

export function request(ctx: Context<MutationPublishBatchArgs>): PutEventsRequest {
  const drafts = ctx.args.messages;
  if (drafts.length < 1 || drafts.length > MAX_MESSAGES) {
    util.error(`A batch has 1 to ${MAX_MESSAGES} messages, not ${drafts.length}.`, 'InvalidBatch');
  }
  const { outcomes, details } = batchOf(drafts, ctx);
  // PutEvents takes no empty list.
  if (details.length === 0) runtime.earlyReturn(outcomes);

  ctx.stash['outcomes'] = outcomes;
  return { operation: 'PutEvents', events: details.map((detail) => eventOf(PUBLISHED, detail)) };
}

export function response(ctx: Context): PublishOutcome[] {
  const outcomes: PublishOutcome[] = ctx.stash['outcomes'];
  // The entries are those of the messages that were not refused before.
  const sent = outcomes.filter(({ error }) => !error);
  const answered = sent.map((outcome, index): PublishOutcome => {
    const error = entryRefusal(ctx, index);
    return error ? { message: null, error } : outcome;
  });
  return outcomes.map((outcome) => {
    const place = sent.indexOf(outcome);
    return answered[place] ?? outcome;
  });
}
