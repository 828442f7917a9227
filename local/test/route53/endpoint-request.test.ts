// One question of a health checker, asked of a real server.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../src/foundation/clock';
import { fakeClock } from '../support/clock';
import { endpointAsker, type EndpointQuestion } from '../../src/route53/endpoint-request';
import { endAll, endLater } from '../support/endings';

const askEndpoint = endpointAsker(systemClock);
const clock = fakeClock();

afterEach(endAll);

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endLater(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return server;
}

async function passes(
  listener: RequestListener,
  overrides: Partial<EndpointQuestion> = {},
  ask = askEndpoint,
): Promise<boolean> {
  const { port } = (await listening(listener)).address() as AddressInfo;
  const { signal } = new AbortController();
  return ask({
    port,
    hostName: 'api.example.com',
    path: '/ping',
    searchString: undefined,
    signal,
    ...overrides,
  });
}

test('DN-18 The endpoint is asked by its name, its path, and as Route 53', async () => {
  const asked: unknown[] = [];

  await passes(({ method, url, headers }, response) => {
    asked.push([method, url, headers.host, headers['user-agent']]);
    response.end();
  });

  expect(asked).toEqual([['GET', '/ping', 'api.example.com', 'Amazon-Route53-Health-Check-Service']]);
});

test.each([
  [200, true],
  [204, true],
  [302, true],
  [399, true],
  [404, false],
  [502, false],
])('DN-18 The status %i passes: %s', async (status, expected) => {
  expect(await passes((_, response) => response.writeHead(status).end())).toBe(expected);
});

test.each([
  ['healthy', true],
  ['I am healthy.', true],
  ['Healthy', false],
  ['', false],
  [`${'x'.repeat(5_113)}healthy`, true],
  [`${'x'.repeat(5_114)}healthy`, false],
])('DN-18 With "healthy" to search for, a body passes or not (%#)', async (body, expected) => {
  expect(await passes((_, response) => response.end(body), { searchString: 'healthy' })).toBe(expected);
});

test('DN-18 The string may come in pieces, and nothing is read behind it', async () => {
  const inPieces: RequestListener = (_, response) => {
    response.write('heal');
    // The answer never ends.
    setImmediate(() => response.write('thy'));
  };

  expect(await passes(inPieces, { searchString: 'healthy' })).toBe(true);
});

test('DN-18 No more of a body is read than is searched', async () => {
  const endless: RequestListener = (_, response) => {
    const write = () => {
      if (!response.destroyed) response.write('x'.repeat(1_000), () => setImmediate(write));
    };
    write();
  };

  expect(await passes(endless, { searchString: 'healthy' })).toBe(false);
});

test.each<[string, RequestListener]>([
  ['ends the connection', ({ socket }) => socket.destroy()],
  [
    'breaks its answer off',
    (_, response) => response.writeHead(200, { 'content-length': 100 }).write('heal', () => response.destroy()),
  ],
])('DN-18 An endpoint that %s does not pass', async (_, listener) => {
  expect(await passes(listener, { searchString: 'healthy' })).toBe(false);
});

test('DN-18 A port without a server does not pass', async () => {
  const server = await listening((_, response) => response.end());
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));

  const { signal } = new AbortController();
  expect(await askEndpoint({ port, hostName: 'a', path: '/', searchString: undefined, signal })).toBe(false);
});

test('DN-18 A question that was given up is over', async () => {
  const asking = new AbortController();

  const passed = await passes(() => asking.abort(), { signal: asking.signal });

  expect(passed).toBe(false);
});

test.each<[string, RequestListener]>([
  ['no answer', () => void clock.advance(2_000)],
  [
    'an answer without its body',
    (_, response) => {
      response.write('heal', () => void setImmediate(() => void clock.advance(2_000)));
    },
  ],
])('DN-18 After two seconds, %s does not pass', async (_, listener) => {
  expect(await passes(listener, { searchString: 'healthy' }, endpointAsker(clock))).toBe(false);
});
