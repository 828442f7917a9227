// What a client begins to say and does not finish, over a real socket.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { endUnfinished } from '../../src/appsync/realtime/unfinished-message';
import { fakeClock } from '../support/clock';

const HANDSHAKE = [
  'GET / HTTP/1.1',
  'Host: localhost',
  'Upgrade: websocket',
  'Connection: Upgrade',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');
/** A masked frame of text, `hi`. */
const FRAME = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]);
const HALF = FRAME.subarray(0, 4);

/** A client of a server that ends unfinished messages, and what the server sees of it. */
async function aConnection() {
  const clock = fakeClock();
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  const accepted = new Promise<readonly [WebSocket, Duplex]>((resolve) => {
    server.once('connection', (client, request) => resolve([client, request.socket]));
  });
  socket.write(HANDSHAKE);
  const [client, served] = await accepted;
  endUnfinished(client, served, clock);
  let ends = 0;
  client.on('close', () => (ends += 1));
  return {
    clock,
    ends: () => ends,
    /** Resolves when the server has seen the bytes. */
    send: async (bytes: Buffer) => {
      const seen = once(served, 'data');
      socket.write(bytes);
      await seen;
    },
    stop: () => {
      socket.destroy();
      server.close();
    },
  };
}

test('RT-17: a client that does not finish a frame is let go', async () => {
  const { clock, ends, send, stop } = await aConnection();

  await send(FRAME);
  await send(HALF);
  await clock.advance(29_999);
  const before = ends();
  await clock.advance(1);

  expect([before, ends()]).toEqual([0, 1]);
  stop();
});

test('RT-17: a client that has finished its frames may be silent', async () => {
  const { clock, ends, send, stop } = await aConnection();

  await send(HALF);
  await send(FRAME.subarray(4));
  await send(FRAME);
  await clock.advance(3_600_000);

  expect(ends()).toBe(0);
  stop();
});
