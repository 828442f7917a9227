// `ctx` of a handler: https://docs.aws.amazon.com/appsync/latest/eventapi/context-reference.html
import type { JsonArray, JsonObject, JsonValue } from '../../foundation/json';
import { identityOf, type Caller } from '../authorization/authorization';
import type { Origin } from '../http/origin';
import type { Channel } from './channel';

/** What happens, to which channel, and who does it. */
export interface Happening {
  readonly operation: 'PUBLISH' | 'SUBSCRIBE';
  readonly channel: Channel;
  /** Nothing when somebody subscribes. */
  readonly events: readonly IncomingEvent[] | null;
  readonly caller: Caller;
  readonly origin: Origin;
}

/** An event as a handler sees it. */
export interface IncomingEvent {
  /** Made up for it. */
  readonly id: string;
  readonly payload: JsonValue;
}

/** The context of a handler that has not run yet. */
export function contextOf({ operation, channel, events, caller, origin }: Happening): JsonObject {
  const { path, segments } = channel;
  return {
    events: events && asJson(events),
    identity: identityOf(caller, origin.sourceIp),
    info: { channel: { path, segments }, channelNamespace: { name: segments[0] ?? '' }, operation },
    request: { headers: { ...origin.headers }, domainName: origin.domainName },
    ...{ result: null, error: null, prev: null },
    ...{ stash: {}, outErrors: [] },
  };
}

function asJson(events: readonly IncomingEvent[]): JsonArray {
  return events.map(({ id, payload }) => ({ id, payload }));
}
