// The engine's own paths, by which regions are taken down and brought back.
import { request as httpRequest } from 'node:http';
import { controlListener } from '../../src/planet/control';
import { PlanetNetwork } from '../../src/foundation/network';
import { type ListeningServer, listen } from '../../src/foundation/http/server';
import { endAll, endLater } from '../support/endings';

const KEY = 'the-key-of-the-tests';
/** Milliseconds since 1970. */
const DEPLOYED = 1_796_000_000_000;
const REGIONS = ['us-west-2', 'ap-southeast-2', 'eu-central-1'];
const UP = { state: 'up', delay: 0, stutter: 0, isThrottled: false, splitFrom: [], isHealthy: true, deployedAt: null };

let network: PlanetNetwork;
let server: ListeningServer;

beforeEach(async () => {
  network = new PlanetNetwork();
  const isHealthy = (region: string) => region !== 'eu-central-1';
  const deployedAt = (region: string) => (region === 'eu-central-1' ? DEPLOYED : undefined);
  const onRequest = controlListener({ network, regions: REGIONS, key: KEY, isHealthy, deployedAt });
  server = await listen({ port: 0, onRequest });
  endLater(async () => server.stop());
});

afterEach(endAll);

it('tells the state of every region', async () => {
  const { status, body } = await call('GET', '/.local/state');

  expect({ status, body }).toEqual({
    status: 200,
    body: {
      regions: {
        'us-west-2': UP,
        'ap-southeast-2': UP,
        'eu-central-1': { ...UP, isHealthy: false, deployedAt: DEPLOYED },
      },
    },
  });
});

it('takes a region down', async () => {
  const { body } = await fault({ fault: 'down', region: 'us-west-2' });

  expect(network.stateOf('us-west-2').isUp).toBe(false);
  expect(body).toMatchObject({ regions: { 'us-west-2': { state: 'down' }, 'ap-southeast-2': { state: 'up' } } });
});

it('slows a region down', async () => {
  const { body } = await fault({ fault: 'slow', region: 'us-west-2', ms: 250 });

  expect(network.stateOf('us-west-2').delay).toBe(250);
  expect(body).toMatchObject({ regions: { 'us-west-2': { delay: 250 }, 'ap-southeast-2': { delay: 0 } } });
});

it('splits two regions from each other', async () => {
  const { body } = await fault({ fault: 'split', region: 'us-west-2', other: 'eu-central-1' });

  expect(body).toMatchObject({
    regions: {
      'us-west-2': { splitFrom: ['eu-central-1'] },
      'ap-southeast-2': { splitFrom: [] },
      'eu-central-1': { splitFrom: ['us-west-2'] },
    },
  });
});

it('makes the buses of a region stutter', async () => {
  const { body } = await fault({ fault: 'stutter', region: 'us-west-2', ms: 250 });

  expect(network.of('us-west-2').stutter).toBe(250);
  expect(body).toMatchObject({ regions: { 'us-west-2': { stutter: 250 }, 'ap-southeast-2': { stutter: 0 } } });
});

it('lets the tables of a region refuse', async () => {
  const { body } = await fault({ fault: 'throttle', region: 'us-west-2' });

  expect(network.of('us-west-2').isThrottled).toBe(true);
  expect(body).toMatchObject({
    regions: { 'us-west-2': { isThrottled: true }, 'eu-central-1': { isThrottled: false } },
  });
});

it('brings a region back, without any faults', async () => {
  await fault({ fault: 'down', region: 'us-west-2' });
  await fault({ fault: 'slow', region: 'us-west-2', ms: 250 });
  await fault({ fault: 'split', region: 'us-west-2', other: 'eu-central-1' });
  await fault({ fault: 'stutter', region: 'us-west-2', ms: 250 });
  await fault({ fault: 'throttle', region: 'us-west-2' });

  const { body } = await fault({ fault: 'up', region: 'us-west-2' });

  expect(body).toMatchObject({ regions: { 'us-west-2': UP, 'eu-central-1': { splitFrom: [] } } });
});

it.each([
  ['no JSON', 'down', /JSON object/],
  ['no object', '["down"]', /JSON object/],
  ['an unknown fault', { fault: 'flood', region: 'us-west-2' }, /one of down, up, slow, split, stutter, throttle/],
  ['no region', { fault: 'down' }, /one of us-west-2, ap-southeast-2, eu-central-1/],
  ['an unknown region', { fault: 'down', region: 'moon' }, /one of us-west-2, ap-southeast-2, eu-central-1/],
  ['no delay', { fault: 'slow', region: 'us-west-2' }, /from 0 to 60000/],
  ['a delay before now', { fault: 'slow', region: 'us-west-2', ms: -1 }, /from 0 to 60000/],
  ['a delay of hours', { fault: 'slow', region: 'us-west-2', ms: 1e7 }, /from 0 to 60000/],
  ['a delay in words', { fault: 'slow', region: 'us-west-2', ms: '250' }, /from 0 to 60000/],
  ['no delay of the buses', { fault: 'stutter', region: 'us-west-2' }, /from 0 to 60000/],
  ['one side of a split', { fault: 'split', region: 'us-west-2' }, /two different regions/],
  ['a split from itself', { fault: 'split', region: 'us-west-2', other: 'us-west-2' }, /two different regions/],
])('refuses %s with a sentence, and changes nothing', async (_, order, sentence) => {
  const { status, body } = await call(
    'POST',
    '/.local/faults',
    typeof order === 'string' ? order : JSON.stringify(order),
  );

  expect(status).toBe(400);
  expect(body['error']).toMatch(sentence);
  expect(network.stateOf('us-west-2')).toEqual({
    ...{ isUp: true, delay: 0, stutter: 0, isThrottled: false, splitFrom: [] },
  });
});

it.each([
  ['without the key', {}],
  ['with another key', { 'x-control-key': 'the-key-of-the-test!' }],
  ['with a key of another length', { 'x-control-key': 'the-key' }],
])('refuses a request %s', async (_, headers) => {
  const answers = [
    await call('GET', '/.local/state', '', { 'x-control-key': '', ...headers }),
    await call('POST', '/.local/faults', '{"fault":"down","region":"us-west-2"}', { 'x-control-key': '', ...headers }),
  ];

  expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  expect(network.stateOf('us-west-2').isUp).toBe(true);
});

it.each(['localhost:8443', '127.0.0.1', '[::1]:8443', 'pubsub.localhost:8443'])(
  'answers to the name %s',
  async (host) => {
    expect((await call('GET', '/.local/state', '', { host })).status).toBe(200);
  },
);

it.each(['evil.example:8443', 'localhost.evil.example', 'evil-localhost', '127.0.0.1.evil.example'])(
  'refuses the name %s, which a page from elsewhere could make lead here',
  async (host) => {
    expect((await call('GET', '/.local/state', '', { host })).status).toBe(403);
  },
);

it.each([
  ['POST', '/.local/state', 405],
  ['GET', '/.local/faults', 405],
  ['OPTIONS', '/.local/faults', 405],
  ['GET', '/.local/other', 404],
])('answers %s %s with %i', async (method, path, status) => {
  expect((await call(method, path)).status).toBe(status);
});

it('lets no page of another site read or send anything', async () => {
  const { headers } = await call('GET', '/.local/state', '', { origin: 'https://shop.example' });

  expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

it('reads no more than a small order', async () => {
  const { status } = await call('POST', '/.local/faults', JSON.stringify({ fault: 'down', more: 'x'.repeat(4096) }));

  expect(status).toBe(413);
});

async function fault(order: object) {
  return call('POST', '/.local/faults', JSON.stringify(order));
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `fetch` does not let a caller choose the host. */
async function call(
  method: string,
  path: string,
  order = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { port: server.port, path, method, headers: { 'x-control-key': KEY, ...headers } };
    const outgoing = httpRequest(options, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const body = JSON.parse(text) as Answer['body'];
        resolve({ status: response.statusCode, headers: response.headers, body });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(order);
  });
}
