// Packages every stack of a stage, and runs them until Ctrl-C.
import './production-mode';
import path from 'node:path';
import { removeEndpoints, requireNoEngine, writeEndpoints } from './endpoints-file';
import { UserError } from 'local-aws/terms';
import type { FrontDoorOptions } from './front-door';
import { type Planet, startPlanet } from './planet';
import { packageEdge, packageFolder, packageRegions, stackNameIn } from '../packaging/packaging';
import type { StartOptions } from './options';
import { requirePorts } from './ports';
import { placesOf, type Stage, stageOf, warningsOf } from '../stages/stage';
import { keptAuthority, keptSeed } from './state';
import { welcome } from './welcome';
import { terminal } from '../terminal';
import { createToken } from '../tokens/token';

const ROOT = path.join(__dirname, '../..');
/** Whose token `npm start` prints. */
const DEVELOPER = { subject: 'developer', publish: ['*'], subscribe: ['*'], hours: 24 };
/** Milliseconds. */
const PARENT_WATCH_INTERVAL = 250;

/**
 * Packages and starts a stage, and tells the person at the terminal how to reach it.
 * @returns when all of it runs
 * @throws UserError for what the user can mend
 */
export async function start(options: StartOptions): Promise<void> {
  const started = Date.now();
  const stage = stageOf(ROOT, options.stage);
  for (const warning of warningsOf(ROOT, options.stage)) terminal.info(`Warning: ${warning}`);
  await requireNoEngine(ROOT);
  await requirePorts(options, stage.regions.length);
  const token = await tokenOf(options);
  const planet = await run(options, stage, token);
  stopInTime(planet);
  writeEndpoints(ROOT, planet, token);
  terminal.info(welcome(planet, { token, minute: options.minute, seconds: (Date.now() - started) / 1000 }));
}

/** A token that opens every channel; none for a stage that does not trust this machine's key. */
async function tokenOf({ stage }: StartOptions): Promise<string | undefined> {
  try {
    return await createToken(ROOT, { stage, ...DEVELOPER });
  } catch (error) {
    if (error instanceof UserError && error.code === 'KEY_NOT_TRUSTED') return undefined;
    throw error;
  }
}

async function run(options: StartOptions, { regions, domain }: Stage, token: string | undefined): Promise<Planet> {
  const { stage, port, awsPort, edgePort, minute } = options;
  terminal.info(`Packaging stage ${stage} for ${regions.join(', ')} and the front door …`);
  const [templates, edge, authority] = await Promise.all([
    packageRegions({
      ...{ root: ROOT, stage, regions, domain },
      onPackaged: (region) => terminal.info(`  packaged ${region}`),
    }),
    edgeOf(stage, domain),
    keptAuthority(ROOT),
  ]);
  const [first = ''] = regions;
  return startPlanet({
    templates,
    artifactFolders: new Map(regions.map((region) => [region, packageFolder({ root: ROOT, stage }, region)])),
    // The same in every region.
    stackName: stackNameIn(packageFolder({ root: ROOT, stage }, first)),
    frontDoor: { edge, places: placesOf(ROOT), port: edgePort, token },
    ...{ port, awsPort, minute, authority },
    seed: keptSeed(ROOT),
    log: terminal,
    onRegion: (region) => terminal.info(`  started ${region}`),
  });
}

/** Without a domain, the edge stack names hosts that are known only when the regions run. */
async function edgeOf(stage: string, domain: string | undefined): Promise<FrontDoorOptions['edge']> {
  if (domain !== undefined) return packageEdge({ root: ROOT, stage });
  return async (hosts) => packageEdge({ root: ROOT, stage, hosts });
}

/** Stops on Ctrl-C, on a request to end, and when whoever started the engine is gone. */
function stopInTime(planet: Planet): void {
  const stop = () => {
    clearInterval(watch);
    removeEndpoints(ROOT);
    void planet.stop().then(() => process.exit(0));
  };
  const parent = process.ppid;
  // The shell between npm and Node passes no signal on: it just ends.
  const watch = setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_WATCH_INTERVAL);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  // However the process ends: nothing is at these addresses any more.
  process.once('exit', () => removeEndpoints(ROOT));
}
