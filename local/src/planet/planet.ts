// A planet: the regions of a stage, and the front door before them, running side by side in one process.
import { randomBytes } from 'node:crypto';
import { createAcm } from '../acm/service';
import { createAuthority, issueCertificate } from './certificate';
import { type Clock, MINUTE, pacedClock, systemClock } from '../foundation/clock';
import type { Stack } from '../cloudformation/stack';
import { createCloudFront } from '../cloudfront/service';
import { startAwsEndpoint } from '../aws-endpoint/aws-endpoint';
import { openFrontDoor, type FrontDoor, type FrontDoorOptions } from './front-door';
import { Hosts } from '../foundation/host-names';
import { ADMINISTRATOR_ACCESS, type User } from '../iam/service';
import { type Ids, idsOf } from '../foundation/ids';
import type { JsonObject } from '../foundation/json';
import type { Log } from '../foundation/log';
import { PlanetNetwork } from '../foundation/network';
import type { GlobalServices } from '../foundation/region';
import { createRoute53 } from '../route53/service';
import { type RegionOptions, type RunningRegion, startRegion } from './running-region';
import type { TlsIdentity } from '../foundation/http/server';

/** The account that every planet is in: AWS's own example. */
const ACCOUNT_ID = '123456789012';
/** Where stacks with CloudFront distributions and Lambda@Edge are. */
const EDGE_REGION = 'us-east-1';
const SEED_BYTES = 32;
/** Characters after `AKIA`, and of a secret. */
const ACCESS_KEY_ID_LENGTH = 16;
const SECRET_ACCESS_KEY_LENGTH = 40;

/** What a planet is made of. */
export interface PlanetOptions {
  /** The compiled template of each region's stack. */
  readonly templates: ReadonlyMap<string, JsonObject>;
  /** Where the artifacts of each region's stack are; needed for stacks with functions. */
  readonly artifactFolders?: ReadonlyMap<string, string>;
  readonly stackName: string;
  /** What stands before the regions; nothing unless given. */
  readonly frontDoor?: FrontDoorOptions | undefined;
  /** The port of the first region's API, the next regions follow; 0, the default, takes free ports. */
  readonly port?: number;
  /** The port of the AWS endpoint; 0, the default, takes a free one. */
  readonly awsPort?: number;
  /** Milliseconds that a minute of heartbeats, alarms and health checks takes; 60,000, as on AWS, unless given. */
  readonly minute?: number;
  /** Whence ids and keys come; random unless given, so that they change with every start. */
  readonly seed?: Buffer;
  /** Signs the certificates of HTTPS and WSS; made for this planet unless given. */
  readonly authority?: TlsIdentity;
  /** The account's users beside the administrator: none unless given. */
  readonly users?: readonly User[];
  readonly clock?: Clock;
  readonly log: Log;
  /** Told when a region is up. */
  readonly onRegion?: (region: string) => void;
}

/** A region of a planet, with the stack that the stage has in it. */
export interface PlanetRegion extends RunningRegion {
  readonly stack: Stack;
}

/** A planet that runs. */
export interface Planet {
  /** The regions, in the order of the templates. */
  readonly regions: ReadonlyMap<string, PlanetRegion>;
  /** For SDK clients of every region. */
  readonly aws: { readonly endpointUrl: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The certificate that clients must trust, PEM. */
  readonly certificateAuthority: string;
  /** Where regions are taken down, and the ways between them cut. */
  readonly network: PlanetNetwork;
  /** Absent when the planet was started without one. */
  readonly frontDoor: FrontDoor | undefined;
  stop(): Promise<void>;
}

/** Something that runs. */
interface Running {
  stop(): Promise<void> | void;
}

/**
 * Starts a planet. What was started before a failure is stopped again.
 * @throws UserError for a template or a port that the user can mend
 */
export async function startPlanet(options: PlanetOptions): Promise<Planet> {
  const running: Running[] = [];
  const stop = async () => {
    for (const service of running.splice(0).reverse()) await service.stop();
  };
  try {
    return { ...(await start(options, running)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The list of what is started, in its order; stopping is this list reversed. */
async function start(options: PlanetOptions, running: Running[]): Promise<Omit<Planet, 'stop'>> {
  const { clock = systemClock, log, seed = randomBytes(SEED_BYTES), frontDoor } = options;
  const authority = options.authority ?? (await createAuthority());
  const tls = await issueCertificate(authority);
  const network = new PlanetNetwork(clock);
  const accountIds = idsOf(seed, ACCOUNT_ID);
  const administrator = administratorOf(accountIds);

  const endpoint = await startAwsEndpoint({ port: options.awsPort ?? 0, clock, log });
  running.push(endpoint);
  const regions = new Map<string, RunningRegion>();
  const minuteClock = pacedClock(clock, options.minute ?? MINUTE);
  const hosts = new Hosts();
  const globalServices = globalServicesOf({ accountIds, clock, minuteClock, frontDoor, hosts, log, regions });
  running.push(globalServices.route53);

  const startOne = async (name: string, port: number) => {
    const region = await startRegion({
      ...{ name, port, tls, clock, minuteClock, log, hosts, accountIds, globalServices },
      accountId: ACCOUNT_ID,
      users: [
        { ...administrator, userName: 'administrator', policies: [ADMINISTRATOR_ACCESS] },
        ...(options.users ?? []),
      ],
      awsEndpointUrl: endpoint.url,
      network: network.of(name),
      ids: idsOf(seed, name),
    } satisfies RegionOptions);
    running.push(region);
    regions.set(name, region);
    endpoint.serve(name, region);
    return region;
  };
  for (const name of options.templates.keys()) {
    await startOne(name, options.port ? options.port + regions.size : 0);
  }

  const createStacks = async () => {
    const stacks = new Map<string, PlanetRegion>();
    for (const [name, template] of options.templates) {
      stacks.set(name, await withStack(regionOf(regions, name), { ...options, template }));
      options.onRegion?.(name);
    }
    return stacks;
  };
  const planet = {
    network,
    aws: { endpointUrl: endpoint.url, ...administrator },
    certificateAuthority: authority.cert,
  };
  if (!frontDoor) return { ...planet, regions: await createStacks(), frontDoor: undefined };

  const edgeRegion = regions.get(EDGE_REGION) ?? (await startOne(EDGE_REGION, 0));
  const opened = await openFrontDoor({
    ...{ ...frontDoor, createStacks, edgeRegion, globalServices, network, tls },
    controlKey: accountIds.lowerCase('control', SECRET_ACCESS_KEY_LENGTH),
    running,
  });
  return { ...planet, ...opened };
}

async function withStack(
  region: RunningRegion,
  {
    template,
    stackName,
    artifactFolders,
  }: Pick<PlanetOptions, 'stackName' | 'artifactFolders'> & { template: JsonObject },
): Promise<PlanetRegion> {
  const artifactFolder = artifactFolders?.get(region.name);
  const stack = await region.createStack({ stackName, template, artifactFolder });
  const { graphqlApis, ...others } = region;
  return { ...others, graphqlApis, stack };
}

function regionOf(regions: ReadonlyMap<string, RunningRegion>, name: string): RunningRegion {
  const region = regions.get(name);
  if (!region) throw new Error(`Region ${name} was not started.`);
  return region;
}

interface GlobalOptions {
  readonly accountIds: Ids;
  readonly clock: Clock;
  readonly minuteClock: Clock;
  readonly frontDoor: FrontDoorOptions | undefined;
  readonly hosts: Hosts;
  readonly log: Log;
  readonly regions: ReadonlyMap<string, RunningRegion>;
}

function globalServicesOf({
  accountIds: ids,
  minuteClock,
  regions,
  frontDoor,
  ...options
}: GlobalOptions): GlobalServices {
  const route53 = createRoute53({
    ...options,
    clock: minuteClock,
    ids,
    places: (region) => frontDoor?.places.get(region),
    // Route 53 has the alarm's data itself: it sees that a region has gone silent, whether the region is there or not.
    alarms: (region, name) => regions.get(region)?.services.cloudWatch.alarmState(name),
  });
  return { acm: createAcm(), route53, cloudFront: createCloudFront({ ...options, ids, route53 }) };
}

/** The key pair that may do everything, in every region. */
function administratorOf(ids: Ids) {
  return {
    accessKeyId: `AKIA${ids.upperCase('administrator access key', ACCESS_KEY_ID_LENGTH)}`,
    secretAccessKey: ids.lowerCase('administrator secret', SECRET_ACCESS_KEY_LENGTH),
  };
}
