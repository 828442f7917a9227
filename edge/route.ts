// Where a request goes: a pure function of the request, the settings, and the regions that are healthy.
import { customOrigin, type EdgeResponse, type OriginRequest } from './cloudfront-event';
import type { ApiHosts, RegionHosts, RouterConfig } from './config';
import { withHost } from './credentials';
import { type Door, DOORS, EVENTS } from './doors';

/** What is known when a request comes. */
export interface Situation {
  readonly config: RouterConfig;
  /** The AWS region in which the router runs. */
  readonly executingRegion: string | undefined;
  /** What DNS names; empty when it does not say. */
  readonly healthyRegions: readonly string[];
}

/** What a request asks for. */
type Destination = Door | 'page' | 'nothing';

/** The page's files. */
const PAGE = /^\/(?:index\.html|config\.json|favicon\.svg|assets\/.+)?$/;

/** Does the answer depend on which regions are healthy? */
export function needsRegion(request: OriginRequest): boolean {
  const destination = destinationOf(request);
  return destination !== 'page' && destination !== 'nothing';
}

/** Leads a request to a region's API, lets the page's files pass, and answers everything else. Never throws. */
export function route(request: OriginRequest, situation: Situation): OriginRequest | EdgeResponse {
  const { config } = situation;
  const destination = destinationOf(request);
  if (destination === 'page') return request;
  const hosts = destination === 'nothing' ? undefined : hostsOf(destination, situation);
  if (destination === 'nothing' || !hosts) return notFound(request, config);
  return isHandshake(request)
    ? toRealtime(request, hosts, { door: destination, customDomain: config.customDomain })
    : withOrigin(request, hosts.http);
}

function destinationOf(request: OriginRequest): Destination {
  const { origin, uri } = request;
  if (origin && 's3' in origin) return PAGE.test(uri) ? 'page' : 'nothing';
  const paths = isHandshake(request) ? 'handshakes' : 'requests';
  return DOORS.find((door) => door[paths].includes(uri)) ?? 'nothing';
}

/** `Upgrade` and `Connection` are not shown to functions. */
function isHandshake({ headers }: OriginRequest): boolean {
  return ['sec-websocket-key', 'sec-websocket-protocol'].some((name) => Object.hasOwn(headers, name));
}

/** In the first healthy region of the order, or its very first when nothing is known of their health. */
function hostsOf(door: Door, situation: Situation): ApiHosts | undefined {
  const { config, healthyRegions } = situation;
  const regions = orderIn(situation).filter((region) => Object.hasOwn(config.origins, region));
  const region = regions.find((name) => healthyRegions.includes(name)) ?? regions[0];
  const hosts: RegionHosts | undefined = region === undefined ? undefined : config.origins[region];
  return hosts && door.hostsIn(hosts);
}

function orderIn({ config, executingRegion = '' }: Situation): readonly string[] {
  const { order, orders, routing } = config;
  if (routing === 'failover' || !Object.hasOwn(orders, executingRegion)) return order;
  return orders[executingRegion] ?? order;
}

function toRealtime(
  request: OriginRequest,
  hosts: ApiHosts,
  { door, customDomain }: Pick<RouterConfig, 'customDomain'> & { readonly door: Door },
): OriginRequest {
  const { custom, own } = door.realtimePath;
  if (customDomain) return { ...withOrigin(request, hosts.realtime), uri: custom };
  // AppSync's own hosts find the API by the host in the credentials, which a client believes to be the front door's.
  return { ...withOrigin(withHost(request, hosts.http), hosts.realtime), uri: own };
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
function notFound(request: OriginRequest, config: RouterConfig): EdgeResponse {
  return {
    status: '404',
    statusDescription: 'Not Found',
    headers: {
      'content-type': [{ key: 'Content-Type', value: 'application/json; charset=utf-8' }],
      'cache-control': [{ key: 'Cache-Control', value: 'no-store' }],
    },
    body: JSON.stringify({ errors: [{ errorType: 'NotFound', message: whyNothing(request, config) }] }),
  };
}

/** One sentence. It repeats nothing of the request, in which there may be credentials. */
function whyNothing(request: OriginRequest, { origins }: RouterConfig): string {
  const doors = DOORS.filter(({ hostsIn }) => Object.values(origins).some((region) => hostsIn(region)));
  const door = doors.find(({ handshakes }) => handshakes.includes(request.uri));
  if (door && !isHandshake(request)) {
    return `This path takes only WebSockets: send a handshake with the subprotocol ${door.subprotocol}.`;
  }
  const events = doors.includes(EVENTS) ? '; AppSync Events are at /event and /event/realtime' : '';
  return `Nothing is at this path; the API is at /graphql, and its WebSockets are at /graphql/realtime${events}.`;
}
