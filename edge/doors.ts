// A region's APIs, as clients ask for them at the front door.
import type { ApiHosts, RegionHosts } from './config';

/** One API. Paths must be exactly as documented: `/graphql/` is not one of them. */
export interface Door {
  /** Where it answers requests. */
  readonly requests: readonly string[];
  /** Where clients look for its WebSockets. */
  readonly handshakes: readonly string[];
  /** Of its WebSockets. */
  readonly subprotocol: string;
  /** Where it has them: on a domain name of the API, and on AppSync's own host for them. */
  readonly realtimePath: { readonly custom: string; readonly own: string };
  /** Where a region has it; `undefined` in a stage that does not. */
  readonly hostsIn: (region: RegionHosts) => ApiHosts | undefined;
}

/**
 * - `/ping`: AWS's Flutter client asks so, all the while, whether its API is still there.
 * - WebSockets: most clients, Apollo's link with the address of a proxy, and Python's gql.
 *
 * https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html
 */
export const GRAPHQL: Door = {
  requests: ['/graphql', '/ping'],
  handshakes: ['/graphql/realtime', '/realtime', '/graphql'],
  subprotocol: 'graphql-ws',
  realtimePath: { custom: '/graphql/realtime', own: '/graphql' },
  hostsIn: ({ graphql, realtime }) => ({ http: graphql, realtime }),
};

/** https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-custom-domains.html */
export const EVENTS: Door = {
  requests: ['/event'],
  handshakes: ['/event/realtime'],
  subprotocol: 'aws-appsync-event-ws',
  realtimePath: { custom: '/event/realtime', own: '/event/realtime' },
  hostsIn: ({ events }) => events,
};

/** Every door that a stage may have. */
export const DOORS: readonly Door[] = [GRAPHQL, EVENTS];
