// The yardstick: the least that a server can do. A POST comes, and `ws` sends one frame to everybody on the channel.
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { ENVELOPE, listenForParent } from './answers';

/** As long as the ids of the audience, so that every frame is as long as the engine's. */
const SUBSCRIPTION_ID = 'b2d1c7f0-5a7e-4f0e-9d3b-2f6f1a7c9e10';

/** What is published. */
interface Body {
  readonly variables: { readonly name: string; readonly message: string };
}

const channels = new Map<string, Set<WebSocket>>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as Body;
    const subscribe = { ...variables, ...ENVELOPE };
    const frame = Buffer.from(JSON.stringify({ id: SUBSCRIPTION_ID, type: 'data', payload: { data: { subscribe } } }));
    for (const client of channels.get(variables.name) ?? []) client.send(frame, { binary: false });
    response.end(JSON.stringify({ data: { publish: subscribe } }));
  });
});

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (client) => {
  client.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as {
      readonly type: string;
      readonly payload?: { readonly data: string };
    };
    if (!frame.payload) {
      client.send('{"type":"connection_ack"}');
      return;
    }
    const { variables } = JSON.parse(frame.payload.data) as Body;
    const listeners = channels.get(variables.name) ?? new Set();
    channels.set(variables.name, listeners.add(client));
    client.once('close', () => listeners.delete(client));
    client.send(`{"id":"${SUBSCRIPTION_ID}","type":"start_ack"}`);
  });
});

listenForParent(server, 'appsync');
