// The engine with a planet of one region, as `npm start` runs it: no rule of it leads to a region that is not there.
import { startTestPlanet } from '../test/support/planet';
import { packageStages } from '../test/support/packages/packages';
import { answerParent } from './answers';

const STAGE = 'one';

async function main(): Promise<void> {
  await packageStages([STAGE], () => undefined);
  const planet = await startTestPlanet(STAGE);
  if (planet.apis.length !== 1) throw new Error('The benchmark is of one region.');
  const { graphqlUrl, realtimeUrl, apiKey } = planet.api();
  answerParent({ kind: 'ready', httpUrl: graphqlUrl, webSocketUrl: realtimeUrl, apiKey });
}

void main();
