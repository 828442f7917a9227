// Called by the bus of the region where a backend put a message: checks it, and puts it on the bus as one of ours.
import { type Context, type PutEventsRequest, runtime, util } from '@aws-appsync/utils';
import { publicationOf } from 'stage-hooks';
import { putEvent, PUBLISHED, requireAccepted } from './lib/event';
import { inUtc } from './lib/message';
import { requireNone } from './lib/refusal';
import type { Message, MutationAdmitFromBusArgs } from './lib/schema';

export function request(ctx: Context<MutationAdmitFromBusArgs>): PutEventsRequest {
  const { event, detail } = ctx.args;
  const publication = publicationOf(detail, ctx, {
    // The event's own is the same when the bus delivers the event again, and every region gets it from here.
    id: event.id,
    publishedAt: inUtc(detail.publishedAt ?? event.time),
    position: util.autoUlid(),
    backend: event.source ?? '',
  });
  requireNone(publication.refusal);
  if (publication.isDropped) runtime.earlyReturn(null);

  ctx.stash['message'] = publication.message;
  return putEvent(PUBLISHED, publication.detail);
}

export function response(ctx: Context): Message {
  requireAccepted(ctx);
  return ctx.stash['message'];
}
