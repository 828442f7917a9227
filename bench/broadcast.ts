// The yardstick: the least that a server can do, `ws` sending the same frame to everybody.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { answerParent } from './answers';
import { CHANNEL } from './protocol';

/** As long as the ids of the audience, so that every frame is as long as the engine's. */
const SUBSCRIPTION_ID = 'b2d1c7f0-5a7e-4f0e-9d3b-2f6f1a7c9e10';
/** The envelope of a message, as long as the engine's. */
const ENVELOPE = { id: '01KAJ0M9T3Q5W7E9R1T3Y5V7X9', publishedAt: '2026-01-01T00:00:00.000Z', region: 'us-west-2' };

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables: { message: string } };
    const subscribe = { name: CHANNEL, message: variables.message, ...ENVELOPE };
    const frame = Buffer.from(JSON.stringify({ id: SUBSCRIPTION_ID, type: 'data', payload: { data: { subscribe } } }));
    for (const client of sockets.clients) client.send(frame, { binary: false });
    response.end('{}');
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (client) => {
  client.on('message', (data: Buffer) => {
    const { type } = JSON.parse(data.toString()) as { type: string };
    const answer = type === 'start' ? { id: SUBSCRIPTION_ID, type: 'start_ack' } : { type: 'connection_ack' };
    client.send(JSON.stringify(answer));
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  answerParent({
    kind: 'ready',
    httpUrl: `http://127.0.0.1:${port}/`,
    webSocketUrl: `ws://127.0.0.1:${port}/`,
    apiKey: '',
  });
});
