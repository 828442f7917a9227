// Puts several messages of a client on the region's bus, with one call.
import { type Context, type PutEventsRequest, runtime, util } from '@aws-appsync/utils';
import { answeredOutcomes, batchOf } from './lib/batch';
import { eventOf, PUBLISHED } from './lib/event';
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
  return answeredOutcomes(outcomes, ctx);
}
