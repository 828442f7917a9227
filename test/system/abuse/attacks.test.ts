// One request must not take the planet down: after each attack the engine answers, and others get their messages once.
import { BareClient, apiKeyOf, bareSubscriber } from '../../support/clients/bare-client';
import { post, publish, request, type HttpAnswer } from '../../support/clients/http-client';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { websocketHandshake } from '../../support/clients/websocket-handshake';
import type { Subscriber } from '../../../local/test/support/messages';

/** Bytes that this process, with the engine in it, may hold at most. Ours, generous: the attacks are made of more. */
const MAX_RSS = 2_000_000_000;
/** Bytes of the longest answer to an attack. */
const MAX_ANSWER = 200_000;
const PUBLISH_ONE = 'publish(name: "tech", message: "x") { id }';

let planet: TestPlanet;
let api: Api;
let witness: Subscriber;

beforeAll(async () => {
  planet = await startTestPlanet('one');
  api = planet.api();
  witness = await bareSubscriber(api, 'tech');
});

afterEach(async () => expectSurvivors());

afterAll(async () => {
  await witness.close();
  await planet.stop();
});

/** The engine answers, the witness gets every message once, and memory is bounded. */
async function expectSurvivors(): Promise<void> {
  const { id } = await publish(api, { name: 'tech', message: 'sentinel' });
  await witness.find((message) => message.id === id);
  const ids = witness.messages.map((message) => message.id);
  expect(ids.filter((each, index) => ids.indexOf(each) !== index)).toEqual([]);
  expect(process.memoryUsage().rss).toBeLessThan(MAX_RSS);
}

function aliases(count: number, what: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${what}`).join(' ');
}

function sizeOf({ body }: HttpAnswer): number {
  return JSON.stringify(body).length;
}

describe('a request is answered in few bytes that', () => {
  it.each<[string, string, object]>([
    [
      'asks for a long message thousands of times',
      `mutation M($m: String!) { publish(name: "tech", message: $m) { ${aliases(2400, 'message')} } }`,
      { m: 'x'.repeat(239_000) },
    ],
    [
      'asks for long data thousands of times',
      `mutation M($d: AWSJSON) { publish(name: "tech", message: "x", data: $d) { ${aliases(2400, 'data')} } }`,
      { d: JSON.stringify(Array.from({ length: 40_000 }, () => [1])) },
    ],
    [
      'has a long name refused again and again',
      `mutation M($n: String!) { ${aliases(100, 'publish(name: $n, message: "") { id }')} }`,
      { n: 'n'.repeat(600_000) },
    ],
    [
      'has a long id refused again and again',
      `mutation M($i: ID!) { ${aliases(100, 'publish(name: "tech", message: "", id: $i) { id }')} }`,
      { i: 'n'.repeat(600_000) },
    ],
    ['names a field of megabytes', `{ ${'x'.repeat(4_000_000)} }`, {}],
    ['names a field of almost a megabyte', `{ ${'x'.repeat(1_000_000)} }`, {}],
    [
      'has thousands of variables',
      `query(${Array.from({ length: 3000 }, (_, i) => `$v${i}: String`).join(' ')}) { region }`,
      {},
    ],
    ['has thousands of aliases', `{ ${aliases(4000, 'region')} }`, {}],
    ['publishes many messages', `mutation { ${aliases(50, PUBLISH_ONE)} }`, {}],
    [
      'has data that is nested deep',
      'mutation M($d: AWSJSON) { publish(name: "tech", message: "x", data: $d) { id } }',
      {
        d: '['.repeat(3900) + ']'.repeat(3900),
      },
    ],
  ])('%s', async (_, query, variables) => {
    const answer = await request(api, query, variables);

    expect([200, 400, 413]).toContain(answer.status);
    expect(sizeOf(answer)).toBeLessThan(MAX_ANSWER);
  });

  it('has variables that are nested deep', async () => {
    const deep = '['.repeat(1_900_000) + ']'.repeat(1_900_000);

    const answer = await post(api, `{"query":"{ region }","variables":{"deep":${deep}}}`, { 'x-api-key': api.apiKey });

    expect([answer.status, sizeOf(answer) < MAX_ANSWER]).toEqual([400, true]);
  });

  it('comes from a stranger with megabytes', async () => {
    const { status } = await post(api, 'x'.repeat(4_000_000), { 'x-api-key': 'da2-wrong' });

    expect(status).toBe(401);
  });
});

it('serves others while it runs many resolvers', async () => {
  const order: string[] = [];
  const many = request(api, `{ ${aliases(2000, 'region')} }`).then(() => order.push('many'));

  await request(api, '{ region }').then(() => order.push('one'));
  await many;

  expect(order).toEqual(['one', 'many']);
});

it('delivers to those before and behind a subscriber that asks for a message thousands of times', async () => {
  const before = await bareSubscriber(api, 'tech');
  const greedy = await BareClient.connect(api);
  const id = greedy.start(`subscription { subscribe(name: "tech") { ${aliases(2400, 'message')} } }`);
  await greedy.frames.find((frame) => frame.id === id);
  const after = await bareSubscriber(api, 'tech');

  const long = await publish(api, { name: 'tech', message: 'x'.repeat(230_000) });
  const last = await publish(api, { name: 'tech', message: 'last' });
  for (const subscriber of [before, after]) await subscriber.find((message) => message.id === last.id);

  const counts = [before, after].map(({ messages }) => messages.filter((message) => message.id === long.id).length);
  expect(counts).toEqual([1, 1]);
  await Promise.all([before.close(), after.close()]);
  greedy.close();
});

it('keeps no token of a megabyte', async () => {
  const client = await BareClient.connect(api);
  const token = `Bearer${' '.repeat(900_000)}x`;

  const ids = Array.from({ length: 20 }, () =>
    client.start('subscription { subscribe(name: "tech") { id } }', {}, { ...apiKeyOf(api), authorization: token }),
  );
  const answers = await Promise.all(ids.map(async (id) => client.frames.find((frame) => frame.id === id)));

  expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(['error']));
  client.close();
});

it('takes half frames from sockets that say nothing more', async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, async () => websocketHandshake(api)));

  // A text frame of 100 bytes, masked, of which one byte comes.
  for (const socket of sockets) socket.write(Buffer.from([0x81, 0x80 | 100, 0, 0, 0, 0, 0x7b]));

  expect(sockets.map(({ destroyed }) => destroyed)).not.toContain(true);
  for (const socket of sockets) socket.resetAndDestroy();
});
