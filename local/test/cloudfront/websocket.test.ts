// WebSockets through an edge location.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { WebSocket, WebSocketServer } from 'ws';
import type { EdgeLocation } from '../../src/cloudfront/cloudfront';
import type { DistributionDefinition } from '../../src/cloudfront/distributions/distribution';
import {
  aBehavior,
  aDistribution,
  aDistributionWithFunction,
  type CloudFrontBench,
  cloudFrontBench,
  ORIGIN_HOST,
  publishFunction,
  type TestOrigin,
  view,
} from '../support/cloudfront';
import { endpointAt } from '../support/endpoint';
import { rawExchange } from '../support/raw-socket';

const MINUTE = 60_000;

let bench: CloudFrontBench;
let origin: TestOrigin;
let sockets: WebSocketServer;
/** The origin's ends. */
let accepted: {
  readonly socket: WebSocket;
  readonly raw: Socket;
  readonly url: string | undefined;
  readonly headers: object;
}[];

beforeEach(async () => {
  bench = cloudFrontBench();
  origin = await bench.serveOrigin();
  sockets = new WebSocketServer({ server: origin.server, handleProtocols: () => 'graphql-ws' });
  accepted = [];
  sockets.on('connection', (socket, { socket: raw, url, headers }) => {
    accepted.push({ socket, raw, url, headers });
    socket.on('message', (data: Buffer, isBinary) => socket.send(data, { binary: isBinary }));
  });
});

afterEach(async () => {
  for (const { raw } of accepted) raw.destroy();
  await bench.stop();
});

function open(definition: Partial<DistributionDefinition> = {}): Promise<EdgeLocation> {
  return bench.open(aDistribution(definition));
}

async function connected({ port }: EdgeLocation, path = '/graphql/realtime', headers = {}): Promise<WebSocket> {
  const socket = aSocket(port, path, headers);
  await once(socket, 'open');
  return socket;
}

function aSocket(port: number, path: string, headers = {}): WebSocket {
  return new WebSocket(`wss://127.0.0.1:${port}${path}`, ['graphql-ws'], { rejectUnauthorized: false, headers });
}

/** What the other end sends back. */
async function echoed(socket: WebSocket, data: string | Buffer): Promise<Buffer> {
  socket.send(data);
  const [answer] = (await once(socket, 'message')) as [Buffer];
  return answer;
}

it('CDN-18 passes messages on, both ways', async () => {
  const socket = await connected(await open());
  const long = Buffer.alloc(1_000_000, 'x');

  expect((await echoed(socket, 'héllo 👋')).toString()).toBe('héllo 👋');
  expect(long.equals(await echoed(socket, long))).toBe(true);
  socket.terminate();
});

it('CDN-18 gives the handshake to the origin as the viewer made it', async () => {
  const socket = await connected(await open(), '/graphql/realtime?header=e30', { authorization: 'secret' });

  expect(socket.protocol).toBe('graphql-ws');
  expect(accepted).toMatchObject([
    {
      url: '/graphql/realtime?header=e30',
      headers: { authorization: 'secret', upgrade: 'websocket', 'x-amz-cf-id': expect.any(String) as string },
    },
  ]);
  socket.terminate();
});

it('CDN-18 marks the answer to a handshake', async () => {
  const { port } = await open();
  const socket = aSocket(port, '/');
  const [upgrade] = await Promise.all([once(socket, 'upgrade'), once(socket, 'open')]);
  const [{ headers }] = upgrade as [{ headers: object }];

  expect(headers).toMatchObject({ 'x-amz-cf-pop': 'HIO50-P1', 'x-cache': 'Miss from cloudfront' });
  socket.terminate();
});

it('CDN-18 loses nothing of what comes with the handshake', async () => {
  sockets.on('connection', (socket) => socket.send('first'));
  const { port } = await open();
  const socket = aSocket(port, '/');
  const [first] = (await once(socket, 'message')) as [Buffer];

  expect(first.toString()).toBe('first');
  socket.terminate();
});

it('CDN-19 asks the function about the handshake', async () => {
  publishFunction(
    bench,
    `exports.handler = async ({ Records: [{ cf: { request } }] }) => {
       if (!request.headers['sec-websocket-key']) return { status: '404' };
       request.uri = '/graphql/realtime';
       return request;
     };`,
  );
  const edge = await bench.open(aDistributionWithFunction());
  const socket = await connected(edge, '/realtime');

  expect(accepted).toMatchObject([{ url: '/graphql/realtime' }]);
  expect(await view(edge, { path: '/realtime' })).toMatchObject({ status: 404 });
  socket.terminate();
});

describe('CDN-20 a handshake that is refused', () => {
  async function refusal({ port }: EdgeLocation, path = '/') {
    const socket = aSocket(port, path);
    const [, response] = (await once(socket, 'unexpected-response')) as [
      unknown,
      AsyncIterable<Buffer> & { statusCode: number; headers: Record<string, string> },
    ];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() };
  }

  it('by the origin is answered as the origin answered', async () => {
    sockets.options.verifyClient = (_: unknown, done: (ok: boolean, code: number, text: string) => void) => {
      done(false, 401, 'who?');
    };

    expect(await refusal(await open())).toMatchObject({
      status: 401,
      body: 'who?',
      headers: { 'x-amz-cf-pop': 'HIO50-P1' },
    });
  });

  it('by CloudFront is answered with a page', async () => {
    expect(await refusal(await open({ origins: [], ...withoutOrigin() }))).toMatchObject({ status: 502 });
  });

  it('by the function is answered as the function says', async () => {
    publishFunction(bench, "exports.handler = async () => ({ status: '404', body: 'nothing' });");
    bench.cloudFront.createDistribution(aDistributionWithFunction(), bench.home);

    expect(await refusal(await bench.edge())).toMatchObject({ status: 404, body: 'nothing' });
  });

  it('by a behaviour that does not pass its headers on fails at the origin', async () => {
    const edge = await open({ defaultBehavior: aBehavior({ originRequestPolicyId: undefined }) });

    expect(await refusal(edge)).toMatchObject({ status: 400 });
  });
});

it('CDN-21 ends a WebSocket after ten minutes without a byte from the origin', async () => {
  const socket = await connected(await open());
  await bench.clock.advance(9 * MINUTE);
  await echoed(socket, 'alive');
  await bench.clock.advance(9 * MINUTE);
  expect(socket.readyState).toBe(WebSocket.OPEN);
  const closed = once(socket, 'close');
  await bench.clock.advance(MINUTE);

  expect(await closed).toMatchObject([1006, expect.anything()]);
});

it('closes the origin’s end when the viewer is gone', async () => {
  const socket = await connected(await open());
  const closed = once(accepted[0]?.socket ?? sockets, 'close');
  socket.terminate();

  expect(await closed).toMatchObject([1006, expect.anything()]);
});

it('closes the viewer’s end when the origin is gone', async () => {
  const socket = await connected(await open());
  accepted[0]?.raw.destroy();

  expect(await once(socket, 'close')).toMatchObject([1006, expect.anything()]);
});

it('closes the viewer’s end when the origin breaks down', async () => {
  const socket = await connected(await open());
  accepted[0]?.raw.resetAndDestroy();

  expect(await once(socket, 'close')).toMatchObject([1006, expect.anything()]);
});

it('passes the last words on', async () => {
  const socket = await connected(await open());
  accepted[0]?.socket.close(4000, 'bye');
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];

  expect([code, reason.toString()]).toEqual([4000, 'bye']);
});

it('leaves nothing behind after many connections', async () => {
  const edge = await open();
  const times = 250;
  for (let time = 0; time < times; time += 1) {
    const socket = await connected(edge);
    socket.terminate();
  }
  await Promise.all(accepted.map(async ({ raw }) => raw.destroyed || once(raw, 'close')));

  expect(await connections()).toBe(0);
});

/** What a viewer reads that sends bytes. */
function exchanged({ port }: EdgeLocation, text: string): Promise<string> {
  return rawExchange(connectTls({ host: '127.0.0.1', port, rejectUnauthorized: false }), text);
}

it.each(['h2c', 'foo'])('CDN-34 overlooks an offer of %s', async (protocol) => {
  const answer = await exchanged(
    await open(),
    `POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close, Upgrade\r\nUpgrade: ${protocol}\r\nContent-Length: 4\r\n\r\nbody`,
  );

  expect(answer).toContain('HTTP/1.1 200 OK');
  expect(await origin.asked.find(() => true)).toMatchObject({ method: 'POST', body: 'body' });
  expect(accepted).toEqual([]);
});

it('CDN-34 takes a WebSocket that is offered among others', async () => {
  sockets.on('connection', (socket) => socket.terminate());
  const answer = await exchanged(
    await open(),
    'GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c, websocket\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );

  expect(answer).toContain('HTTP/1.1 101 Switching Protocols');
});

it.each([
  ['another version', 'Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'],
  ['no version', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'],
])('CDN-20 gives the origin’s answer to %s, which names the versions that it speaks', async (_, headers) => {
  const offer = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
  const answer = await exchanged(await open(), `GET /x HTTP/1.1\r\nHost: localhost\r\n${offer}${headers}\r\n`);

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n(?:.+\r\n)*Sec-WebSocket-Version: 13/);
});

it.each(['', 'Sec-WebSocket-Key: short\r\n'])('CDN-20 gives the origin’s answer to the key %j', async (key) => {
  const offer = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n';
  const answer = await exchanged(await open(), `GET /x HTTP/1.1\r\nHost: localhost\r\n${offer}${key}\r\n`);

  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
});

function withoutOrigin(): Partial<DistributionDefinition> {
  bench.hosts.serve(ORIGIN_HOST, endpointAt(1));
  return aDistribution();
}

/** The connections that the origin has. */
function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    origin.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}
