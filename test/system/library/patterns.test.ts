// A subscription to a pattern, by the client library at the front door and by a bare socket: what is published below it, in any
// region, also while nobody listened.
import { trustAuthority } from '../../support/browser/browser-globals';
import { bareSubscriber } from '../../support/clients/bare-client';
import { publish, signedRequest } from '../../support/clients/http-client';
import { libraryClient, listening } from '../../support/clients/library-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll } from '../../support/endings';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import type { TestPlanet } from '../../support/planet';
import { startSteadyPlanet } from '../../support/steady-planet';
import { tokenOf } from '../../support/tokens';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const HEARTBEAT = `mutation { publishFromBus(
  event: { id: "0ad5bcbb-2ddb-44d7-a9e4-d83f4ec5b4cd", source: "global-pubsub.heartbeat", region: "${OREGON}", time: "2026-01-01T00:00:00Z" },
  detail: { name: "$heartbeat", message: "beat" }) { name message publishedAt } }`;

const signer = aSigner();
let planet: TestPlanet;

beforeAll(async () => {
  const templates = templatesAllowing(templatesTrusting(signer, 'local'), ['*']);
  planet = await startSteadyPlanet('local', { templates });
  trustAuthority(planet.certificateAuthority);
});

afterAll(endAll);

it('hears below it what is published in another region, under its own name', async () => {
  const heard = await listening(clientOf('ana', SYDNEY), 'news/*');
  const publisher = clientOf('bob', OREGON);

  for (const name of ['news/sport', 'news/sport/football', 'newsroom/1', 'news', 'news/the/end'])
    await publisher.publish(name, { message: name });
  await heard.text('news/the/end');

  expect(heard.messages.items.map(({ name }) => name).sort()).toEqual([
    ...['news/sport', 'news/sport/football', 'news/the/end'],
  ]);
  expect(heard.gaps.items).toEqual([]);
});

it('is heard by a bare socket as well', async () => {
  const subscriber = await bareSubscriber(planet.api(SYDNEY), 'chat/eu/*');
  const names = ['chat/us/1', 'chat/eu', 'chat/eu/1'];

  for (const name of names) await publish(planet.api(OREGON), { name, message: 'hi' });
  await subscriber.find(({ name }) => name === 'chat/eu/1');

  expect(subscriber.messages.map(({ name }) => name)).toEqual(['chat/eu/1']);
  await subscriber.close();
});

it('hears every channel but that of the heartbeats', async () => {
  const subscriber = await bareSubscriber(planet.api(OREGON), '*');

  const { body } = await signedRequest(planet.api(OREGON), planet.aws, HEARTBEAT);
  await publish(planet.api(OREGON), { name: 'tech', message: 'after the beat' });
  await subscriber.find(({ message }) => message === 'after the beat');

  expect(body.data).toMatchObject({ publishFromBus: { name: '$heartbeat' } });
  expect(subscriber.messages.filter(({ name }) => name === '$heartbeat')).toEqual([]);
  await subscriber.close();
});

it('catches up with all channels below it, old and new, when its region was down', async () => {
  const awake = await listening(clientOf('eve', SYDNEY), 'live/*');
  const heard = await listening(clientOf('ana', OREGON), 'live/*');
  const publisher = clientOf('bob', SYDNEY);
  await publisher.publish('live/a', { message: 'before' });
  await heard.text('before');

  planet.network.takeDown(OREGON);
  await heard.states.find((state) => state !== 'live' && state !== 'catching up');
  for (let count = 0; count < 10; count += 1) await publisher.publish(`live/${count % 3}/b`, { message: `b${count}` });
  for (let count = 0; count < 10; count += 1) await publisher.publish('live/a', { message: `a${count}` });
  await awake.text('a9');
  await heard.text('a9');
  planet.network.restore(OREGON);

  expect(heard.messages.items.filter(({ name }) => name === 'live/a').map(({ message }) => message)).toEqual([
    'before',
    ...Array.from({ length: 10 }, (_, count) => `a${count}`),
  ]);
  expect([...heard.texts].sort()).toEqual([...awake.texts].sort());
  expect(heard.gaps.items).toEqual([]);
});

function clientOf(sub: string, location: string) {
  const token = () => tokenOf(signer, { publish: ['*'], subscribe: ['*'] }, { claims: { sub } });
  return libraryClient(planet, planet.edge(location), { token, fetch: globalThis.fetch });
}
