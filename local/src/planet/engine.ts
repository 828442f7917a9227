// The engine: an AWS account with any number of regions, running side by side in one process.
import { randomBytes } from 'node:crypto';
import { createAcm } from '../acm/service';
import { createTypeCheck } from '../appsync/javascript/types/type-check';
import { startAwsEndpoint } from '../aws-endpoint/aws-endpoint';
import type { GlobalServices } from '../cloudformation/services';
import type { EdgeLocation } from '../cloudfront/cloudfront';
import { createCloudFront } from '../cloudfront/service';
import { ACCOUNT_ID, PARTITION } from '../foundation/account';
import { type Clock, MINUTE, pacedClock, systemClock } from '../foundation/clock';
import { Hosts } from '../foundation/host-names';
import type { TlsIdentity } from '../foundation/http/server';
import { type Ids, idsOf } from '../foundation/ids';
import type { Log } from '../foundation/log';
import { PlanetNetwork } from '../foundation/network';
import { ADMINISTRATOR_ACCESS, type User } from '../iam/iam';
import type { Coordinates } from '../route53/routing';
import { createRoute53 } from '../route53/service';
import { AccountFolder } from './account-folder';
import { restoreAccount } from './account-snapshot';
import { createAuthority, issueCertificate } from './certificate';
import { controlListener } from './control';
import { type EngineRegion, type RegionOptions, type RunningRegion, startRegion } from './region';
import { Running } from './running';

const SEED_BYTES = 32;
/** Characters after `AKIA`, of a secret, and of the key of the engine's own paths. */
const ACCESS_KEY_ID_LENGTH = 16;
const SECRET_ACCESS_KEY_LENGTH = 40;
const CONTROL_KEY_LENGTH = 40;

/** What the engine is started with. */
export interface EngineOptions {
  /** The regions to start, each with the port of its first API; 0, the default, takes a free one. */
  readonly regions: readonly { readonly name: string; readonly port?: number }[];
  /** Where AWS's regions are; their distances stand for latency. Unless given, they are all equally far from each other. */
  readonly places?: ReadonlyMap<string, Coordinates> | undefined;
  /** The port of the AWS endpoint; 0, the default, takes a free one. */
  readonly awsPort?: number | undefined;
  /** Milliseconds that a minute of heartbeats, alarms and health checks takes; 60,000, as on AWS, unless given. */
  readonly minute?: number | undefined;
  /** Milliseconds for which copies of a function stay at edge locations when no distribution uses them; on AWS some hours, here none unless given. */
  readonly replicaLife?: number | undefined;
  /**
   * Refuses a rule whose target is a bus of another region that is not there; taken unless asked for. No page says what EventBridge
   * does: a deployment should get by with either.
   */
  readonly refusesMissingBuses?: boolean | undefined;
  /** Where ids and keys come from; random unless given, so that they change with every start. */
  readonly seed?: Buffer | undefined;
  /**
   * The folder in which stacks and buckets are kept from one start to the next; without it the account is empty at each start. Takes
   * the same `seed` each time. What tables, queues and buses hold is not kept.
   */
  readonly accountFolder?: string | undefined;
  /** Signs the certificates of HTTPS and WSS; made for this start unless given. */
  readonly authority?: TlsIdentity | undefined;
  /** The account's users beside the administrator. */
  readonly users?: readonly User[] | undefined;
  readonly clock?: Clock | undefined;
  readonly log: Log;
}

/** Where an edge location is opened. */
export interface EdgeOptions {
  /** The AWS region that the edge is near. */
  readonly location: string;
  /** Three letters, as in `x-amz-cf-pop`. */
  readonly airport: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** The regions that the engine's own paths at this edge control. */
  readonly controlled: readonly string[];
}

/** The key pair that may do everything, in every region. */
export interface Administrator {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The engine, running. */
export interface Engine {
  /** In the order in which they were asked for. */
  readonly regions: ReadonlyMap<string, EngineRegion>;
  /** For SDK clients of every region. */
  readonly aws: Administrator & { readonly endpointUrl: string };
  /** The certificate that clients must trust, PEM. */
  readonly certificateAuthority: string;
  /** Where regions are taken down, and the ways between them cut. */
  readonly network: PlanetNetwork;
  /** What the engine's own paths must be called with. */
  readonly controlKey: string;
  /**
   * Opens an edge location, which serves the account's first distribution.
   * @throws UserError `PORT_TAKEN`
   */
  openEdge(options: EdgeOptions): Promise<EdgeLocation>;
  /** The health of the routing records with this set identifier; `undefined` when there are none. */
  healthOf(setIdentifier: string): boolean | undefined;
  stop(): Promise<void>;
}

/**
 * Starts the engine. What was started before a failure is stopped again.
 * @throws UserError for a port that the user can change
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const running = new Running();
  try {
    return await start(options, running);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** The list of what is started, in its order; stopping is this list reversed. */
async function start(options: EngineOptions, running: Running): Promise<Engine> {
  const { clock = systemClock, log, seed = randomBytes(SEED_BYTES) } = options;
  const authority = options.authority ?? (await createAuthority());
  const tls = await issueCertificate(authority);
  const network = new PlanetNetwork(clock);
  const hosts = new Hosts();
  const accountIds = idsOf(seed, ACCOUNT_ID);
  const administrator = administratorOf(accountIds);
  const minuteClock = pacedClock(clock, options.minute ?? MINUTE);
  const typeErrorsOf = createTypeCheck();
  const regions = new Map<string, RunningRegion>();
  const { accountFolder } = options;
  const folder = accountFolder === undefined ? undefined : new AccountFolder({ folder: accountFolder, seed, log });

  const isBusThere = (region: string, bus: string) => regions.get(region)?.hasEventBus(bus) ?? false;

  const endpoint = running.add(await startAwsEndpoint({ port: options.awsPort ?? 0, clock, log }));
  const globalServices = globalServicesOf({ ...options, accountIds, clock, minuteClock, hosts, regions });
  const { cloudFront, route53 } = globalServices;
  running.add(route53);
  for (const { name, port = 0 } of options.regions) {
    const region = { name, accountId: ACCOUNT_ID, partition: PARTITION, clock, log, ids: idsOf(seed, name) };
    const started = startRegion({
      ...{ region, port, tls, minuteClock, hosts, accountIds, globalServices, typeErrorsOf },
      users: usersOf(administrator, options),
      replicaLife: options.replicaLife,
      onChange: () => folder?.changed(),
      ...(options.refusesMissingBuses && { isBusThere }),
      awsEndpointUrl: endpoint.url,
      network: network.of(name),
      power: network.powerOf(name),
    } satisfies RegionOptions);
    regions.set(name, running.add(started));
    endpoint.serve(name, started);
  }

  if (folder) await restore(running.add(folder), [...regions.values()], log);

  const controlKey = accountIds.lowerCase('control', CONTROL_KEY_LENGTH);
  const isHealthy = (region: string) => route53.healthOf(region) ?? network.powerOf(region).isUp;
  const deployedAt = (region: string) => regions.get(region)?.deployedAt;
  return {
    ...{ regions, network, controlKey },
    aws: { endpointUrl: endpoint.url, ...administrator },
    certificateAuthority: authority.cert,
    openEdge: async ({ controlled, ...edge }) => {
      const control = controlListener({ network, regions: controlled, key: controlKey, isHealthy, deployedAt });
      return running.add(await cloudFront.startEdge({ ...edge, tls, control }));
    },
    healthOf: (setIdentifier) => route53.healthOf(setIdentifier),
    stop: () => running.stop(),
  };
}

/** Brings back what the folder has of the account, and has it keep what becomes of it. Regions that do not run now stay as they are. */
async function restore(folder: AccountFolder, regions: readonly RunningRegion[], log: Log): Promise<void> {
  const kept = await folder.read();
  await restoreAccount(regions, kept, log);
  folder.keep(() => new Map([...kept, ...regions.map((region) => [region.name, region.snapshot()] as const)]));
}

interface GlobalOptions extends Pick<EngineOptions, 'log' | 'places'> {
  readonly accountIds: Ids;
  readonly clock: Clock;
  readonly minuteClock: Clock;
  readonly hosts: Hosts;
  readonly regions: ReadonlyMap<string, RunningRegion>;
}

function globalServicesOf(options: GlobalOptions): GlobalServices {
  const { accountIds: ids, clock, minuteClock, hosts, log, places, regions } = options;
  const acm = createAcm();
  const route53 = createRoute53({
    ...{ hosts, ids },
    clock: minuteClock,
    places: (region) => places?.get(region),
    // Route 53 has the alarm's data itself: it sees that a region has gone silent, whether the region is there or not.
    alarms: (region, name) => regions.get(region)?.alarmState(name),
  });
  return { acm, route53, cloudFront: createCloudFront({ acm, route53, clock, hosts, ids, log }) };
}

function administratorOf(ids: Ids): Administrator {
  return {
    accessKeyId: `AKIA${ids.upperCase('administrator access key', ACCESS_KEY_ID_LENGTH)}`,
    secretAccessKey: ids.lowerCase('administrator secret', SECRET_ACCESS_KEY_LENGTH),
  };
}

function usersOf(administrator: Administrator, { users = [] }: EngineOptions): readonly User[] {
  return [{ ...administrator, userName: 'administrator', policies: [ADMINISTRATOR_ACCESS] }, ...users];
}
