// The account's distributions and policies.
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { Hosts } from '../foundation/host-names';
import type { Ids } from '../foundation/ids';
import type { Log } from '../foundation/log';
import type { Acm } from '../acm/acm';
import type { Route53 } from '../route53/route53';
import { type Known, requireAliases, routesOf } from './distributions/association';
import type { CloudFront, EdgeLocation, EdgeLocationOptions, Home } from './cloudfront';
import type { DistributionDefinition } from './distributions/distribution';
import { openEdgeLocation } from './edge-locations/edge-location';
import { ID_LENGTH } from './limits';
import type { ResponseHeadersPolicyDefinition } from './distributions/response-headers-policy';
import type { ServedDistribution } from './distributions/served-distribution';

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

/** Creates an account's CloudFront, without distributions. */
export function createCloudFront(options: CloudFrontOptions): CloudFront {
  return new GlobalCloudFront(options);
}

class GlobalCloudFront implements CloudFront {
  readonly #options: CloudFrontOptions;
  readonly #distributions: ServedDistribution[] = [];
  /** Names by id. */
  readonly #originAccessControls = new Map<string, string>();
  readonly #policies = new Map<string, ResponseHeadersPolicyDefinition>();

  constructor(options: CloudFrontOptions) {
    this.#options = options;
  }

  createDistribution(definition: DistributionDefinition, home: Home): ServedDistribution {
    const { region, s3 } = home;
    const known = this.#known();
    requireAliases(definition, this.#options.acm, known);
    const routes = routesOf(definition, home, known);
    const name = `distribution ${this.#distributions.length + 1}`;
    const id = `E${this.#options.ids.upperCase(name, ID_LENGTH)}`;
    const distribution: ServedDistribution = {
      id,
      arn: `arn:${region.partition}:cloudfront::${region.accountId}:distribution/${id}`,
      domainName: `d${this.#options.ids.lowerCase(name, ID_LENGTH)}.cloudfront.net`,
      definition,
      routes,
      s3,
      accountId: region.accountId,
    };
    this.#distributions.push(distribution);
    return distribution;
  }

  createOriginAccessControl(name: string): { readonly id: string } {
    if ([...this.#originAccessControls.values()].includes(name)) {
      const sentence = 'An origin access control with the specified name already exists.';
      throw new AwsError('OriginAccessControlAlreadyExists', sentence, 409);
    }
    const id = `E${this.#options.ids.upperCase(`origin access control ${name}`, ID_LENGTH)}`;
    this.#originAccessControls.set(id, name);
    return { id };
  }

  createResponseHeadersPolicy(definition: ResponseHeadersPolicyDefinition): { readonly id: string } {
    const { name } = definition;
    if ([...this.#policies.values()].some((policy) => policy.name === name)) {
      const sentence = 'A response headers policy with this name already exists in this AWS account.';
      throw new AwsError('ResponseHeadersPolicyAlreadyExists', sentence, 409);
    }
    const id = this.#options.ids.lowerCase(`response headers policy ${name}`, POLICY_ID_LENGTH);
    this.#policies.set(id, definition);
    return { id };
  }

  distributions(): readonly ServedDistribution[] {
    return this.#distributions;
  }

  async startEdge(options: EdgeLocationOptions): Promise<EdgeLocation> {
    const [distribution] = this.#distributions;
    if (!distribution) throw new Error('There is no distribution that an edge location could serve.');
    const { clock, hosts, log, route53 } = this.#options;
    const edge = await openEdgeLocation(options, distribution, { clock, hosts, log, route53 });
    // Whoever looks the distribution's name up finds the first edge: on AWS it would be the nearest.
    if (hosts.portOf(distribution.domainName) === undefined) hosts.serve(distribution.domainName, edge.port);
    return edge;
  }

  #known(): Known {
    return {
      policies: this.#policies,
      originAccessControls: new Set(this.#originAccessControls.keys()),
      aliases: new Set(this.#distributions.flatMap(({ definition }) => definition.aliases)),
    };
  }
}

/** AWS's ids are UUIDs; nothing here depends on their form. */
const POLICY_ID_LENGTH = 32;
