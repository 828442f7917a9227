// The account's distributions and policies.
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { Hosts } from '../foundation/host-names';
import type { Ids } from '../foundation/ids';
import type { Log } from '../foundation/log';
import type { Acm } from '../acm/acm';
import type { Route53 } from '../route53/route53';
import { type Known, requireAliases, routesOf } from './distributions/association';
import type { CloudFront, Home } from './cloudfront';
import type { DistributionDefinition } from './distributions/distribution';
import { openEdgeLocation } from './edge-locations/edge-location';
import { ID_LENGTH } from './limits';
import type { ResponseHeadersPolicyDefinition } from './distributions/response-headers-policy';
import type { Route, ServedDistribution } from './distributions/served-distribution';

/** What CloudFront is made of. */
export interface CloudFrontOptions {
  readonly acm: Acm;
  /** The machine's own time: WebSockets and origins are not slower for whoever lets minutes pass quickly. */
  readonly clock: Clock;
  /** Who stands behind the names of origins. */
  readonly hosts: Hosts;
  readonly ids: Ids;
  readonly log: Log;
  readonly route53: Route53;
}

/** AWS's ids are UUIDs; nothing here depends on their form. */
const POLICY_ID_LENGTH = 32;

/** Creates an account's CloudFront, without distributions. */
export function createCloudFront({ acm, ids, ...world }: CloudFrontOptions): CloudFront {
  const distributions = new Distributions(acm, ids);
  return {
    createDistribution: (definition, home) => distributions.create(definition, home),
    createOriginAccessControl: (name) => distributions.createOriginAccessControl(name),
    createResponseHeadersPolicy: (definition) => distributions.createResponseHeadersPolicy(definition),
    distributions: () => distributions.all(),
    startEdge: async (options) => {
      const [distribution] = distributions.all();
      if (!distribution) throw new Error('There is no distribution that an edge location could serve.');
      const edge = await openEdgeLocation(options, distribution, world);
      // Whoever looks the distribution's name up finds the first edge: on AWS it would be the nearest.
      const { hosts } = world;
      if (hosts.portOf(distribution.domainName) === undefined) hosts.serve(distribution.domainName, edge);
      return edge;
    },
  };
}

/** The distributions of an account, and what they refer to. */
class Distributions {
  readonly #acm: Acm;
  readonly #ids: Ids;
  readonly #distributions: ServedDistribution[] = [];
  /** Names by id. */
  readonly #originAccessControls = new Map<string, string>();
  readonly #policies = new Map<string, ResponseHeadersPolicyDefinition>();

  constructor(acm: Acm, ids: Ids) {
    this.#acm = acm;
    this.#ids = ids;
  }

  /** In the order in which they were created. */
  all(): readonly ServedDistribution[] {
    return this.#distributions;
  }

  create(definition: DistributionDefinition, home: Home): ServedDistribution {
    requireAliases(definition, this.#acm, this.#known());
    const routes = routesOf(definition, home, this.#known());
    const number = this.#distributions.length + 1;
    const distribution = servedDistribution(definition, { home, routes, ids: this.#ids, number });
    this.#distributions.push(distribution);
    return distribution;
  }

  createOriginAccessControl(name: string): { readonly id: string } {
    if ([...this.#originAccessControls.values()].includes(name)) {
      throw exists('OriginAccessControl', 'An origin access control with the specified name already exists.');
    }
    const id = `E${this.#ids.upperCase(`origin access control ${name}`, ID_LENGTH)}`;
    this.#originAccessControls.set(id, name);
    return { id };
  }

  createResponseHeadersPolicy(definition: ResponseHeadersPolicyDefinition): { readonly id: string } {
    const { name } = definition;
    if ([...this.#policies.values()].some((policy) => policy.name === name)) {
      const sentence = 'A response headers policy with this name already exists in this AWS distributions.';
      throw exists('ResponseHeadersPolicy', sentence);
    }
    const id = this.#ids.lowerCase(`response headers policy ${name}`, POLICY_ID_LENGTH);
    this.#policies.set(id, definition);
    return { id };
  }

  #known(): Known {
    return {
      policies: this.#policies,
      originAccessControls: new Set(this.#originAccessControls.keys()),
      aliases: new Set(this.#distributions.flatMap(({ definition }) => definition.aliases)),
    };
  }
}

interface Placed {
  readonly home: Home;
  readonly routes: readonly Route[];
  readonly ids: Ids;
  /** Of the distributions, from 1. */
  readonly number: number;
}

function servedDistribution(
  definition: DistributionDefinition,
  { home: { region, s3 }, routes, ids, number }: Placed,
): ServedDistribution {
  const { accountId, partition } = region;
  const name = `distribution ${number}`;
  const id = `E${ids.upperCase(name, ID_LENGTH)}`;
  const arn = `arn:${partition}:cloudfront::${accountId}:distribution/${id}`;
  const domainName = `d${ids.lowerCase(name, ID_LENGTH)}.cloudfront.net`;
  return { id, arn, domainName, definition, routes, s3, accountId };
}

function exists(what: string, sentence: string): AwsError {
  return new AwsError(`${what}AlreadyExists`, sentence, 409);
}
