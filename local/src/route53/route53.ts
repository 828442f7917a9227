// Route 53 as CloudFormation, CloudFront and resolvers see it. One for all regions.
import type { AlarmState } from '../cloudwatch/cloudwatch';

/** Record types that the engine has: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html */
export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'TXT';

/** What a health check asks an endpoint, and how often. Members that are absent have AWS's defaults. */
export interface EndpointDefinition {
  /** Without it, there is nothing to ask: the engine knows no addresses. */
  readonly hostName?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  /** Of a `…_STR_MATCH` check: must be in the body. */
  readonly searchString?: string | undefined;
  /** Seconds between an answer and the next question. */
  readonly requestInterval?: number | undefined;
  /** So many answers in a row change the check's status, in either direction. */
  readonly failureThreshold?: number | undefined;
}

/** Types of health checks that ask an endpoint. */
export type EndpointType = 'HTTP' | 'HTTPS' | 'HTTP_STR_MATCH' | 'HTTPS_STR_MATCH';

/** A health check: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export interface HealthCheckDefinition {
  readonly type: 'CLOUDWATCH_METRIC' | 'CALCULATED' | EndpointType;
  /** Of a check that asks an endpoint. */
  readonly endpoint?: EndpointDefinition | undefined;
  /** Of a `CLOUDWATCH_METRIC` check. */
  readonly alarm?: { readonly name: string; readonly region: string } | undefined;
  readonly insufficientDataHealthStatus?: 'Healthy' | 'Unhealthy' | 'LastKnownStatus' | undefined;
  /** Of a `CALCULATED` check: healthy when this many of its children are. */
  readonly healthThreshold?: number | undefined;
  readonly childHealthChecks?: readonly string[] | undefined;
  readonly inverted: boolean;
}

/** A record set: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export interface RecordSetDefinition {
  /** With or without the final dot. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds; absent on an alias. */
  readonly ttl?: number | undefined;
  /** Values in zone-file form: TXT in quotation marks. */
  readonly values?: readonly string[] | undefined;
  readonly aliasTarget?:
    | { readonly dnsName: string; readonly hostedZoneId: string; readonly evaluateTargetHealth: boolean }
    | undefined;
  readonly setIdentifier?: string | undefined;
  readonly healthCheckId?: string | undefined;
  /** Latency routing. */
  readonly region?: string | undefined;
  readonly failover?: 'PRIMARY' | 'SECONDARY' | undefined;
  readonly multiValueAnswer?: boolean | undefined;
  /** Weighted routing, 0 to 255. */
  readonly weight?: number | undefined;
}

/** What a health checker saw: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckObservation.html */
export interface HealthCheckObservation {
  readonly isHealthy: boolean;
  /** When it looked, in milliseconds since 1970. */
  readonly checkedAt: number;
  /** What it looked at: the state of an alarm, or the answer of an endpoint. */
  readonly of: string;
}

/** What becomes of record sets: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
export interface RecordSetChange {
  readonly deleted: readonly RecordSetDefinition[];
  readonly created: readonly RecordSetDefinition[];
}

/** DNS over UDP on loopback, as the resolver of one location asks Route 53. */
export interface DnsServer {
  readonly port: number;
  /** How many queries it has answered. */
  readonly queries: number;
  stop(): Promise<void>;
}

/** The account's hosted zones and health checks. */
export interface Route53 {
  /** @throws AwsError `InvalidInput` */
  createHealthCheck(definition: HealthCheckDefinition): { readonly healthCheckId: string };
  /** Goes by the new definition from now on. @throws AwsError `InvalidInput` or `NoSuchHealthCheck` */
  updateHealthCheck(healthCheckId: string, definition: HealthCheckDefinition): void;
  /** @throws AwsError `NoSuchHealthCheck`, or `HealthCheckInUse` while a calculated one counts it */
  deleteHealthCheck(healthCheckId: string): void;
  /** @throws AwsError `InvalidChangeBatch`, `NoSuchHealthCheck` */
  createRecordSet(hostedZoneId: string, record: RecordSetDefinition): void;
  /**
   * Deletes record sets and creates others, all or none of them.
   * @throws AwsError `InvalidChangeBatch`, also for one that is not there, or `NoSuchHealthCheck`
   */
  changeRecordSets(hostedZoneId: string, change: RecordSetChange): void;
  /** Is a region's routing record, or any record with this health check, handed out? */
  isHealthy(healthCheckId: string): boolean;
  /**
   * What the engine's one health checker sees, whether the check is inverted or not.
   * @throws AwsError `NoSuchHealthCheck`, or `InvalidInput` for a calculated check, which nobody looks at
   */
  observationOf(healthCheckId: string): HealthCheckObservation;
  /** The health of the records with this set identifier (such as a region's name); `undefined` without such a record. */
  healthOf(setIdentifier: string): boolean | undefined;
  /**
   * The host name at the end of a name's aliases and CNAMEs, as a resolver near `location` sees it.
   * @returns a name that is not in a hosted zone of ours; `undefined` when the name does not resolve
   */
  canonicalName(hostName: string, location: string): string | undefined;
  /** Starts to answer the resolver of an AWS region. */
  startDnsServer(location: string): Promise<DnsServer>;
  stop(): void;
}

/** Where Route 53 finds the state of an alarm; `undefined` when its region cannot be reached, or there is no such alarm. */
export type AlarmReader = (region: string, alarmName: string) => AlarmState | undefined;
