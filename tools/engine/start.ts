// Starts the account of this folder, deploys a stage to it, and runs it until Ctrl-C.
import './production-mode';
import path from 'node:path';
import { removeEndpoints, requireNoEngine, writeEndpoints } from './endpoints-file';
import type { Engine } from 'local-aws';
import { UserError } from 'local-aws/terms';
import { accountOf } from './account';
import { type Planet, startPlanet } from './planet';
import { type DeployedTitle, deployStage, sentenceOf } from '../deployment/account-deployment';
import { exclusively, startingAlone } from '../deployment/exclusive';
import { forgetGone } from '../deployment/gone-packages';
import { packageStage } from '../deployment/stage-packages';
import { keepingFrameworks } from '../packaging/framework';
import { tellHealth } from './health';
import type { StartOptions } from './options';
import { deployServices, type OtherServices, packageServices, pagePathsOf, serviceFoldersIn } from './other-service';
import { EDGE_SERVICE, SERVICE } from '../stages/names';
import { placesOf, type Stage, stageOf, warningsOf } from '../stages/stage';
import { accountFolder, keptAuthority, keptSeed } from './state';
import { Story } from './story';
import { watchProject } from './watch';
import { welcome } from './welcome';
import { createToken } from '../tokens/token';

const ROOT = path.join(__dirname, '../..');
/** Whose token `npm start` prints. */
const DEVELOPER = { subject: 'developer', publish: ['*'], subscribe: ['*'], hours: 24 };
/** Milliseconds. */
const PARENT_WATCH_INTERVAL = 250;

/**
 * Starts an account with a stage, and tells the person at the terminal how to reach it.
 * @param stage what `stageToStart` found
 * @returns when all of it runs
 * @throws UserError for what the user can mend
 */
export async function start(options: StartOptions, stage: Stage): Promise<void> {
  const started = Date.now();
  const places = placesOf(ROOT);
  const story = new Story({ ...options, placeOf: (region) => places.get(region)?.place ?? region });
  for (const warning of warningsOf(ROOT, options.stage)) story.info(`Warning: ${warning}`);
  const { regions } = stage;
  const services = { root: ROOT, stage: options.stage, regions, folders: serviceFoldersIn(ROOT, options.services) };
  const { planet, token, endpoints } = await startingAlone(ROOT, async () => {
    await requireNoEngine(ROOT);
    const token = await tokenOf(options);
    const planet = await run(options, services, { token, story });
    stopInTime(planet);
    return { planet, token, endpoints: writeEndpoints(ROOT, planet, token) };
  });
  const { minute } = options;
  const seconds = (Date.now() - started) / 1000;
  story.ready(
    welcome(planet, { token, channels: stage.channels, minute, seconds, pages: pagePathsOf(services) }),
    endpoints,
  );
  tellHealth(planet, (line) => story.info(line));
  if (options.isWatching) await watch({ services, planet, story });
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

/** What a start has besides its options and its stage. */
interface Surroundings {
  readonly token: string | undefined;
  readonly story: Story;
}

async function run(
  { port, awsPort, edgePort, minute }: StartOptions,
  services: OtherServices,
  { token, story }: Surroundings,
): Promise<Planet> {
  const { stage, regions } = services;
  story.info(`Deploying stage ${stage} to ${regions.join(', ')}, with the front door …`);
  return exclusively(ROOT, stage, async () =>
    keepingFrameworks(async () => {
      await forgetGone(ROOT, stage);
      const deploy = deploymentOf(services, (each) => story.info(`  ${sentenceOf(each)}`));
      return startPlanet({
        ...{ regions, port, awsPort, minute },
        stackName: `${SERVICE}-${stage}`,
        frontDoor: { stackName: `${EDGE_SERVICE}-${stage}`, places: placesOf(ROOT), port: edgePort, token },
        authority: await keptAuthority(ROOT),
        seed: keptSeed(ROOT),
        accountFolder: accountFolder(ROOT, stage),
        log: story,
        deploy,
      });
    }),
  );
}

/** Begins to package a stage, and the services on top of it. @returns what deploys them */
function deploymentOf(
  services: OtherServices,
  tell: (stack: DeployedTitle) => void,
): (engine: Engine) => Promise<void> {
  const packages = packageStage(ROOT, services.stage);
  const others = packageServices(services);
  return async (engine) => {
    await deployStage(packages, accountOf(engine), tell);
    await deployServices(services, others, { engine, tell });
  };
}

/** A stage that runs, and the services on top of it, with the regions that it was started with. */
interface Watch {
  readonly planet: Planet;
  readonly services: OtherServices;
  readonly story: Story;
}

/** Deploys what is saved from now on. The framework stays loaded. */
async function watch({ services, planet, story }: Watch): Promise<void> {
  const { stage, regions, folders } = services;
  const deploy = async (tell: (title: string) => void) => {
    requireSameRegions(stage, regions);
    const tellChanged = ({ title, isChanged }: DeployedTitle) => {
      if (isChanged) tell(title);
    };
    await exclusively(ROOT, stage, async () => planet.deploy(deploymentOf(services, tellChanged)));
  };
  void keepingFrameworks(async () => new Promise(() => undefined));
  await watchProject({ root: ROOT, services: folders, deploy, tell: (line) => story.outcome(line) });
  story.info('What you save is deployed.');
}

/** @throws UserError `REGIONS_CHANGED` */
function requireSameRegions(name: string, regions: readonly string[]): void {
  const now = stageOf(ROOT, name).regions;
  if (now.join() === regions.join()) return;
  throw new UserError(
    'REGIONS_CHANGED',
    `Stage "${name}" has other regions than those that run: stop the engine and start it again.`,
  );
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
