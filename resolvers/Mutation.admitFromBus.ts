// Called by the bus of the region where a backend put a message: checks it, and puts it on the bus as one of ours.
import { type Context, type PutEventsRequest, util } from '@aws-appsync/utils';
import { requireAllowedChannel } from './lib/channel';
import { putEvent, requireAccepted } from './lib/event';
import {
  inUtc,
  isGiven,
  previousIn,
  requireDeliverable,
  requireMessageId,
  requirePrevious,
  requireUlid,
} from './lib/message';
import type { Message, MutationAdmitFromBusArgs } from './lib/schema';

export function request(ctx: Context<MutationAdmitFromBusArgs>): PutEventsRequest {
  const { event, detail } = ctx.args;
  const { name, message, data, id, publishedAt, previous } = detail;
  requireAllowedChannel(name, ctx.env);
  if (isGiven(id)) requireUlid(id);
  else requireMessageId(event.id);
  if (isGiven(previous)) requirePrevious(previous, id);

  const admitted = {
    name,
    message,
    data: isGiven(data) ? JSON.stringify(data) : null,
    // The event's own is the same when the bus delivers the event again, and every region gets it from here.
    id: id?.toUpperCase() ?? event.id,
    publishedAt: inUtc(publishedAt ?? event.time),
    // What a backend says of its user is a claim.
    userId: null,
    position: util.autoUlid(),
  };
  const delivered = { ...admitted, region: ctx.env['REGION'] ?? '', previous: previous?.toUpperCase() ?? null };
  requireDeliverable(delivered);

  ctx.stash['message'] = { ...delivered, data };
  return putEvent('message.published', { ...admitted, ...previousIn(delivered), backend: event.source ?? '' });
}

export function response(ctx: Context): Message {
  requireAccepted(ctx);
  return ctx.stash['message'];
}
