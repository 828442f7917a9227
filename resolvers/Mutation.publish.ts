// Puts a client's message on the region's bus.
import { type Context, type PutEventsRequest, util } from '@aws-appsync/utils';
import { requireAllowedChannel } from './lib/channel';
import { putEvent, requireAccepted } from './lib/event';
import { isGiven, previousIn, requireDeliverable, requirePrevious, requireUlid } from './lib/message';
import { requirePermitted, subjectOf } from './lib/permission';
import type { Message, MutationPublishArgs } from './lib/schema';

export function request(ctx: Context<MutationPublishArgs>): PutEventsRequest {
  const { name, message, data, id, previous } = ctx.args;
  requireAllowedChannel(name, ctx.env);
  requirePermitted('publish', name, ctx.identity);
  if (isGiven(id)) requireUlid(id);
  if (isGiven(previous)) requirePrevious(previous, id);

  const published = {
    name,
    message,
    // AppSync hands AWSJSON over parsed; on the bus it is JSON text again, as `publishFromBus` takes it.
    data: isGiven(data) ? JSON.stringify(data) : null,
    id: id?.toUpperCase() ?? util.autoUlid(),
    publishedAt: util.time.nowISO8601(),
    userId: subjectOf(ctx.identity),
    // Of this region's clock: an id is made by whoever publishes.
    position: util.autoUlid(),
  };
  const delivered = { ...published, region: ctx.env['REGION'] ?? '', previous: previous?.toUpperCase() ?? null };
  requireDeliverable(delivered);

  ctx.stash['message'] = { ...delivered, data };
  return putEvent('message.published', { ...published, ...previousIn(delivered) });
}

export function response(ctx: Context): Message {
  requireAccepted(ctx);
  return ctx.stash['message'];
}
