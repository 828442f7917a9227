// A message that somebody publishes, however it comes: checked, completed, and the event that takes it to every region.
import type { Identity } from '@aws-appsync/utils';
import { channelRefusal } from './channel';
import { isGiven, messageIdRefusal, previousIn, previousRefusal, sizeRefusal, ulidRefusal } from './message';
import { dataRefusal } from './payload';
import { permissionRefusal, subjectOf } from './permission';
import type { Refusal } from './refusal';
import type { Message, PublishInput } from './schema';

/** Who publishes, and where. */
export type Publisher = { env: Record<string, string>; identity: Identity };

/** What the API knows of a message, whatever its publisher says. */
export type Origin = {
  /** For a message without one. */
  id: string;
  publishedAt: string;
  /** Of this region's clock: an id is made by whoever publishes. */
  position: string;
  /** The `source` of a backend's event. */
  backend?: string;
};

/** A message, what becomes of it, and why it cannot be published, if it cannot. */
export type Publication = {
  refusal: Refusal | null;
  /** A hook has dropped it: nothing is to be sent, and it is no mistake of the publisher's. */
  isDropped: boolean;
  /** As its publisher is answered. */
  message: Message;
  /** Of the event. */
  detail: Record<string, unknown>;
};

/** The message that a draft makes. */
export function publicationOf(draft: PublishInput, { env, identity }: Publisher, origin: Origin): Publication {
  const { name, message, data, id, previous } = draft;
  const refusal =
    channelRefusal(name, env) ??
    permissionRefusal('publish', name, identity) ??
    (isGiven(id) ? ulidRefusal(id) : messageIdRefusal(origin.id)) ??
    previousRefusal(previous, id);

  const published = {
    name,
    message,
    // AppSync hands AWSJSON over parsed; on the bus it is JSON text again, as `publishFromBus` takes it.
    data: isGiven(data) ? JSON.stringify(data) : null,
    id: id?.toUpperCase() ?? origin.id,
    publishedAt: origin.publishedAt,
    userId: subjectOf(identity),
    position: origin.position,
  };
  const delivered = { ...published, region: env['REGION'] ?? '', previous: previous?.toUpperCase() ?? null };
  const backend = isGiven(origin.backend) ? { backend: origin.backend } : {};
  return {
    refusal: refusal ?? sizeRefusal(delivered) ?? dataRefusal(name, data),
    isDropped: false,
    message: { ...delivered, data },
    detail: { ...published, ...previousIn(delivered), ...backend },
  };
}
