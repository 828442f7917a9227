// Prints the messages of a channel with nothing but a WebSocket: node client/examples/bare-websocket.mjs [CHANNEL [URL TOKEN]]
// Without URL and TOKEN through the front door of the engine that runs here. The frames: docs/PROTOCOL.md.
import { existsSync, readFileSync } from 'node:fs';
import { WebSocket } from 'ws';

const ENGINE = '.local/endpoints.json';
const [name = 'tech', url, token] = process.argv.slice(2);
if (url === undefined ? !existsSync(ENGINE) : !(URL.canParse(url) && token))
  end('Start the engine here (npm start), or give URL and TOKEN of a deployed stage.');
const engine = url === undefined ? JSON.parse(readFileSync(ENGINE, 'utf8')) : undefined;

const { host } = new URL(url ?? engine.frontDoor.graphqlUrl);
const authorization = { host, Authorization: token ?? engine.token };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
const query = 'subscription Subscribe($name: String!) { subscribe(name: $name) { name message region publishedAt } }';
const data = JSON.stringify({ query, variables: { name } });
const trust = engine ? { ca: readFileSync(engine.certificateAuthority) } : {};

const socket = new WebSocket(`wss://${host}/graphql/realtime`, ['graphql-ws', `header-${header}`], trust);
socket.on('open', () => socket.send('{"type":"connection_init"}'));
socket.on('message', (bytes) => {
  const { type, payload } = JSON.parse(bytes.toString());
  const start = { id: '1', type: 'start', payload: { data, extensions: { authorization } } };
  if (type === 'connection_ack') socket.send(JSON.stringify(start));
  if (type === 'start_ack') console.error(`Listening to ${name}.`);
  if (type === 'complete') end('An operator has ended the subscription.');
  const [error] = [payload?.errors ?? []].flat();
  const sentence = error && [error.errorType, error.message].filter(Boolean).join(': ');
  if (type === 'data' && payload.data?.subscribe) console.log(JSON.stringify(payload.data.subscribe));
  else if (type === 'data') console.error(`A message came without its content: ${sentence}`);
  else if (sentence) end(sentence);
});
socket.on('error', ({ message }) =>
  end(`${host} cannot be reached (${message || 'no answer'}); is the address right?`),
);
socket.on('close', () => end('The server closed the connection; start again to go on.'));

/** @param {string} sentence */
function end(sentence) {
  console.error(sentence);
  process.exit(1);
}
