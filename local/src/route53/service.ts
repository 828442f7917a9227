// The account's hosted zones and health checks.
import { type Clock, systemClock } from '../foundation/clock';
import type { Hosts } from '../foundation/host-names';
import type { Ids } from '../foundation/ids';
import { startDnsServer } from './dns-server';
import { type AskEndpoint, endpointAsker } from './endpoint-request';
import { HealthChecks } from './health-checks';
import { createRecordSet, type RecordSet } from './record-set';
import { RecordSets } from './record-sets';
import { Resolution } from './resolution';
import type { AlarmReader, RecordSetDefinition, Route53 } from './route53';
import { noSuchHealthCheck } from './route53-error';
import { type Coordinates, distanceBetween } from './routing';

/** What Route 53 is made of. */
export interface Route53Options {
  /** For what is done every few seconds or once a minute. */
  readonly clock: Clock;
  /** The endpoints of AWS, to which aliases lead. */
  readonly hosts: Hosts;
  readonly ids: Ids;
  readonly alarms: AlarmReader;
  /** Where an AWS region is; their distances stand for latency. A region that is nowhere is far from everywhere. */
  readonly places: (region: string) => Coordinates | undefined;
  /** How endpoints are asked; over the network unless given. */
  readonly ask?: AskEndpoint;
  /** From 0 to 1, without 1; for weights and multivalue answers. */
  readonly random?: () => number;
}

/** Where the health checker asks for the names of endpoints. */
const CHECKER_LOCATION = 'us-east-1';

/**
 * Creates the account's Route 53, at first without records. Every hosted zone is taken for one of the account's: its name is
 * not known, so records are not checked against it.
 */
export function createRoute53(options: Route53Options): Route53 {
  const { hosts, ask = endpointAsker(systemClock) } = options;
  const records = new RecordSets();
  const portOf = (hostName: string) => {
    const name = resolutionFor(CHECKER_LOCATION).canonicalName(hostName);
    return name === undefined ? undefined : hosts.portOf(name);
  };
  const checks = new HealthChecks({ ...options, ask, portOf });
  const isHealthy = (record: RecordSet, before: readonly RecordSet[] = []): boolean => {
    if (record.healthCheckId !== undefined && !checks.isHealthy(record.healthCheckId)) return false;
    if (!('alias' in record.content) || !record.content.alias.evaluateTargetHealth) return true;
    const targets = records.at(record.content.alias.name).get(record.type) ?? [];
    return (
      targets.length === 0 ||
      targets.some((target) => before.includes(target) || isHealthy(target, [...before, record]))
    );
  };
  const resolutionFor = (location: string) =>
    new Resolution(records, hosts, {
      isHealthy: (record) => isHealthy(record),
      distanceTo: (region) => distance(options.places, location, region),
      random: options.random ?? Math.random,
    });
  const recordSetOf = (hostedZoneId: string, definition: RecordSetDefinition) => {
    const record = createRecordSet(hostedZoneId, definition);
    const { healthCheckId } = record;
    if (healthCheckId !== undefined && !checks.has(healthCheckId)) throw noSuchHealthCheck(healthCheckId);
    return record;
  };
  return {
    createHealthCheck: (definition) => ({ healthCheckId: checks.create(definition) }),
    updateHealthCheck: (healthCheckId, definition) => checks.update(healthCheckId, definition),
    deleteHealthCheck: (healthCheckId) => checks.delete(healthCheckId),
    createRecordSet: (hostedZoneId, definition) => records.add(recordSetOf(hostedZoneId, definition)),
    changeRecordSets: (hostedZoneId, { deleted, created }) => {
      records.change({
        deleted: deleted.map((definition) => createRecordSet(hostedZoneId, definition)),
        created: created.map((definition) => recordSetOf(hostedZoneId, definition)),
      });
    },
    isHealthy: (healthCheckId) => checks.isHealthy(healthCheckId),
    observationOf: (healthCheckId) => checks.observationOf(healthCheckId),
    healthOf: (setIdentifier) => {
      const named = [...records.all()].filter((record) => record.setIdentifier === setIdentifier);
      return named.length === 0 ? undefined : named.every((record) => isHealthy(record));
    },
    canonicalName: (hostName, location) => resolutionFor(location).canonicalName(hostName),
    startDnsServer: (location) => startDnsServer(resolutionFor(location)),
    stop: () => checks.stop(),
  };
}

/** Kilometres between two AWS regions. */
function distance(places: Route53Options['places'], one: string, other: string): number {
  if (one === other) return 0;
  const [from, to] = [places(one), places(other)];
  return from && to ? distanceBetween(from, to) : Number.POSITIVE_INFINITY;
}
