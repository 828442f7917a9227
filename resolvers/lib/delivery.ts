// A message that comes off the bus, as everybody gets it who listens: subscribers of the GraphQL API and of the Event API.
import { util } from '@aws-appsync/utils';
import { requireDeliverableChannel } from './channel';
import { SOURCE } from './event';
import { inUtc, isGiven, isUlid, messageIdRefusal, previousRefusal, sizeRefusal } from './message';
import { requireNone } from './refusal';
import type { Message, MutationPublishFromBusArgs } from './schema';

/** The message of an event. Ends the request with an error unless it may be delivered. */
export function deliveryOf({ event, detail }: MutationPublishFromBusArgs, env: Record<string, string>): Message {
  requireDeliverableChannel(detail.name, env);
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
  return message;
}

/** An event's id is no ULID, and stays as it is. */
function capitalUlid(id: string): string {
  return isUlid(id) ? id.toUpperCase() : id;
}
