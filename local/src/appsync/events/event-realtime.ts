// Events over WebSockets: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html
import type { JsonObject } from '../../foundation/json';
import type { Credentials } from '../authorization/credentials';
import type { Paths } from '../http/api-host-names';
import { MAX_EVENT_FRAME_BYTES } from '../limits';
import { messageCredentials } from '../realtime/handshake';
import type { RealtimeApi } from '../realtime/realtime-api';
import type { EventApi } from './event-api';
import { AWS_APPSYNC_EVENT_WS, publishSuccess, refusalOf } from './protocol';
import { CONNECT, type EventOperation, shownFor, SIGNED_PATH } from './shown';

/** One path, at whichever host (EV-01). */
const PATH = ['/event/realtime'];
const PATHS: Paths = { loopback: PATH, domain: PATH, http: PATH, realtime: PATH };

/** The real-time side of an Event API. */
export function eventRealtime(api: EventApi): RealtimeApi {
  return {
    protocol: AWS_APPSYNC_EVENT_WS,
    paths: PATHS,
    maxFrameBytes: MAX_EVENT_FRAME_BYTES,
    handshake: CONNECT,
    subscriptions: api.subscriptions,
    admit: async (credentials) => api.connect(credentials),
    prepare: async ({ data: channel, authorization }, origin) => {
      const credentials = credentialsOf(authorization, 'EVENT_SUBSCRIBE', { channel });
      return api.subscribe(channel, { credentials, origin });
    },
    publish: async ({ id, channel, events, authorization }, origin) => {
      try {
        const credentials = credentialsOf(authorization, 'EVENT_PUBLISH', { channel, events });
        return publishSuccess(id, await api.publish({ channel, events }, { credentials, origin }));
      } catch (error) {
        const refused = refusalOf(error);
        if (refused) return AWS_APPSYNC_EVENT_WS.publishFailed(id, refused);
        throw error;
      }
    },
    logged: (line) => api.logged(line),
  };
}

/** Only signatures name the host, which they cover (EV-22). */
function credentialsOf(
  authorization: JsonObject | undefined,
  operation: EventOperation,
  asked: JsonObject & { readonly channel: string },
): Credentials {
  return messageCredentials(authorization, {
    ...{ path: SIGNED_PATH, body: JSON.stringify(asked), needsHost: false },
    ...shownFor(operation, asked.channel),
  });
}
