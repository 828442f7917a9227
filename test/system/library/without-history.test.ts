// The client library in a stage that keeps no history: what is lost is told.
import { libraryClient, listening } from '../../support/clients/library-client';
import { endAll } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';

let planet: TestPlanet;

beforeEach(async () => {
  planet = await startTestPlanet('three');
});

afterEach(endAll);

it('hands over what comes, and tells of each interruption', async () => {
  const [here, there] = planet.apis;
  if (!here || !there) throw new Error('The stage has three regions.');
  const subscriber = libraryClient(planet, here, { apiKey: here.apiKey });
  const publisher = libraryClient(planet, there, { apiKey: there.apiKey });
  const heard = await listening(subscriber, 'tech');
  await publisher.publish('tech', { message: 'before' });
  await heard.text('before');

  planet.network.takeDown(here.region);
  await heard.states.find((state) => state === 'offline');
  planet.network.restore(here.region);
  const gap = await heard.gaps.find(() => true);
  await publisher.publish('tech', { message: 'after' });
  await heard.text('after');

  expect(gap).toMatchObject({ channel: 'tech', reason: 'HistoryOff', from: expect.any(Date), to: expect.any(Date) });
  expect(heard.texts).toEqual(['before', 'after']);
});
