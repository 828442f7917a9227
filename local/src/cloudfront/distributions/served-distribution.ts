// What a created distribution does with a request: its behaviours with everything that they name.
import type { EdgeVersion } from '../../lambda/lambda';
import type { S3 } from '../../s3/s3';
import type { Distribution } from '../cloudfront';
import type { Behavior, DistributionDefinition, Origin } from './distribution';
import type { Forwarding } from './managed-policies';
import { normalizedPath } from './path-pattern';
import type { ResponseHeadersPolicyDefinition } from './response-headers-policy';

/** A behaviour, with everything that it names. */
export interface Route {
  readonly behavior: Behavior;
  /** Does the behaviour's pattern fit a path? */
  readonly fits: (path: string) => boolean;
  readonly origin: Origin;
  readonly forwarding: Forwarding;
  readonly responseHeadersPolicy: ResponseHeadersPolicyDefinition | undefined;
  readonly edgeVersion: EdgeVersion | undefined;
}

/** A distribution, ready to serve. */
export interface ServedDistribution extends Distribution {
  readonly definition: DistributionDefinition;
  /** In their order; the last one fits every path. */
  readonly routes: readonly Route[];
  /** Where its buckets are. */
  readonly s3: S3;
  readonly accountId: string;
}

/** The route of a request. */
export function routeOf({ routes }: ServedDistribution, path: string): Route {
  const normalized = normalizedPath(path);
  const route = routes.find(({ fits }) => fits(normalized));
  if (route) return route;
  throw new Error(`No behaviour takes ${normalized}.`);
}
