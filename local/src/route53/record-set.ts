// A record set: one of those that have a name and a type together.
// https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
import { normalName, parseName } from './domain-name';
import { MAX_SET_IDENTIFIER_LENGTH, MAX_TTL, MAX_WEIGHT } from './limits';
import { parseValue, type RecordValue } from './record-value';
import type { RecordSetDefinition, RecordType } from './route53';
import { invalidChangeBatch, invalidInput } from './route53-error';

/** How Route 53 chooses among the record sets of a name and type. */
export type RoutingPolicy = 'simple' | 'latency' | 'failover' | 'multivalue answer' | 'weighted';

/** What an alias leads to. */
export interface AliasTarget {
  /** As above. */
  readonly name: string;
  readonly hostedZoneId: string;
  readonly evaluateTargetHealth: boolean;
}

export interface RecordSet {
  readonly hostedZoneId: string;
  /** In lower case and without the final dot. */
  readonly name: string;
  readonly type: RecordType;
  readonly policy: RoutingPolicy;
  readonly setIdentifier: string | undefined;
  readonly healthCheckId: string | undefined;
  /** Latency routing. */
  readonly region: string | undefined;
  /** Failover routing. */
  readonly failover: 'PRIMARY' | 'SECONDARY' | undefined;
  /** Weighted routing. */
  readonly weight: number;
  /** Values and the seconds for which they hold, or an alias. */
  readonly content: { readonly ttl: number; readonly values: readonly RecordValue[] } | { readonly alias: AliasTarget };
}

/** CloudFront's own hosted zone, the same for every distribution: https://docs.aws.amazon.com/general/latest/gr/cf_region.html */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/** @throws AwsError `InvalidInput`, `InvalidChangeBatch` */
export function createRecordSet(hostedZoneId: string, definition: RecordSetDefinition): RecordSet {
  const name = parseName(definition.name);
  const { type, setIdentifier, healthCheckId, region, failover, weight = 0 } = definition;
  const policy = policyOf(definition);
  const record = { hostedZoneId, name, type, policy, setIdentifier, healthCheckId, region, failover, weight };
  checkRouting(definition);
  return { ...record, content: contentOf(definition, policy) };
}

/** The record set in the words of Route 53: `name x., type A, SetIdentifier s`. */
export function nameOf({ name, type, setIdentifier }: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): string {
  return `${name}., type ${type}${setIdentifier === undefined ? '' : `, SetIdentifier ${setIdentifier}`}`;
}

function policyOf(definition: RecordSetDefinition): RoutingPolicy {
  const { weight, region, failover, multiValueAnswer, setIdentifier } = definition;
  const policies: readonly RoutingPolicy[] = [
    ...(weight === undefined ? [] : (['weighted'] as const)),
    ...(region === undefined ? [] : (['latency'] as const)),
    ...(failover === undefined ? [] : (['failover'] as const)),
    ...(multiValueAnswer === true ? (['multivalue answer'] as const) : []),
  ];
  const [policy = 'simple', second] = policies;
  if (second !== undefined || (policy === 'simple' && setIdentifier !== undefined)) {
    const kinds = 'Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig';
    throw expectedOne(definition, `[${kinds}]`, second !== undefined);
  }
  if (policy !== 'simple' && setIdentifier === undefined) {
    throw invalidInput(`Invalid request: Missing field 'SetIdentifier' in ${changeOf(definition)}`);
  }
  return policy;
}

function checkRouting(definition: RecordSetDefinition): void {
  const { weight = 0, setIdentifier = '-', failover, healthCheckId, aliasTarget } = definition;
  if (weight < 0 || weight > MAX_WEIGHT) {
    throw invalidInput(`Invalid request: Weight must be from 0 to ${MAX_WEIGHT} in ${changeOf(definition)}`);
  }
  if (setIdentifier.length === 0 || setIdentifier.length > MAX_SET_IDENTIFIER_LENGTH) {
    throw invalidInput(
      `Invalid request: SetIdentifier must have from 1 to ${MAX_SET_IDENTIFIER_LENGTH} characters in ${changeOf(definition)}`,
    );
  }
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-types.html
  if (failover === 'PRIMARY' && healthCheckId === undefined && aliasTarget?.evaluateTargetHealth !== true) {
    throw invalidInput(`Invalid request: A primary failover record needs a health check in ${changeOf(definition)}`);
  }
}

function contentOf(definition: RecordSetDefinition, policy: RoutingPolicy): RecordSet['content'] {
  const { ttl, values = [], aliasTarget, type } = definition;
  const hasValues = ttl !== undefined && values.length > 0;
  if (hasValues === (aliasTarget !== undefined) || (aliasTarget && (ttl !== undefined || values.length > 0))) {
    const kinds = '[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
    throw expectedOne(definition, kinds, aliasTarget !== undefined);
  }
  if (aliasTarget) return { alias: parseAlias(definition, policy, aliasTarget) };
  const onlyOne = policy === 'latency' || type === 'CNAME';
  if (onlyOne && values.length > 1) {
    const kind = type === 'CNAME' ? 'CNAME' : 'latency';
    throw invalidChangeBatch(`RRSet with DNS name ${nameIn(definition)} is ${kind} and must have exactly one value`);
  }
  if (ttl === undefined || ttl < 0 || ttl > MAX_TTL) {
    throw invalidInput(`Invalid request: TTL must be from 0 to ${MAX_TTL} in ${changeOf(definition)}`);
  }
  return { ttl, values: values.map((value) => parseValue(type, value)) };
}

function parseAlias(
  definition: RecordSetDefinition,
  policy: RoutingPolicy,
  { dnsName, hostedZoneId, evaluateTargetHealth }: NonNullable<RecordSetDefinition['aliasTarget']>,
): AliasTarget {
  if (policy === 'multivalue answer') {
    throw invalidChangeBatch(`RRSet with DNS name ${nameIn(definition)} is a multivalue answer and cannot be an alias`);
  }
  if (evaluateTargetHealth && hostedZoneId === CLOUDFRONT_ZONE) {
    throw invalidChangeBatch(
      `RRSet with DNS name ${nameIn(definition)} cannot evaluate the health of a CloudFront distribution`,
    );
  }
  return { name: parseName(dnsName), hostedZoneId, evaluateTargetHealth };
}

function expectedOne(definition: RecordSetDefinition, kinds: string, more: boolean) {
  const found = more ? 'more than one' : 'none';
  return invalidInput(
    `Invalid request: Expected exactly one of ${kinds}, but found ${found} in ${changeOf(definition)}`,
  );
}

function nameIn({ name, type, setIdentifier }: RecordSetDefinition): string {
  return nameOf({ name: normalName(name), type, setIdentifier });
}

function changeOf({ name, type, setIdentifier = 'null' }: RecordSetDefinition): string {
  return `Change with [Action=CREATE, Name=${name}, Type=${type}, SetIdentifier=${setIdentifier}]`;
}
