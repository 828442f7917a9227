// A client at its limits: its end, its credentials, and what its user's callbacks do.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { connect } from '../../../client/lib/src/index';
import { endAll, endLater } from '../../support/endings';
import { FRONT, OREGON, REGIONS, rest, told, World } from './world';

const MINUTE = 60_000;

let world: World;

beforeEach(() => {
  world = new World();
});

afterAll(endAll);

it('subscribes again after its last subscription was closed', async () => {
  const client = world.client();
  told(client).subscription.close();

  const heard = told(client);
  await world.clock.pass(0);
  await world.deliver();

  expect(heard.texts).toEqual(['message 1']);
  expect(client.state).toBe('live');
});

it('is closed even if a listener subscribes again whenever a subscription ends', async () => {
  const client = world.client();
  let count = 0;
  const subscribe = () => {
    count += 1;
    client.subscribe('tech').on('state', (state) => {
      if (state === 'closed' && count < 10) subscribe();
    });
  };
  subscribe();
  await world.clock.pass(0);

  client.close();

  expect(count).toBe(2);
});

it('tells no error of a subscription that was closed while it waited for the history', async () => {
  const client = world.client();
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  for (const host of [FRONT, ...REGIONS.map((region) => `${region}.test`)]) world.down.add(host);
  const { subscription } = told(client);
  await world.clock.pass(0);

  subscription.close();
  await world.clock.pass(MINUTE);

  expect(errors).toEqual([]);
});

it('stays at the front door when subscriptions are closed', async () => {
  const client = world.client();
  for (let count = 0; count < 3; count += 1) {
    const { subscription } = told(client);
    await rest();
    subscription.close();
    await rest();
  }

  const heard = told(client);
  await world.clock.pass(0);

  expect(heard.subscription.state).toBe('live');
  expect(world.sockets.at(-1)?.host).toBe(FRONT);
});

it('asks the API what its user wants to know, with its credentials', async () => {
  world.answers = (query) => (query === '{ channels }' ? { data: { channels: ['tech'] } } : undefined);

  await expect(world.client().query('{ channels }')).resolves.toEqual({ channels: ['tech'] });
});

it('tells to which host each connection goes', async () => {
  const client = world.client();
  const hosts: string[] = [];
  client.on('connection', (host) => hosts.push(host));
  told(client);
  await world.clock.pass(0);
  world.down.add(FRONT);

  await world.drop();
  await world.clock.pass(1000);

  expect(hosts).toEqual([FRONT, `${OREGON}.test`]);
});

it('makes another connection when it is asked to, and is live all the time', async () => {
  const client = world.client();
  const heard = told(client);
  await world.clock.pass(0);
  const states = heard.states.length;

  client.reconnect();
  await world.clock.pass(MINUTE);

  expect(world.sockets).toHaveLength(2);
  expect(world.open).toEqual([world.sockets[1]]);
  expect(heard.states).toHaveLength(states);
});

it('waits no longer than a while for a token, and asks again', async () => {
  let count = 0;
  const token = async () => {
    count += 1;
    return count > 1 ? 'token' : new Promise<string>(() => undefined);
  };
  const client = world.client({ token });
  client.on('error', () => undefined);
  const outcome = client.publish('tech', { message: 'hello' });

  await world.clock.pass(MINUTE);

  expect(await outcome).toMatchObject({ region: OREGON });
});

it.each([
  ['no time at all', { iat: 1_767_225_600, exp: 1_767_225_600 }],
  ['nobody knows how long', { exp: 'tomorrow' }],
])('does not open socket after socket with a token that lives for %s', async (_, claims) => {
  const client = world.client({ token: () => jwt(claims) });
  told(client);

  for (let turn = 0; turn < 20; turn += 1) await rest();
  await world.clock.pass(MINUTE);

  expect(world.sockets.length).toBeLessThan(20);
});

it('tells of a token that cannot be sent, and goes on with the next one', async () => {
  const tokens = ['töken – no', 'token'];
  const client = world.client({ token: () => tokens.shift() ?? 'token' });
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const heard = told(client);

  await world.clock.pass(MINUTE);

  expect(errors).toHaveLength(1);
  expect(heard.subscription.state).toBe('live');
});

it('tells its listener what the callback for gaps throws', async () => {
  const client = world.client();
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const heard = told(client, {
    onGap: () => {
      // oxlint-disable-next-line typescript/only-throw-error -- a user's callback may throw anything
      throw 'mistake';
    },
  });
  await world.clock.pass(0);
  world.push(world.message({ previous: world.message().id }));

  await world.clock.pass(MINUTE);

  expect(heard.texts).toHaveLength(1);
  expect(errors).toEqual(['mistake']);
});

it('is not refused for tokens that end on their way, one long after the other', async () => {
  let isRefused = true;
  world.onStart = () => {
    if (!isRefused) return { type: 'start_ack' };
    isRefused = false;
    return { type: 'error', payload: { errors: [{ errorType: 'Unauthorized', message: 'No.' }] } };
  };
  const token = () => {
    const iat = world.clock.now() / 1000;
    return jwt({ iat, exp: iat + 12 });
  };
  const heard = told(world.client({ token }));
  // No connection lasts for long.
  for (let count = 0; count < 10; count += 1) {
    await world.clock.pass(5000);
    await world.drop();
  }

  isRefused = true;
  await world.clock.pass(MINUTE);

  expect(isRefused).toBe(false);
  expect(heard.subscription.state).toBe('live');
});

it('does not take a refusal of one channel for a reason to end the socket of all, again and again', async () => {
  world.onStart = (channel) =>
    channel === 'tech'
      ? { type: 'start_ack' }
      : { type: 'error', payload: { errors: [{ errorType: 'Unauthorized', message: 'No.' }] } };
  const client = world.client();
  told(client);
  const other = client.subscribe('cars');

  await world.clock.pass(MINUTE);

  expect(other.state).toBe('refused');
  expect(world.sockets.length).toBeLessThan(4);
});
it('says that the regions are unknown when the front door cannot tell them', async () => {
  const fetch = async (url: string) =>
    Promise.resolve(
      url.includes('config.json')
        ? new Response('<html>', { status: 503 })
        : new Response(JSON.stringify({ data: { region: OREGON, r0: { messages: [], hasMore: false, next: null } } })),
    );
  const client = world.client({ regions: undefined, fetch } as never);
  const errors: unknown[] = [];
  client.on('error', (error) => errors.push(error));
  const heard = told(client);

  await world.clock.pass(MINUTE);

  expect(heard.subscription.state).toBe('live');
  expect(errors).toMatchObject([{ code: 'RegionsUnknown' }]);
});

it.each([
  ['unless it is told', {}, 'news/live/*'],
  ['and believes what it is told', { historyExcept: ['news/chat'] }, 'news/chat'],
  ['and tells each once', { historyExcept: ['news/live/1', 'news/live/*', 'news/live/*'] }, 'news/live/*'],
])('learns at the front door which channels have no history, %s', async (_, options, channel) => {
  const settings = { regions: [{ name: OREGON }], history: { hours: 24, except: ['news/live/*', 'cars'] } };
  const answer = { data: { r0: { messages: [], hasMore: false, next: null } } };
  const fetch = async (url: string) =>
    Promise.resolve(new Response(JSON.stringify(url.endsWith('/config.json') ? settings : answer)));
  const heard = told(world.client({ regions: undefined, fetch, ...options } as never), {}, 'news/*');
  await world.clock.pass(0);

  await world.drop();
  await world.clock.pass(MINUTE);

  expect(heard.gaps).toMatchObject([{ channel, reason: 'HistoryOff' }]);
});

function jwt(claims: object): string {
  return `e30.${btoa(JSON.stringify(claims))}.x`;
}

it('takes its credentials nowhere else', async () => {
  const asked: string[] = [];
  const elsewhere = await aServer((request, response) => {
    asked.push(String(request.headers['x-api-key']));
    response.end('{"data":{"region":"nowhere"}}');
  });
  const leading = await aServer((_, response) => response.writeHead(307, { location: elsewhere }).end());
  const client = connect({ url: leading, apiKey: 'da2-secret', WebSocket });

  await expect(client.query('{ region }')).rejects.toMatchObject({ code: 'Unreachable' });
  expect(asked).toEqual([]);
  client.close();
});

/** Answers over HTTP. @returns its address */
async function aServer(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endLater(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
