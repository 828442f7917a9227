// Prints the messages of a channel with nothing but a WebSocket: node client/examples/bare-websocket.mjs [CHANNEL [URL TOKEN]]
// Without URL and TOKEN through the front door of the engine that runs here.
import { Buffer } from 'node:buffer';
import console from 'node:console';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { URL } from 'node:url';
import { WebSocket } from 'ws';

const [name = 'tech', url, givenToken] = process.argv.slice(2);
const engine = url === undefined ? JSON.parse(readFileSync('.local/endpoints.json', 'utf8')) : undefined;
const endpoint = new URL(url ?? engine.frontDoor.graphqlUrl);
const token = givenToken ?? engine?.token;

const authorization = { host: endpoint.host, Authorization: token };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
const query = 'subscription Subscribe($name: String!) { subscribe(name: $name) { name message region publishedAt } }';

const socket = new WebSocket(
  `wss://${endpoint.host}/graphql/realtime`,
  ['graphql-ws', `header-${header}`],
  engine ? { ca: readFileSync(engine.certificateAuthority) } : {},
);
/** @param {object} frame */
const send = (frame) => socket.send(JSON.stringify(frame));

socket.on('open', () => send({ type: 'connection_init' }));
socket.on('message', (bytes) => {
  const { type, payload } = JSON.parse(bytes.toString());
  if (type === 'connection_ack') {
    const data = JSON.stringify({ query, variables: { name } });
    send({ id: '1', type: 'start', payload: { data, extensions: { authorization } } });
  }
  if (type === 'start_ack') console.error(`Listening to ${name}.`);
  if (type === 'data') console.log(JSON.stringify(payload.data.subscribe));
  if (type === 'error' || type === 'connection_error') console.error(JSON.stringify(payload.errors));
});
socket.on('error', ({ message }) => console.error(message));
socket.on('close', () => console.error('The connection was closed.'));
