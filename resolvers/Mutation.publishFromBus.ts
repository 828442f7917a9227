// Called by the region's bus: its result is what the region's subscribers receive. In a stage that keeps history the message is
// remembered in between (functions/remember.ts).
import { type Context, type NONERequest, util } from '@aws-appsync/utils';
import { requireDeliverableChannel } from './lib/channel';
import { SOURCE } from './lib/event';
import { inUtc, isGiven, isUlid, messageIdRefusal, previousRefusal, sizeRefusal } from './lib/message';
import { requireNone } from './lib/refusal';
import type { Message, MutationPublishFromBusArgs } from './lib/schema';

export function request(ctx: Context<MutationPublishFromBusArgs>): NONERequest {
  const { event, detail } = ctx.args;
  requireDeliverableChannel(detail.name, ctx.env);
  requireNone((isGiven(detail.id) ? messageIdRefusal(detail.id) : null) ?? previousRefusal(detail.previous, detail.id));

  const isOurs = event.source === SOURCE;
  const message: Message = {
    name: detail.name,
    message: detail.message,
    data: detail.data ?? null,
    id: isGiven(detail.id) ? capitalUlid(detail.id) : event.id,
    publishedAt: inUtc(detail.publishedAt ?? event.time),
    region: event.region,
    // The API has verified it; what anybody else says is a claim.
    userId: isOurs ? (detail.userId ?? null) : null,
    position: (isOurs ? detail.position : null) ?? util.autoUlid(),
    previous: detail.previous?.toUpperCase() ?? null,
  };
  requireNone(sizeRefusal({ ...message, data: isGiven(detail.data) ? JSON.stringify(detail.data) : null }));
  return { payload: message };
}

/** @returns null for a message that was remembered, and delivered, before */
export function response(ctx: Context): Message | null {
  return ctx.prev?.result ?? ctx.result;
}

/** An event's id is no ULID, and stays as it is. */
function capitalUlid(id: string): string {
  return isUlid(id) ? id.toUpperCase() : id;
}
