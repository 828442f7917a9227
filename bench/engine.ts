// The engine with a stage of the benchmark, as `npm start` runs it. Its arguments: the project's folder and the stage.
import '../tools/engine/production-mode';
import { setTimeout as pause } from 'node:timers/promises';
import { type Log, UserError } from 'local-aws/terms';
import { startPackagedPlanet } from '../tools/engine/packaged-planet';
import type { Planet } from '../tools/engine/planet';
import { packageEdge, packageFolder, packageRegions, stackNameIn } from '../tools/packaging/packaging';
import { placesOf, stageOf } from '../tools/stages/stage';
import { answerParent, tellParent } from './answers';
import type { Doors } from './protocol';
import { busesOf, requireBuses, targetsOf } from './rules';

/** As `npm start` has it, in milliseconds. */
const MINUTE = 2_000;
const LOOK = 100;

const silent: Log = { info: () => undefined, fault: (error) => console.error(error) };

async function planetOf(root: string, stage: string): Promise<Planet> {
  const { regions, domain } = stageOf(root, stage);
  const templates = await packageRegions({ root, stage, regions, domain });
  const folders = regions.map((region) => [region, packageFolder({ root, stage }, region)] as const);
  const edge = await packageEdge({ root, stage });
  return startPackagedPlanet({
    templates,
    artifactFolders: new Map(folders),
    stackName: stackNameIn(folders[0]?.[1] ?? '', stage),
    frontDoor: { stackName: edge.stackName, edge, places: placesOf(root), token: undefined },
    minute: MINUTE,
    log: silent,
  });
}

async function main([root = '', stage = '']: readonly string[]): Promise<void> {
  const planet = await planetOf(root, stage);
  requireBuses(await targetsOf(planet), busesOf(planet));
  for (const region of planet.regions.keys()) while (!planet.frontDoor?.isHealthy(region)) await pause(LOOK);
  const [, second = ''] = planet.regions.keys();
  answerParent(doorsOf(planet), (order) => {
    if (order === 'second region down') planet.network.takeDown(second);
    if (order === 'second region up') planet.network.bringUp(second);
  });
}

/** Of the first region, and of the front door near it. */
function doorsOf({ regions, frontDoor, certificateAuthority: ca }: Planet): Doors {
  const [api] = [...regions.values()].flatMap(({ graphqlApis }) => graphqlApis);
  const [events] = [...regions.values()].flatMap(({ eventApis }) => eventApis);
  const [edge] = frontDoor?.edges.values() ?? [];
  if (!api || !edge) throw new Error('The stage has no API, or no front door.');
  const { graphqlUrl: httpUrl, realtimeUrl: webSocketUrl } = api;
  const common = { apiKey: api.apiKeys[0] ?? '', dialect: 'appsync' } as const;
  const realtime = `${edge.url.replace('https:', 'wss:')}/graphql/realtime`;
  return {
    direct: { ...common, httpUrl, webSocketUrl },
    edge: { ...common, httpUrl: `${edge.url}/graphql`, webSocketUrl: realtime, ca },
    ...(events && {
      events: {
        ...{ httpUrl: events.eventUrl, webSocketUrl: events.realtimeUrl },
        ...{ apiKey: events.apiKeys[0] ?? '', dialect: 'events' },
      },
    }),
  };
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UserError)) throw error;
  tellParent({ kind: 'failed', sentence: error.message });
});
