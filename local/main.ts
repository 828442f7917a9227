// `npm start`: packages every stack of a stage, and runs them until Ctrl-C.
import path from 'node:path';
import { readConfig, type Config, USAGE } from './config';
import { removeEndpoints, writeEndpoints } from './endpoints-file';
import { UserError } from './errors';
import { packageFolder, packageRegions } from './packaging';
import { startPlanet, type Planet } from './planet';
import { regionsOf } from './stage';
import { keptAuthority, keptSeed } from './state';
import { terminal, welcome } from './terminal';
import { createToken } from './token';

const ROOT = path.join(__dirname, '..');
/** Whose token `npm start` prints. */
const DEVELOPER = { subject: 'developer', publish: ['*'], subscribe: ['*'], hours: 24 };
/** Milliseconds. */
const PARENT_WATCH_INTERVAL = 250;

async function main(): Promise<void> {
  const config = readConfig(process.argv.slice(2));
  if (config === 'help') {
    terminal.info(USAGE);
    return;
  }
  const started = Date.now();
  const planet = await run(config);
  stopInTime(planet);
  const token = await tokenOf(config);
  writeEndpoints(ROOT, planet, token);
  terminal.info(welcome(planet, { token, seconds: (Date.now() - started) / 1000 }));
}

/** A token that opens every channel; none for a stage that does not trust this machine's key. */
async function tokenOf({ stage }: Config): Promise<string | undefined> {
  try {
    return await createToken(ROOT, { stage, ...DEVELOPER });
  } catch (error) {
    if (error instanceof UserError && error.code === 'KEY_NOT_TRUSTED') return undefined;
    throw error;
  }
}

async function run({ stage, port, awsPort }: Config): Promise<Planet> {
  const regions = regionsOf(ROOT, stage);
  terminal.info(`Packaging stage ${stage} for ${regions.join(', ')} …`);
  const [templates, authority] = await Promise.all([
    packageRegions({ root: ROOT, stage, regions, onPackaged: (region) => terminal.info(`  packaged ${region}`) }),
    keptAuthority(ROOT),
  ]);
  return startPlanet({
    templates,
    artifactFolders: new Map(regions.map((region) => [region, packageFolder({ root: ROOT, stage }, region)])),
    stackName: `global-pubsub-${stage}`,
    port,
    awsPort,
    seed: keptSeed(ROOT),
    authority,
    log: terminal,
    onRegion: (region) => terminal.info(`  started ${region}`),
  });
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
}

main().catch((error: unknown) => {
  if (error instanceof UserError) process.stderr.write(`${error.message}\n`);
  else terminal.fault(error);
  process.exit(1);
});
