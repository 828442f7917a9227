// Puts a client's message on the region's bus.
import { type Context, type PutEventsRequest, runtime, util } from '@aws-appsync/utils';
import { publicationOf } from 'stage-hooks';
import { putEvent, PUBLISHED, requireAccepted } from './lib/event';
import { requireNone } from './lib/refusal';
import type { Message, MutationPublishArgs } from './lib/schema';

export function request(ctx: Context<MutationPublishArgs>): PutEventsRequest {
  const origin = { id: util.autoUlid(), publishedAt: util.time.nowISO8601(), position: util.autoUlid() };
  const { refusal, isDropped, message, detail } = publicationOf(ctx.args, ctx, origin);
  requireNone(refusal);
  if (isDropped) runtime.earlyReturn(null);

  ctx.stash['message'] = message;
  return putEvent(PUBLISHED, detail);
}

export function response(ctx: Context): Message {
  requireAccepted(ctx);
  return ctx.stash['message'];
}
