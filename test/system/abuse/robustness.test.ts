// Nothing that a client does brings a planet down: after each trial it delivers, and no fault was logged.
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { AppSyncClient, EvaluateCodeCommand } from '@aws-sdk/client-appsync';
import { listen } from 'local-aws';
import { clientConfig } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { post, publish, request } from '../../support/clients/http-client';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { rememberedMebibytes } from '../../support/memory';
import { garbage, portOf, rawExchange, rawSocket } from '../../../local/test/support/raw-socket';
import { websocketHandshake } from '../../support/clients/websocket-handshake';

let planet: TestPlanet;
let api: Api;
let isUp = false;

beforeAll(async () => {
  planet = await startTestPlanet('one');
  api = planet.api();
  isUp = true;
});

afterEach(async () => {
  if (isUp) await expectDelivery();
});

afterAll(endAll);

/** A new subscriber hears of a new message. */
async function expectDelivery(): Promise<void> {
  const subscriber = await bareSubscriber(api, 'tech');
  const { id } = await publish(api, { name: 'tech', message: 'still here' });
  await subscriber.find((message) => message.id === id);
  await subscriber.close();
}

describe('random bytes', () => {
  it.each([
    ['the API', () => portOf(api.graphqlUrl)],
    ['the AWS endpoint', () => portOf(planet.aws.endpointUrl)],
  ])('sent to %s end only their own connection', async (_, port) => {
    const trials = Array.from({ length: 50 }, async (__, seed) => {
      const socket = await rawSocket(port());
      // Half of them look like the beginning of TLS.
      const bytes = garbage(2_000, seed);
      socket.write(seed % 2 === 0 ? bytes : Buffer.concat([Buffer.from([0x16, 0x03, 0x01]), bytes]));
      socket.end();
      return ended(socket);
    });

    await expect(Promise.all(trials)).resolves.toHaveLength(50);
  });

  it('sent as WebSocket frames end only their own connection', async () => {
    const trials = Array.from({ length: 50 }, async (_, seed) => {
      const socket = await websocketHandshake(api);
      socket.write(garbage(2_000, seed));
      socket.end();
      return ended(socket);
    });

    await expect(Promise.all(trials)).resolves.toHaveLength(50);
  });
});

describe('a client that goes away', () => {
  it.each([
    'GET /nowhere HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{',
  ])('in the middle of %j leaves nothing behind', async (text) => {
    for (const port of [portOf(api.graphqlUrl), portOf(planet.aws.endpointUrl)]) {
      const plain = await rawSocket(port);
      plain.write(text);
      plain.resetAndDestroy();
      await ended(plain);
    }
    const secure = connectTls({ port: portOf(api.graphqlUrl), host: '127.0.0.1', ca: api.ca });
    secure.on('error', () => {});
    secure.write(text, () => secure.destroy());
    await ended(secure);

    await expectDelivery();
  });

  it('in the middle of a frame leaves nothing behind', async () => {
    const socket = await websocketHandshake(api);
    // A text frame of 100 bytes, masked, of which one byte comes.
    socket.write(Buffer.from([0x81, 0x80 | 100, 0, 0, 0, 0, 0x7b]));
    socket.resetAndDestroy();

    await ended(socket);

    await expectDelivery();
  });
});

describe('a frame', () => {
  it('of a megabyte that means nothing is refused, and the connection goes on', async () => {
    const client = await BareClient.connect(api);

    client.socket.send('x'.repeat(1_048_576));
    await client.frames.find(({ type }) => type === 'error');
    const subscriber = await client.subscribe('tech');
    const { id } = await publish(api, { name: 'tech', message: 'after it' });

    await expect(subscriber.find((message) => message.id === id)).resolves.toMatchObject({ message: 'after it' });
    client.close();
  });

  it('of more than a megabyte closes its connection with 1009', async () => {
    const client = await BareClient.connect(api);

    client.socket.send('x'.repeat(1_048_577));

    await expect(client.closed).resolves.toBe(1009);
  });

  it.each([
    ['is nested as deep as a megabyte can be', '['.repeat(500_000) + ']'.repeat(500_000)],
    ['has __proto__ for its members', '{"__proto__":{"type":"connection_init"},"constructor":1}'],
    ['starts what is nested deep', startOf('{'.repeat(50_000))],
    [
      'starts with variables that are nested deep',
      startOf(
        JSON.stringify({
          query: 'subscription S($n: String!) { subscribe(name: $n) { name } }',
          variables: { n: 0 },
        }).replace('0', '['.repeat(100_000) + ']'.repeat(100_000)),
      ),
    ],
  ])('that %s is answered with an error', async (_, frame) => {
    const client = await BareClient.connect(api);

    client.socket.send(frame);

    await expect(client.frames.find(({ type }) => type === 'error')).resolves.toBeDefined();
    client.close();
  });
});

function startOf(data: string): string {
  return JSON.stringify({ type: 'start', id: 'deep', payload: { data } });
}

it('lets one socket have 200 subscriptions and refuses the other 100 of 300', async () => {
  const client = await BareClient.connect(api);

  const ids = Array.from({ length: 300 }, () =>
    client.start('subscription S($n: String!) { subscribe(name: $n) { id } }', { n: 'tech' }),
  );
  const answers = await Promise.all(
    ids.map(async (id) => client.frames.find((frame) => frame.id === id && frame.type !== 'data')),
  );

  expect(answers.filter(({ type }) => type === 'start_ack')).toHaveLength(200);
  expect(answers.filter(({ type }) => type === 'error')).toHaveLength(100);
  client.close();
});

it('disconnects a client that never reads, and delivers to the one beside it', async () => {
  const lazy = await BareClient.connect(api);
  await lazy.subscribe('music');
  const reader = await bareSubscriber(api, 'music');
  lazy.socket.pause();

  const message = 'x'.repeat(200_000);
  for (let sent = 0; sent < 200 && !planet.lines.some(isDisconnection); sent += 1) {
    const { id } = await publish(api, { name: 'music', message });
    await reader.find((received) => received.id === id);
  }
  lazy.socket.resume();

  await expect(lazy.closed).resolves.toBe(1006);
  expect(planet.lines.filter(isDisconnection)).toHaveLength(1);
  await reader.close();
});

function isDisconnection(line: string): boolean {
  return line.includes('bytes unread was disconnected');
}

describe('a slow client', () => {
  const timeouts = { headers: 200, request: 400, idle: 800, lingering: 100 };

  it.each([
    ['sends nothing', []],
    ['stops within its headers', ['POST / HTTP/1.1\r\n']],
    [
      'trickles its headers',
      ['POST / HTTP/1.1\r\n', ...Array.from({ length: 100 }, (_, index) => `X-${index}: y\r\n`)],
    ],
    [
      'trickles its body',
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n', ...Array.from({ length: 100 }, () => 'x')],
    ],
    ['never reads its answer', ['GET / HTTP/1.1\r\nHost: x\r\n\r\n']],
  ])('that %s is disconnected', async (_, pieces) => {
    const server = await listen({
      port: 0,
      timeouts,
      onRequest: (call, response) => void call.on('end', () => response.write('x'.repeat(1_000_000))).resume(),
    });
    const socket = await rawSocket(server.port);
    const rest = [...pieces];
    const trickle = setInterval(() => socket.write(rest.shift() ?? ''), 20);

    await ended(socket);

    clearInterval(trickle);
    await expect(server.stop()).resolves.toBeUndefined();
  });
});

describe('a handshake', () => {
  const VERSION = 'Sec-WebSocket-Version: 13\r\n';
  const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

  it.each([
    ['of another version', `Sec-WebSocket-Version: 12\r\n${KEY}`, true],
    ['without a version', KEY, true],
    ['without a key', VERSION, false],
    ['with an invalid key', `${VERSION}Sec-WebSocket-Key: x\r\n`, false],
    ['with two keys', VERSION + KEY + KEY, false],
  ])('%s is answered with 400', async (_, headers, namesVersions) => {
    const head = 'GET /graphql/realtime HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';

    const answer = await rawExchange(await rawSocket(portOf(api.graphqlUrl)), `${head}${headers}\r\n`);

    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer.includes('\r\nSec-WebSocket-Version: 13')).toBe(namesVersions);
  });

  it('of another protocol is not a handshake', async () => {
    const body = JSON.stringify({ query: '{ region }' });
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ${api.apiKey}\r\nContent-Length: ${body.length}\r\n`;
    const offer = 'Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n';

    const answer = await rawExchange(await rawSocket(portOf(api.graphqlUrl)), `${head}${offer}\r\n${body}`);

    expect(answer).toContain(`{"data":{"region":"${api.region}"}}`);
  });
});

describe('headers', () => {
  it.each([
    ['20,000', 20_000, 200],
    ['40,000', 40_000, 431],
    ['a million', 1_000_000, 431],
  ])('of %s bytes are answered by the API', async (_, length, status) => {
    const response = await fetch(api.graphqlUrl, {
      method: 'POST',
      headers: { 'x-api-key': api.apiKey, 'x-long': 'x'.repeat(length) },
      body: JSON.stringify({ query: '{ region }' }),
    });

    expect(response.status).toBe(status);
  });
});

describe('a body of ten megabytes', () => {
  const body = 'x'.repeat(10 * 1024 * 1024);

  it('is refused by the API with 413', async () => {
    const answer = await post(api, body, { 'x-api-key': api.apiKey });

    expect(answer).toMatchObject({ status: 413, body: { errors: [{ errorType: 'RequestEntityTooLargeException' }] } });
  });

  it('is refused by the AWS endpoint with 413', async () => {
    const answer = await fetch(planet.aws.endpointUrl, { method: 'POST', body });

    expect([answer.status, await answer.json()]).toMatchObject([413, { __type: 'RequestEntityTooLargeException' }]);
  });
});

describe('a document', () => {
  const nested = (depth: number, open: string, inner: string) =>
    `query { ${open.repeat(depth)}${inner}${'}'.repeat(depth)} }`;
  const doubling = (levels: number) =>
    [
      'query { ...f0 }',
      ...Array.from(
        { length: levels },
        (_, level) => `fragment f${level} on Query { ...f${level + 1} ...f${level + 1} }`,
      ),
      `fragment f${levels} on Query { channels }`,
    ].join(' ');

  it.each([
    ['is 10,000 fields deep', nested(10_000, 'a {', 'b')],
    ['is 3,000 fields deep', nested(3_000, 'a {', 'b')],
    ['is 3,000 inline fragments deep', nested(3_000, '... on Query {', 'channels')],
    ['is 1,000 inline fragments deep', nested(1_000, '... {', 'channels')],
    [
      'has 10,000 aliases',
      `query { ${Array.from({ length: 10_000 }, (_, index) => `a${index}: channels`).join(' ')} }`,
    ],
    ['has 2,000 aliases', `query { ${Array.from({ length: 2_000 }, (_, index) => `a${index}: channels`).join(' ')} }`],
    ['has one field 10,000 times', `query { ${'channels '.repeat(10_000)} }`],
    ['has one field 1,500 times', `query { ${'__typename '.repeat(1_500)} }`],
    ['unfolds fragments into two to the thirtieth', doubling(30)],
    [
      'spreads fragments in a circle',
      'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a channels }',
    ],
    [
      'looks into itself without end',
      nested(40, '__schema { types { fields { type {', '} } } name').replace(/name/, 'name'),
    ],
    ['names __proto__ and constructor', '{ __proto__ constructor: channels hasOwnProperty }'],
    ['has an alias __proto__', '{ __proto__: channels constructor: channels toString: channels }'],
    [
      'has a list nested deep',
      `mutation { publish(name: ${'['.repeat(5_000)}${']'.repeat(5_000)}, message: "x") { id } }`,
    ],
  ])('that %s is answered', async (_, query) => {
    const { status, body } = await request(api, query);

    expect([200, 400]).toContain(status);
    expect(body.errors?.[0]?.errorType).not.toBe('InternalFailure');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'may call anything %s and is answered',
    async (name) => {
      const variables = JSON.parse(`{"name":"${name}","message":"${name}","${name}":{"a":1}}`) as object;

      const published = await request(
        api,
        'mutation P($name: String!, $message: String!) { publish(name: $name, message: $message) { id } }',
        variables,
        { 'x-api-key': api.apiKey, [name.replaceAll('_', '-')]: 'x' },
      );
      const client = await BareClient.connect(api);
      const id = client.start(
        'subscription S($name: String!) { subscribe(name: $name) { name } }',
        variables,
        client.authorization,
        name,
      );
      const frame = await client.frames.find((answer) => answer.id === id);

      expect(published.body.errors?.[0]?.errorType).toBe('ChannelNotAllowed');
      expect(frame).toMatchObject({ type: 'error', payload: { errors: [{ errorType: 'ChannelNotAllowed' }] } });
      client.close();
    },
  );

  it('with variables that are nested deep is refused', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const body = `{"query":"mutation P($name: String!) { publish(name: $name, message: \\"x\\") { id } }","variables":{"name":${deep},"other":${deep}}}`;

    const answer = await post(api, body, { 'x-api-key': api.apiKey });

    expect([answer.status, answer.body.errors?.[0]?.message]).toEqual([400, 'Unable to parse GraphQL query.']);
  });
});

describe('code', () => {
  it.each([
    ['adds to the list that it walks through', 'const list = [1]; for (const item of list) { list.push(item); }'],
    ['calls itself', 'return request(ctx);'],
    ['makes a text of a gigabyte', "return 'x'.repeat(1000000000);"],
    [
      'doubles a text without end',
      "let text = 'x'; [...'x'.repeat(900)].forEach(() => { text = text + text; }); return text;",
    ],
    [
      'walks through lists in lists in lists',
      `const list = [...'x'.repeat(900)]; ${'list.forEach(() => '.repeat(5)}0${')'.repeat(5)};`,
    ],
    ['reaches for the constructor of functions', "return [].constructor.constructor('return process')().env;"],
    ['reaches for the prototype of everything', '({}).__proto__.polluted = 1; return ({}).polluted;'],
    ['reaches for globals', 'return { node: typeof process, load: typeof require, all: typeof globalThis };'],
    ['returns what is nested deep', "return [...'x'.repeat(900)].reduce((inner) => [[[[[[[[[[inner]]]]]]]]]], 1);"],
    ['returns itself', 'const self = {}; self.self = self; return self;'],
  ])('that %s has no way out, and an end', async (_, body) => {
    const client = new AppSyncClient(clientConfig(planet, api.region));
    const code = `export function request(ctx) { ${body} }\nexport function response() { return null; }`;

    const { evaluationResult = '', error } = await client.send(
      new EvaluateCodeCommand({
        code,
        context: '{}',
        function: 'request',
        runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
      }),
    );

    expect(evaluationResult).not.toMatch(/PATH|HOME|"object"|"function"/);
    expect(error?.message ?? 'none').not.toMatch(/node:|\.ts/);
    expect(Object.getOwnPropertyDescriptor(Object.prototype, 'polluted')).toBeUndefined();
    client.destroy();
  });
});

it('forgets 5,000 sockets that were opened and cut', async () => {
  await openAndCut(500);
  const before = await rememberedMebibytes();

  await openAndCut(5_000);
  const after = await rememberedMebibytes();

  process.stdout.write(`Memory before 5,000 sockets ${before.toFixed(1)} MiB, after them ${after.toFixed(1)} MiB\n`);
  expect(after - before).toBeLessThan(20);
});

async function openAndCut(count: number): Promise<void> {
  for (let opened = 0; opened < count; opened += 100) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const socket = index % 2 === 0 ? await rawSocket(portOf(api.graphqlUrl)) : await websocketHandshake(api);
        socket.resetAndDestroy();
        await ended(socket);
      }),
    );
  }
}

/** Resolves when nothing comes any more. */
async function ended(socket: Socket): Promise<void> {
  if (socket.closed) return;
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}
