// Builders of what Route 53 needs around it.
import { Resolver } from 'node:dns/promises';
import type { AlarmState } from '../../src/cloudwatch/cloudwatch';
import { Hosts } from '../../src/foundation/host-names';
import { idsOf } from '../../src/foundation/ids';
import type { EndpointQuestion } from '../../src/route53/endpoint-request';
import type { Coordinates } from '../../src/route53/routing';
import type {
  DnsServer,
  EndpointDefinition,
  EndpointType,
  HealthCheckDefinition,
  RecordSetDefinition,
  Route53,
} from '../../src/route53/route53';
import { createRoute53 } from '../../src/route53/service';
import { fakeClock, type FakeClock } from './clock';
import { endpointAt } from './endpoint';

/** Where the regions of the tests are. */
const PLACES: ReadonlyMap<string, Coordinates> = new Map([
  ['us-east-1', { latitude: 38.95, longitude: -77.45 }],
  ['us-west-2', { latitude: 45.84, longitude: -119.7 }],
  ['af-south-1', { latitude: -33.92, longitude: 18.42 }],
  ['ap-southeast-1', { latitude: 1.35, longitude: 103.82 }],
  ['ap-southeast-2', { latitude: -33.87, longitude: 151.21 }],
  ['ap-southeast-4', { latitude: -37.81, longitude: 144.96 }],
  ['ca-west-1', { latitude: 51.05, longitude: -114.07 }],
  ['eu-central-1', { latitude: 50.11, longitude: 8.68 }],
  ['eu-west-1', { latitude: 53.35, longitude: -6.26 }],
]);

/** The host name of an endpoint. */
export const ENDPOINT = 'api.example.com';

/** The hosted zone of the tests. */
export const ZONE = 'Z00000000TEST';

/** A TXT record set, simple unless overrides give it a policy. */
export function aRecord(overrides: Partial<RecordSetDefinition> = {}): RecordSetDefinition {
  const isAlias = overrides.aliasTarget !== undefined;
  return {
    name: '_region.pubsub.example.com',
    type: 'TXT',
    ...(!isAlias && { ttl: 60, values: ['"us-west-2"'] }),
    ...overrides,
  };
}

/** A record set that names its region, with latency routing. */
export function aLatencyRecord(region: string, overrides: Partial<RecordSetDefinition> = {}): RecordSetDefinition {
  return aRecord({ setIdentifier: region, region, values: [`"${region}"`], ...overrides });
}

/** An alias for an endpoint of AWS. */
export function anAlias(
  overrides: Partial<RecordSetDefinition> = {},
  dnsName = 'd-abc.cloudfront.net',
): RecordSetDefinition {
  const aliasTarget = { dnsName, hostedZoneId: 'Z2FDTNDATAQYW2', evaluateTargetHealth: false };
  return aRecord({ name: 'pubsub.example.com', type: 'A', aliasTarget, ...overrides });
}

/** Route 53, with alarms that a test sets. */
export interface Route53Bench {
  readonly route53: Route53;
  readonly clock: FakeClock;
  readonly hosts: Hosts;
  /** Sets the state of the alarm `delivery` of a region; without one the region cannot be reached. */
  alarm(region: string, state: AlarmState | undefined): void;
  /** What the endpoint of a host name answers from now on: whether it passes. Names lead nowhere before. */
  endpoint(hostName: string, passes: boolean): void;
  /** What endpoints were asked. */
  readonly asked: readonly EndpointQuestion[];
  /** Creates a health check that asks an endpoint. @returns its id */
  endpointCheck(overrides?: Partial<EndpointDefinition>, type?: EndpointType): string;
  /** Creates a health check that follows the alarm of a region, which is OK unless set otherwise. @returns its id */
  check(region: string, overrides?: Partial<HealthCheckDefinition>): string;
  create(...records: readonly RecordSetDefinition[]): void;
  /** A resolver near a region. It is asked with real packets. */
  resolver(location?: string): Promise<Resolver>;
  /** The first DNS server, which `resolver` started. */
  readonly servers: readonly DnsServer[];
  stop(): Promise<void>;
}

/** Builds Route 53. @param random what chance brings, from 0 to 1 */
export function aRoute53(random: () => number = () => 0): Route53Bench {
  const [clock, hosts, servers] = [fakeClock(), new Hosts(), [] as DnsServer[]];
  const alarms = new Map<string, AlarmState | undefined>();
  const endpoints = new Map<string, boolean>();
  const asked: EndpointQuestion[] = [];
  const route53 = createRoute53({
    ...{ clock, hosts, random },
    ids: idsOf(Buffer.from('seed'), 'account'),
    ask: (question) => {
      asked.push(question);
      return Promise.resolve(endpoints.get(question.hostName) ?? false);
    },
    alarms: (region, name) => (name === 'delivery' ? alarms.get(region) : undefined),
    places: (region) => PLACES.get(region),
  });
  return {
    ...{ route53, clock, hosts, servers, asked },
    alarm: (region, state) => {
      alarms.set(region, state);
    },
    endpoint: (hostName, passes) => {
      hosts.serve(hostName, endpointAt(1));
      endpoints.set(hostName, passes);
    },
    endpointCheck: (overrides = {}, type = 'HTTPS') => {
      const endpoint = { hostName: ENDPOINT, requestInterval: 10, ...overrides };
      return route53.createHealthCheck({ type, endpoint, inverted: false }).healthCheckId;
    },
    check: (region, overrides = {}) => {
      if (!alarms.has(region)) alarms.set(region, 'OK');
      const alarm = { name: 'delivery', region };
      const definition = { type: 'CLOUDWATCH_METRIC', alarm, inverted: false, ...overrides } as const;
      return route53.createHealthCheck(definition).healthCheckId;
    },
    create: (...records) => {
      for (const record of records) route53.createRecordSet(ZONE, record);
    },
    resolver: async (location = 'us-west-2') => {
      const server = await route53.startDnsServer(location);
      servers.push(server);
      const resolver = new Resolver({ timeout: 10_000, tries: 1 });
      resolver.setServers([`127.0.0.1:${server.port}`]);
      return resolver;
    },
    stop: async () => {
      route53.stop();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
