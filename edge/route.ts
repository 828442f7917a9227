// Where a request goes: a pure function of the request, the settings, and the regions that are healthy.
import { customOrigin, type EdgeResponse, type OriginRequest } from './cloudfront-event';
import type { ApiHosts, RouterConfig } from './config';
import { withHost } from './credentials';

/** What is known when a request comes. */
export interface Situation {
  readonly config: RouterConfig;
  /** The AWS region in which the router runs. */
  readonly executingRegion: string | undefined;
  /** What DNS names; empty when it does not say. */
  readonly healthyRegions: readonly string[];
}

/** What a request asks for. */
type Destination = 'graphql' | 'realtime' | 'page' | 'nothing';

const GRAPHQL_PATH = '/graphql';
/** Where an API answers requests. `/ping`: AWS's Flutter client asks so, all the while, whether its API is still there. */
const API_PATHS = [GRAPHQL_PATH, '/ping'];
/** Where clients look for WebSockets: most of them, Apollo's link with the address of a proxy, and Python's gql. */
const REALTIME_PATHS = ['/graphql/realtime', '/realtime', GRAPHQL_PATH];
/** On a domain name of an API. https://docs.aws.amazon.com/appsync/latest/devguide/custom-domain-name.html */
const CUSTOM_REALTIME_PATH = '/graphql/realtime';
/** On AppSync's own hosts, where real-time connections have one of their own. */
const OWN_REALTIME_PATH = '/graphql';
/** The page's files. */
const PAGE = /^\/(?:index\.html|config\.json|favicon\.svg|assets\/.+)?$/;

/** Does the answer depend on which regions are healthy? */
export function needsRegion(request: OriginRequest): boolean {
  const destination = destinationOf(request);
  return destination === 'graphql' || destination === 'realtime';
}

/** Leads a request to a region's API, lets the page's files pass, and answers everything else. Never throws. */
export function route(request: OriginRequest, situation: Situation): OriginRequest | EdgeResponse {
  const destination = destinationOf(request);
  if (destination === 'page') return request;
  const hosts = destination === 'nothing' ? undefined : hostsOf(situation);
  if (!hosts) return notFound(request);
  return destination === 'graphql'
    ? withOrigin(request, hosts.graphql)
    : toRealtime(request, hosts, situation.config.customDomain);
}

/** Paths must be exactly as documented: `/graphql/` is not one of them. */
function destinationOf(request: OriginRequest): Destination {
  const { origin, uri } = request;
  if (origin && 's3' in origin) return PAGE.test(uri) ? 'page' : 'nothing';
  if (isHandshake(request)) return REALTIME_PATHS.includes(uri) ? 'realtime' : 'nothing';
  return API_PATHS.includes(uri) ? 'graphql' : 'nothing';
}

/** `Upgrade` and `Connection` are not shown to functions. */
function isHandshake({ headers }: OriginRequest): boolean {
  return ['sec-websocket-key', 'sec-websocket-protocol'].some((name) => Object.hasOwn(headers, name));
}

/** The first healthy region of the order, or its very first when nothing is known of their health. */
function hostsOf(situation: Situation): ApiHosts | undefined {
  const { config, healthyRegions } = situation;
  const regions = orderIn(situation).filter((region) => Object.hasOwn(config.origins, region));
  const region = regions.find((name) => healthyRegions.includes(name)) ?? regions[0];
  return region === undefined ? undefined : config.origins[region];
}

function orderIn({ config, executingRegion = '' }: Situation): readonly string[] {
  const { order, orders, routing } = config;
  if (routing === 'failover' || !Object.hasOwn(orders, executingRegion)) return order;
  return orders[executingRegion] ?? order;
}

function toRealtime(request: OriginRequest, hosts: ApiHosts, customDomain: boolean): OriginRequest {
  if (customDomain) return { ...withOrigin(request, hosts.realtime), uri: CUSTOM_REALTIME_PATH };
  // AppSync's own hosts find the API by the host in the credentials, which a client believes to be the front door's.
  return { ...withOrigin(withHost(request, hosts.graphql), hosts.realtime), uri: OWN_REALTIME_PATH };
}

/** The timeouts stay those of the distribution's placeholder. */
function withOrigin(request: OriginRequest, domainName: string): OriginRequest {
  const placeholder = request.origin && 'custom' in request.origin ? request.origin.custom : {};
  return {
    ...request,
    headers: { ...request.headers, host: [{ key: 'Host', value: domainName }] },
    origin: { custom: customOrigin(domainName, placeholder) },
  };
}

/** In the form of AppSync's own errors. */
function notFound(request: OriginRequest): EdgeResponse {
  return {
    status: '404',
    statusDescription: 'Not Found',
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'application/json; charset=utf-8' }],
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    },
    body: JSON.stringify({ errors: [{ errorType: 'NotFound', message: whyNothing(request) }] }),
  };
}

/** One sentence. It repeats nothing of the request, in which there may be credentials. */
function whyNothing(request: OriginRequest): string {
  if (!isHandshake(request) && REALTIME_PATHS.includes(request.uri)) {
    return 'This path takes only WebSockets: send a handshake with the subprotocol graphql-ws.';
  }
  return 'Nothing is at this path; the API is at /graphql, and its WebSockets are at /graphql/realtime.';
}
