// The router's settings, baked in when it is packaged: Lambda@Edge has no environment variables.
import type { Settings } from '../tools/stages/settings';

/** The host names of one API; the same name twice where it has a domain name of its own. */
export interface ApiHosts {
  readonly http: string;
  readonly realtime: string;
}

/** The host names of a region's APIs. */
export interface RegionHosts {
  /** Of its GraphQL API, for queries and mutations. */
  readonly graphql: string;
  /** Of its GraphQL API, for subscriptions. */
  readonly realtime: string;
  /** Of its Event API; absent in a stage without Event APIs. */
  readonly events?: ApiHosts;
}

/** What the router knows of its stage. */
export interface RouterConfig {
  /** The TXT record that names the regions that are healthy; absent for a stage without a domain. */
  readonly recordName?: string;
  /** Seconds for which its answer holds. */
  readonly ttl: number;
  readonly routing: Settings['routing'];
  /** Does each API have a name of its own below the stage's domain? If not, the hosts are those that AppSync gave out. */
  readonly customDomain: boolean;
  /** By region. */
  readonly origins: Readonly<Record<string, RegionHosts>>;
  /** The stage's regions by their distance, for each region in which the router may run. */
  readonly orders: Readonly<Record<string, readonly string[]>>;
  /** The stage's regions in the order of stages.yml. */
  readonly order: readonly string[];
}

/** Put here by esbuild. */
declare const ROUTER_CONFIG: RouterConfig;

/** The settings of this package. */
export const config: RouterConfig = ROUTER_CONFIG;
