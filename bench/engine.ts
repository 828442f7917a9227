// The engine with the stack of one region, as `npm start` runs it.
import path from 'node:path';
import { packageEdge, packageFolder, packageRegions } from '../local/packaging';
import { placesOf } from '../local/places';
import { startPlanet } from '../local/planet';
import { domainOf, regionsOf } from '../local/stage';
import { answerParent } from './answers';

const ROOT = path.join(__dirname, '..');
const STAGE = 'local';

async function main(): Promise<void> {
  const regions = regionsOf(ROOT, STAGE).slice(0, 1);
  const planet = await startPlanet({
    templates: await packageRegions({ root: ROOT, stage: STAGE, regions, domain: domainOf(ROOT, STAGE) }),
    // The region's stack needs the certificate of the front door's.
    frontDoor: { edge: await packageEdge({ root: ROOT, stage: STAGE }), places: placesOf(ROOT) },
    artifactFolders: new Map(regions.map((region) => [region, packageFolder({ root: ROOT, stage: STAGE }, region)])),
    stackName: `global-pubsub-${STAGE}`,
    log: { info: () => {}, fault: (error) => process.stderr.write(`${String(error)}\n`) },
  });
  const [api] = [...planet.regions.values()].flatMap(({ graphqlApis }) => graphqlApis);
  if (!api) throw new Error('The stack has no GraphQL API.');
  const { graphqlUrl, realtimeUrl, apiKeys } = api;
  answerParent({ kind: 'ready', httpUrl: graphqlUrl, webSocketUrl: realtimeUrl, apiKey: apiKeys[0] ?? '' });
}

void main();
