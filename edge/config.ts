// The router's settings, baked in when it is packaged: Lambda@Edge has no environment variables.
import type { Settings } from '../tools/stages/settings';

/** The host names of a region's API. */
export interface ApiHosts {
  readonly graphql: string;
  readonly realtime: string;
}

/** What the router knows of its stage. */
export interface RouterConfig {
  /** The TXT record that names the regions that are healthy; absent for a stage without a domain. */
  readonly recordName?: string;
  /** Seconds for which its answer holds. */
  readonly ttl: number;
  readonly routing: Settings['routing'];
  /** Does each region have a name of its own below the stage's domain? If not, the hosts are those that AppSync gave out. */
  readonly customDomain: boolean;
  /** By region. */
  readonly origins: Readonly<Record<string, ApiHosts>>;
  /** The stage's regions by their distance, for each region in which the router may run. */
  readonly orders: Readonly<Record<string, readonly string[]>>;
  /** The stage's regions in the order of stages.yml. */
  readonly order: readonly string[];
}

/** Put here by esbuild. */
declare const ROUTER_CONFIG: RouterConfig;

/** The settings of this package. */
export const config: RouterConfig = ROUTER_CONFIG;
