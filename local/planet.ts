// A planet: the regions of a stage, running side by side in one process.
import { randomBytes } from 'node:crypto';
import { createAuthority, issueCertificate } from './certificate';
import { type Clock, systemClock } from './clock';
import { startAwsEndpoint } from './endpoint';
import { ADMINISTRATOR_ACCESS, type User } from './iam/account';
import { type Ids, idsOf } from './ids';
import type { JsonObject } from './json';
import type { Log } from './log';
import { PlanetNetwork } from './network';
import { type RunningRegion, startRegion } from './running-region';
import type { TlsIdentity } from './server';

/** The account that every planet is in: AWS's own example. */
const ACCOUNT_ID = '123456789012';
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
  /** The port of the first region's API, the next regions follow; 0, the default, takes free ports. */
  readonly port?: number;
  /** The port of the AWS endpoint; 0, the default, takes a free one. */
  readonly awsPort?: number;
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

/** A planet that runs. */
export interface Planet {
  /** The regions, in the order of the templates. */
  readonly regions: ReadonlyMap<string, RunningRegion>;
  /** For SDK clients of every region. */
  readonly aws: { readonly endpointUrl: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  /** The certificate that clients must trust, PEM. */
  readonly certificateAuthority: string;
  /** Where the way between two regions can be cut. */
  readonly network: PlanetNetwork;
  stop(): Promise<void>;
}

/**
 * Starts a planet. What was started before a failure is stopped again.
 * @throws UserError for a template or a port that the user can mend
 */
export async function startPlanet(options: PlanetOptions): Promise<Planet> {
  const running: { stop(): Promise<void> }[] = [];
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
async function start(options: PlanetOptions, running: { stop(): Promise<void> }[]): Promise<Omit<Planet, 'stop'>> {
  const { clock = systemClock, log, port = 0, seed = randomBytes(SEED_BYTES), users = [] } = options;
  const authority = options.authority ?? (await createAuthority());
  const tls = await issueCertificate(authority);
  const network = new PlanetNetwork();
  const accountIds = idsOf(seed, ACCOUNT_ID);
  const administrator = administratorOf(accountIds);

  const endpoint = await startAwsEndpoint({ port: options.awsPort ?? 0, clock, log });
  running.push(endpoint);

  const regions = new Map<string, RunningRegion>();
  for (const [name, template] of options.templates) {
    const region = await startRegion({
      name,
      template,
      artifactFolder: options.artifactFolders?.get(name),
      stackName: options.stackName,
      accountId: ACCOUNT_ID,
      users: [{ ...administrator, userName: 'administrator', policies: [ADMINISTRATOR_ACCESS] }, ...users],
      port: port === 0 ? 0 : port + regions.size,
      tls,
      awsEndpointUrl: endpoint.url,
      clock,
      log,
      network: network.of(name),
      ids: idsOf(seed, name),
      accountIds,
    });
    running.push(region);
    regions.set(name, region);
    endpoint.serve(name, region);
    options.onRegion?.(name);
  }

  return {
    regions,
    network,
    aws: { endpointUrl: endpoint.url, ...administrator },
    certificateAuthority: authority.cert,
  };
}

/** The key pair that may do everything, in every region. */
function administratorOf(ids: Ids) {
  return {
    accessKeyId: `AKIA${ids.upperCase('administrator access key', ACCESS_KEY_ID_LENGTH)}`,
    secretAccessKey: ids.lowerCase('administrator secret', SECRET_ACCESS_KEY_LENGTH),
  };
}
