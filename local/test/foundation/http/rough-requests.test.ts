// What a server of the engine answers to requests that no library would send, with and without TLS.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { WebSocketServer } from 'ws';
import { createAuthority, issueCertificate } from '../../../src/planet/certificate';
import {
  listen,
  type ListeningServer,
  type ServerTimeouts,
  type TlsIdentity,
} from '../../../src/foundation/http/server';
import { rawExchange } from '../../support/raw-socket';
import { endAll, endLater } from '../../support/endings';

const H2C = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n';
const KEY = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
const CLOSE = 'Connection: close\r\n';
const MAX_HEADER_BYTES = 16_384;
/** More than a connection takes at once. */
const LONG_ANSWER = Array.from({ length: 200 }, () => 'x'.repeat(65_536));
const TIMEOUTS: ServerTimeouts = { headers: 10_000, request: 10_000, idle: 10_000, lingering: 10_000 };

let identity: TlsIdentity;
let server: ListeningServer;
/** Requests that came through, and those with which a WebSocket was opened. */
let requests: { readonly line: string; readonly body: string; readonly headers: object }[];
let upgrades: string[];

beforeAll(async () => {
  identity = await issueCertificate(await createAuthority());
});

beforeEach(async () => {
  requests = [];
  upgrades = [];
  const sockets = new WebSocketServer({ noServer: true });
  server = await listen({
    ...{ port: 0, tls: identity, maxHeaderSize: MAX_HEADER_BYTES },
    onRequest: (request, response) => {
      const { headers, httpVersion, method, url } = request;
      const chunks: Buffer[] = [];
      if (url === '/begun') response.write('begun');
      if (url === '/long') {
        Readable.from(LONG_ANSWER).pipe(response);
        return;
      }
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        requests.push({ line: `${method} ${url} ${httpVersion}`, body, headers });
        // Later than what came in the same packet.
        setImmediate(() => response.end(`answer to ${url}`));
      });
    },
    onUpgrade: (request, socket, head) => {
      upgrades.push(request.headers.upgrade ?? '');
      sockets.handleUpgrade(request, socket, head, (client) => client.terminate());
    },
  });
  endLater(async () => server.stop());
});

afterEach(endAll);

function open(scheme: string): Socket {
  const to = { port: server.port, host: '127.0.0.1' };
  return scheme === 'https' ? connectTls({ ...to, rejectUnauthorized: false }) : connect(to);
}

/** @param lines of its head, each with its end */
function aRequest(line: string, lines: string, body = ''): string {
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`;
  return `${line} HTTP/1.1\r\nHost: localhost\r\n${lines}${length}\r\n${body}`;
}

function statusesOf(answer: string): readonly number[] {
  return [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
}

function answersOf(answer: string): readonly string[] {
  return [...answer.matchAll(/answer to ([^\s]+?)(?=HTTP|$)/g)].map(([, path = '']) => path);
}

describe.each(['http', 'https'])('over %s', (scheme) => {
  it.each(['h2c', 'foo', 'TLS/1.2, h2c', 'websockets'])('an offer of %s is overlooked', async (protocol) => {
    const offer = `Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: ${protocol}\r\nHTTP2-Settings: AAM\r\n`;

    const answer = await rawExchange(open(scheme), aRequest('GET /', offer));

    expect(statusesOf(answer)).toEqual([200]);
    expect(requests).toEqual([{ line: 'GET / 1.1', body: '', headers: { host: 'localhost', connection: 'close' } }]);
  });

  it('the body of a request that offers another protocol is read', async () => {
    await rawExchange(open(scheme), aRequest('POST /', H2C, 'hello') + aRequest('GET /', CLOSE));

    expect(requests).toMatchObject([{ line: 'POST / 1.1', body: 'hello' }, { line: 'GET / 1.1' }]);
  });

  it('so is a body that comes later, in chunks', async () => {
    const head = aRequest('POST /', `${H2C}Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n`);

    await rawExchange(open(scheme), head, '5\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n', aRequest('GET /', CLOSE));

    expect(requests).toMatchObject([{ line: 'POST / 1.1', body: 'hello' }, { line: 'GET / 1.1' }]);
  });

  it('offers in many requests of one connection are answered in their order, without a warning', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on('warning', note);
    const paths = Array.from({ length: 30 }, (_, index) => `/${index}`);
    const offers = paths.map((path) => aRequest(`GET ${path}`, H2C)).join('');

    const answer = await rawExchange(open(scheme), offers + aRequest('GET /last', CLOSE));

    process.off('warning', note);
    expect(answersOf(answer)).toEqual([...paths, '/last']);
    expect(warnings).toEqual([]);
  });

  it.each(['websocket', 'WebSocket', 'h2c, websocket', 'websocket,h2c'])('%s is taken', async (protocol) => {
    const offer = `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${KEY}`;

    expect(statusesOf(await rawExchange(open(scheme), aRequest('GET /', offer)))).toEqual([101]);
    expect(upgrades).toEqual(['websocket']);
  });

  it.each([
    ['POST', aRequest('POST /', `Connection: close, Upgrade\r\nUpgrade: websocket\r\n${KEY}`, 'hello')],
    ['HTTP/1.0', aRequest('GET /', `Connection: Upgrade\r\nUpgrade: websocket\r\n${KEY}`).replace('1.1', '1.0')],
  ])('a WebSocket is not taken from %s', async (_, text) => {
    expect(statusesOf(await rawExchange(open(scheme), text))).toEqual([200]);
    expect(upgrades).toEqual([]);
  });

  it('a WebSocket waits for the answers to earlier requests', async () => {
    const handshake = aRequest('GET /', `Connection: Upgrade\r\nUpgrade: websocket\r\n${KEY}`);

    const answer = await rawExchange(open(scheme), aRequest('GET /1', '') + aRequest('GET /2', '') + handshake);

    expect(statusesOf(answer)).toEqual([200, 200, 101]);
  });

  it.each(['h2c', 'websocket'])('an offer of %s does not hold up a long answer before it', async (protocol) => {
    const offer = `Connection: Upgrade\r\nUpgrade: ${protocol}\r\n${KEY}`;
    const last = protocol === 'h2c' ? aRequest('GET /last', CLOSE) : '';

    const answer = await rawExchange(open(scheme), aRequest('GET /long', '') + aRequest('GET /', offer) + last);

    expect(statusesOf(answer)).toEqual(protocol === 'h2c' ? [200, 200, 200] : [200, 101]);
    expect(answer.split(LONG_ANSWER[0] ?? '')).toHaveLength(LONG_ANSWER.length + 1);
  });

  it('an offer leaves the other headers as they are, however many they are', async () => {
    const many = 'a:b\r\n'.repeat(3000);

    await rawExchange(open(scheme), aRequest('GET /', `${H2C}X-Name: é\r\n${many}`) + aRequest('GET /', CLOSE));

    expect(requests).toMatchObject([{ headers: { 'x-name': 'é' } }, {}]);
  });

  it.each([MAX_HEADER_BYTES, 100_000, 3_000_000])('headers of %i bytes are answered with 431', async (length) => {
    const answer = await rawExchange(open(scheme), aRequest('GET /', `X-Long: ${'x'.repeat(length)}\r\n`));

    expect(answer).toBe(
      'HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    );
  });

  it.each([
    ['garbage', 'garbage\r\n\r\nand more'],
    ['half a request', 'GET / HT'],
    ['a header with a space', aRequest('GET /', 'X : y\r\n')],
    ['two lengths', aRequest('POST /', 'Content-Length: 3\r\n', 'hello')],
    ['a length and chunks', aRequest('POST /', 'Transfer-Encoding: chunked\r\n', 'hello')],
    ['a chunk without a length', `${aRequest('POST /', 'Transfer-Encoding: chunked\r\n')}zz\r\n`],
    ['two hosts', aRequest('GET /', 'Host: example.com\r\n')],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['CONNECT', aRequest('CONNECT localhost:443', '')],
  ])('%s is answered with 400', async (_, text) => {
    const socket = open(scheme);
    const answer = rawExchange(socket, text);
    if (text.endsWith('HT')) socket.end();

    expect(statusesOf(await answer)).toEqual([400]);
    expect(requests).toEqual([]);
  });

  it('two hosts open no WebSocket', async () => {
    const handshake = `Host: example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${KEY}`;

    expect(statusesOf(await rawExchange(open(scheme), aRequest('GET /', handshake)))).toEqual([400]);
    expect(upgrades).toEqual([]);
  });

  it('bytes that are not a request are answered after the requests before them', async () => {
    const answer = await rawExchange(open(scheme), aRequest('GET /1', '') + aRequest('GET /2', '') + 'garbage\r\n\r\n');

    expect(statusesOf(answer)).toEqual([200, 200, 400]);
  });

  it('so is an invalid body', async () => {
    const body = `${aRequest('POST /', 'Transfer-Encoding: chunked\r\n')}zz\r\n`;

    expect(statusesOf(await rawExchange(open(scheme), aRequest('GET /1', '') + body))).toEqual([200, 400]);
  });

  it('an answer that has begun is not followed by another one', async () => {
    const head = aRequest('POST /begun', 'Transfer-Encoding: chunked\r\n');

    expect(statusesOf(await rawExchange(open(scheme), head, 'zz\r\n'))).toEqual([200]);
  });

  it('no header is left out, however many there are', async () => {
    const many = Array.from({ length: 2500 }, () => 'a:\r\n').join('');

    await rawExchange(open(scheme), aRequest('POST /', CLOSE + many, 'hello'));

    expect(requests).toMatchObject([{ body: 'hello', headers: { 'content-length': '5' } }]);
  });
});

it('a server that takes no WebSockets overlooks the offer of one', async () => {
  const plain = await listen({ port: 0, onRequest: (_, response) => response.end('here') });
  const offer = `Connection: Upgrade\r\nUpgrade: websocket\r\n${KEY}`;
  const socket = connect(plain.port, '127.0.0.1');

  const answer = await rawExchange(socket, aRequest('GET /', offer) + aRequest('GET /', CLOSE));

  expect(statusesOf(answer)).toEqual([200, 200]);
  await plain.stop();
});

it('a request whose headers do not come in time is answered with 408', async () => {
  const impatient = await listen({
    port: 0,
    timeouts: { ...TIMEOUTS, headers: 40, request: 80 },
    onRequest: (_, response) => response.end(),
  });

  const answer = await rawExchange(connect(impatient.port, '127.0.0.1'), 'GET / HTTP/1.1\r\nHost: ');

  expect(statusesOf(answer)).toEqual([408]);
  await impatient.stop();
});

describe('after an answer that ends the connection', () => {
  async function refused(timeouts: ServerTimeouts): Promise<{ readonly socket: Socket; readonly errors: Error[] }> {
    await server.stop();
    server = await listen({ port: 0, timeouts, onRequest: (_, response) => response.end() });
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const errors: Error[] = [];
    socket.on('error', (error) => errors.push(error)).resume();
    socket.write('garbage\r\n\r\n');
    await once(socket, 'end');
    return { socket, errors };
  }

  it('what else comes is still taken, so that the client can read the answer', async () => {
    const { socket, errors } = await refused(TIMEOUTS);

    // More than the machine would hold for a server that reads no more.
    await new Promise((resolve) => socket.write('x'.repeat(20_000_000), resolve));
    socket.end();
    await once(socket, 'close');

    expect(errors).toEqual([]);
  });

  it('but not for ever', async () => {
    const { socket } = await refused({ ...TIMEOUTS, lingering: 10 });

    const sending = setInterval(() => socket.write('x'), 10);
    const closed = new Promise((resolve) => socket.once('close', resolve));

    await expect(closed).resolves.toEqual(expect.any(Boolean));
    clearInterval(sending);
  });
});
