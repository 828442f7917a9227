// Prints the messages of a channel as AppSync Events, with nothing but a WebSocket: node client/examples/events.mjs [CHANNEL [URL TOKEN]]
// URL is https://DOMAIN/event, with the stage's domain. Without URL and TOKEN through the front door of the engine that runs here.
// The frames: docs/PROTOCOL.md.
import { existsSync, readFileSync } from 'node:fs';
import { WebSocket } from 'ws';

const ENGINE = '.local/endpoints.json';
const [name = 'tech', url, token] = process.argv.slice(2);
if (url === undefined ? !existsSync(ENGINE) : !(URL.canParse(url) && token))
  end('Start the engine here (npm start), or give URL and TOKEN of a deployed stage.');
const engine = url === undefined ? JSON.parse(readFileSync(ENGINE, 'utf8')) : undefined;
const eventUrl = url ?? engine.frontDoor.eventUrl ?? end('The stage has no Event APIs; its setting "events" says so.');

const { host } = new URL(eventUrl);
const authorization = { host, Authorization: token ?? engine.token };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
const trust = engine ? { ca: readFileSync(engine.certificateAuthority) } : {};

const socket = new WebSocket(`wss://${host}/event/realtime`, ['aws-appsync-event-ws', `header-${header}`], trust);
socket.on('open', () =>
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', channel: `/${name}`, authorization })),
);
socket.on('message', (bytes) => {
  const { type, event, errors } = JSON.parse(bytes.toString());
  if (type === 'subscribe_success') console.error(`Listening to ${name}.`);
  if (type === 'data') console.log(event);
  if (errors) end([errors[0].errorType, errors[0].message].filter(Boolean).join(': '));
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
