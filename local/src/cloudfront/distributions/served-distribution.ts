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

/** What a distribution serves by. */
export interface Service {
  readonly definition: DistributionDefinition;
  /** In their order; the last one fits every path. */
  readonly routes: readonly Route[];
  /** Where its buckets are. */
  readonly s3: S3;
}

/** A distribution that serves. What it serves by may change. */
export class ServedDistribution implements Distribution, Service {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  readonly accountId: string;
  #service: Service;
  #isEnded = false;

  constructor({ id, arn, domainName, accountId }: Distribution & { readonly accountId: string }, service: Service) {
    this.id = id;
    this.arn = arn;
    this.domainName = domainName;
    this.accountId = accountId;
    this.#service = service;
    associate(service.routes);
  }

  get definition(): DistributionDefinition {
    return this.#service.definition;
  }

  get routes(): readonly Route[] {
    return this.#service.routes;
  }

  get s3(): S3 {
    return this.#service.s3;
  }

  /** Was it deleted? */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Serves by something else from now on. */
  become(service: Service): void {
    const { routes } = this;
    associate(service.routes);
    this.#service = service;
    release(routes);
  }

  /** Adds the headers of another policy where it added those of one. */
  exchangePolicy(before: ResponseHeadersPolicyDefinition, after: ResponseHeadersPolicyDefinition): void {
    const routes = this.routes.map((route) =>
      route.responseHeadersPolicy === before ? { ...route, responseHeadersPolicy: after } : route,
    );
    this.#service = { ...this.#service, routes };
  }

  /** Serves nobody any more. */
  end(): void {
    this.#isEnded = true;
    release(this.routes);
  }
}

/** The functions of the routes are copied to edge locations, and cannot be deleted meanwhile. */
function associate(routes: readonly Route[]): void {
  for (const { edgeVersion } of routes) edgeVersion?.associate();
}

function release(routes: readonly Route[]): void {
  for (const { edgeVersion } of routes) edgeVersion?.release();
}

/** The route of a request. */
export function routeOf({ routes }: ServedDistribution, path: string): Route {
  const normalized = normalizedPath(path);
  const route = routes.find(({ fits }) => fits(normalized));
  if (route) return route;
  throw new Error(`No behaviour takes ${normalized}.`);
}
