// What the credentials of an Event API's clients are shown for: one signed path, and what a Lambda authorizer is told.
import type { JsonObject } from '../../foundation/json';
import { shortened } from '../excerpt';
import type { Shown } from '../realtime/handshake';
import { namespaceNameIn } from './channel';

/** What a client wants: https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html */
export type EventOperation = 'EVENT_CONNECT' | 'EVENT_PUBLISH' | 'EVENT_SUBSCRIBE';

/** What IAM signatures are made for, over HTTP and WebSockets alike (EV-04). */
export const SIGNED_PATH = '/event';

/** A connection, which is for no channel yet. */
export const CONNECT: Shown = {
  ...{ path: SIGNED_PATH, body: '{}', needsHost: true },
  ...shownFor('EVENT_CONNECT', undefined),
};

/** What an authorizer is told, and what its answer holds for. @param channel as the client named it */
export function shownFor(operation: EventOperation, channel: string | undefined): Pick<Shown, 'told' | 'purpose'> {
  const named = channel === undefined ? null : shortened(channel);
  const told: JsonObject = {
    operation,
    channelNamespaceName: named === null ? null : namespaceNameIn(named),
    channel: named,
  };
  return { told: () => Promise.resolve(told), purpose: `${operation} ${named ?? ''}` };
}
