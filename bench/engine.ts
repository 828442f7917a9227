// The engine with the stack of one region, as `npm start` runs it.
import path from 'node:path';
import { packageEdge, packageFolder, packageRegions, stackNameIn } from '../tools/packaging/packaging';
import { startPlanet } from '../tools/engine/planet';
import { placesOf, stageOf } from '../tools/stages/stage';
import { answerParent } from './answers';

const ROOT = path.join(__dirname, '..');
const STAGE = 'local';

async function main(): Promise<void> {
  const { regions: all, domain } = stageOf(ROOT, STAGE);
  const regions = all.slice(0, 1);
  const [region = ''] = regions;
  const folder = packageFolder({ root: ROOT, stage: STAGE }, region);
  const planet = await startPlanet({
    templates: await packageRegions({ root: ROOT, stage: STAGE, regions, domain }),
    // The region's stack needs the certificate of the front door's.
    frontDoor: { edge: await packageEdge({ root: ROOT, stage: STAGE }), places: placesOf(ROOT) },
    artifactFolders: new Map([[region, folder]]),
    stackName: stackNameIn(folder),
    log: { info: () => {}, fault: (error) => process.stderr.write(`${String(error)}\n`) },
  });
  const [api] = [...planet.regions.values()].flatMap(({ graphqlApis }) => graphqlApis);
  if (!api) throw new Error('The stack has no GraphQL API.');
  const { graphqlUrl, realtimeUrl, apiKeys } = api;
  answerParent({ kind: 'ready', httpUrl: graphqlUrl, webSocketUrl: realtimeUrl, apiKey: apiKeys[0] ?? '' });
}

void main();
