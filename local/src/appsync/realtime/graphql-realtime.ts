// The subscriptions of a GraphQL API, over WebSockets.
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { authenticate } from '../authorization/authorization';
import { readRequest, toldOf } from '../execution/graphql-request';
import type { GraphqlApi } from '../graphql-api';
import { REALTIME_PATHS } from '../http/api-host-names';
import { lazy } from '../lazy';
import { MAX_CLIENT_FRAME_BYTES } from '../limits';
import { messageCredentials, type Shown } from './handshake';
import { GRAPHQL_WS } from './protocol';
import type { RealtimeApi } from './realtime-api';
import { prepareSubscription } from './subscription-request';

/** What a Lambda authorizer sees of a connection: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html */
const CONNECT: JsonObject = { queryString: '', operationName: 'DeepDish:Connect', variables: {} };

const HANDSHAKE: Shown = {
  path: '/graphql/connect',
  body: '{}',
  told: () => Promise.resolve(CONNECT),
  purpose: '',
  needsHost: true,
};

/** The real-time side of a GraphQL API. */
export function graphqlRealtime(api: GraphqlApi, region: Region): RealtimeApi {
  return {
    protocol: GRAPHQL_WS,
    paths: REALTIME_PATHS,
    maxFrameBytes: MAX_CLIENT_FRAME_BYTES,
    handshake: HANDSHAKE,
    subscriptions: api.subscriptions,
    admit: async (credentials) => {
      await authenticate(api, credentials, region);
    },
    prepare: async ({ authorization, data }, origin) => {
      const asked = lazy(() => readRequest(data));
      const credentials = messageCredentials(authorization, {
        ...{ path: '/graphql', body: data, told: () => toldOf(asked) },
        ...{ purpose: '', needsHost: true },
      });
      const caller = await authenticate(api, credentials, region);
      return prepareSubscription(api, await asked(), { caller, ...origin });
    },
    publish: () => Promise.reject(new Error('A client of a GraphQL API publishes with mutations.')),
    logged: (line) => api.logged(line),
  };
}
