// Puts a client's message on the region's bus.
import { type Context, type PutEventsRequest, util } from '@aws-appsync/utils';
import { putEvent, PUBLISHED, requireAccepted } from './lib/event';
import { publicationOf } from './lib/publication';
import { requireNone } from './lib/refusal';
import type { Message, MutationPublishArgs } from './lib/schema';

export function request(ctx: Context<MutationPublishArgs>): PutEventsRequest {
  const origin = { id: util.autoUlid(), publishedAt: util.time.nowISO8601(), position: util.autoUlid() };
  const { refusal, message, detail } = publicationOf(ctx.args, ctx, origin);
  requireNone(refusal);

  ctx.stash['message'] = message;
  return putEvent(PUBLISHED, detail);
}

export function response(ctx: Context): Message {
  requireAccepted(ctx);
  return ctx.stash['message'];
}
