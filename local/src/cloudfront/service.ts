// The account's distributions and policies.
import type { Clock } from '../foundation/clock';
import { AwsError, UserError } from '../foundation/errors';
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
import { ServedDistribution } from './distributions/served-distribution';

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
  const distributions = new Distributions(acm, ids, world.hosts);
  acm.addUser((arn) => distributions.all().some(({ definition }) => definition.certificateArn === arn));
  return {
    createDistribution: (definition, home) => distributions.create(definition, home),
    updateDistribution: (id, definition, home) => distributions.update(id, definition, home),
    deleteDistribution: (id) => distributions.delete(id),
    renameOriginAccessControl: (id, name) => distributions.renameOriginAccessControl(id, name),
    deleteOriginAccessControl: (id) => distributions.deleteOriginAccessControl(id),
    updateResponseHeadersPolicy: (id, definition) => distributions.updateResponseHeadersPolicy(id, definition),
    deleteResponseHeadersPolicy: (id) => distributions.deleteResponseHeadersPolicy(id),
    createOriginAccessControl: (name) => distributions.createOriginAccessControl(name),
    createResponseHeadersPolicy: (definition) => distributions.createResponseHeadersPolicy(definition),
    distributions: () => distributions.all(),
    startEdge: async (options) => {
      const distribution = distributions.all().find(({ definition }) => definition.isEnabled);
      if (!distribution) throw new Error('There is no enabled distribution that an edge location could serve.');
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
  readonly #hosts: Hosts;
  readonly #distributions: ServedDistribution[] = [];
  /** How many there have been. */
  #count = 0;
  /** Names by id. */
  readonly #originAccessControls = new Map<string, string>();
  readonly #policies = new Map<string, ResponseHeadersPolicyDefinition>();

  constructor(acm: Acm, ids: Ids, hosts: Hosts) {
    this.#acm = acm;
    this.#ids = ids;
    this.#hosts = hosts;
  }

  /** In the order in which they were created. */
  all(): readonly ServedDistribution[] {
    return this.#distributions;
  }

  create(definition: DistributionDefinition, home: Home): ServedDistribution {
    requireAliases(definition, this.#acm, this.#known());
    const routes = routesOf(definition, home, this.#known());
    this.#count += 1;
    const distribution = new ServedDistribution(this.#identityOf(home), { definition, routes, s3: home.s3 });
    this.#distributions.push(distribution);
    return distribution;
  }

  /** @throws as for a new one */
  update(id: string, definition: DistributionDefinition, home: Home): void {
    const distribution = this.#find(id);
    if (definition.isEnabled !== distribution.definition.isEnabled) {
      const sentence = `Distribution ${id}: the engine does not turn a distribution on or off (Enabled) once it is there.`;
      throw new UserError('UNSUPPORTED_VALUE', sentence);
    }
    const others = this.#known(distribution);
    requireAliases(definition, this.#acm, others);
    distribution.become({ definition, routes: routesOf(definition, home, others), s3: home.s3 });
  }

  /** @throws AwsError `NoSuchDistribution` */
  delete(id: string): void {
    const distribution = this.#find(id);
    this.#distributions.splice(this.#distributions.indexOf(distribution), 1);
    this.#hosts.release(distribution.domainName);
    distribution.end();
  }

  createOriginAccessControl(name: string): { readonly id: string } {
    if ([...this.#originAccessControls.values()].includes(name)) {
      throw exists('OriginAccessControl', 'An origin access control with the specified name already exists.');
    }
    const id = `E${this.#ids.upperCase(`origin access control ${name}`, ID_LENGTH)}`;
    this.#originAccessControls.set(id, name);
    return { id };
  }

  renameOriginAccessControl(id: string, name: string): void {
    if (!this.#originAccessControls.has(id)) throw noSuchControl();
    if ([...this.#originAccessControls].some(([other, taken]) => other !== id && taken === name)) {
      throw exists('OriginAccessControl', 'An origin access control with the specified name already exists.');
    }
    this.#originAccessControls.set(id, name);
  }

  deleteOriginAccessControl(id: string): void {
    if (!this.#originAccessControls.has(id)) throw noSuchControl();
    const isUsed = ({ definition }: ServedDistribution) =>
      definition.origins.some((origin) => origin.kind === 's3' && origin.originAccessControlId === id);
    if (this.#distributions.some(isUsed)) {
      throw inUse('OriginAccessControl', 'Cannot delete the origin access control because it is in use.');
    }
    this.#originAccessControls.delete(id);
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

  updateResponseHeadersPolicy(id: string, definition: ResponseHeadersPolicyDefinition): void {
    const before = this.#policies.get(id);
    if (!before) throw noSuchPolicy();
    if ([...this.#policies].some(([other, { name }]) => other !== id && name === definition.name)) {
      throw exists(
        'ResponseHeadersPolicy',
        'A response headers policy with this name already exists in this AWS distributions.',
      );
    }
    this.#policies.set(id, definition);
    for (const distribution of this.#distributions) distribution.exchangePolicy(before, definition);
  }

  deleteResponseHeadersPolicy(id: string): void {
    const policy = this.#policies.get(id);
    if (!policy) throw noSuchPolicy();
    if (this.#distributions.some(({ routes }) => routes.some((route) => route.responseHeadersPolicy === policy))) {
      // The sentence is chosen.
      const sentence =
        'Cannot delete the response headers policy because it is attached to one or more cache behaviors.';
      throw inUse('ResponseHeadersPolicy', sentence);
    }
    this.#policies.delete(id);
  }

  #find(id: string): ServedDistribution {
    const distribution = this.#distributions.find((each) => each.id === id);
    if (distribution) return distribution;
    throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', 404);
  }

  /** Of the distribution that was counted last. */
  #identityOf({ region: { accountId, partition } }: Home) {
    const name = `distribution ${this.#count}`;
    const id = `E${this.#ids.upperCase(name, ID_LENGTH)}`;
    const arn = `arn:${partition}:cloudfront::${accountId}:distribution/${id}`;
    return { id, arn, domainName: `d${this.#ids.lowerCase(name, ID_LENGTH)}.cloudfront.net`, accountId };
  }

  /** @param but its own names are no others */
  #known(but?: ServedDistribution): Known {
    const others = this.#distributions.filter((distribution) => distribution !== but);
    return {
      policies: this.#policies,
      originAccessControls: new Set(this.#originAccessControls.keys()),
      aliases: new Set(others.flatMap(({ definition }) => definition.aliases)),
    };
  }
}

function exists(what: string, sentence: string): AwsError {
  return new AwsError(`${what}AlreadyExists`, sentence, 409);
}

function inUse(what: string, sentence: string): AwsError {
  return new AwsError(`${what}InUse`, sentence, 409);
}

function noSuchControl(): AwsError {
  return new AwsError('NoSuchOriginAccessControl', 'The origin access control does not exist.', 404);
}

function noSuchPolicy(): AwsError {
  return new AwsError('NoSuchResponseHeadersPolicy', 'The response headers policy does not exist.', 404);
}
