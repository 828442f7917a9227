// Prints the messages of a channel at a region's Events door, with nothing but a WebSocket: node client/examples/events.mjs [CHANNEL [URL TOKEN]]
// URL is https://HOST/event with the stack's output EventsHttpHost. Without it and TOKEN in the first region of the engine that runs here.
// The frames: docs/PROTOCOL.md.
import { existsSync, readFileSync } from 'node:fs';
import { WebSocket } from 'ws';

const ENGINE = '.local/endpoints.json';
const [name = 'tech', url, token] = process.argv.slice(2);
if (url === undefined ? !existsSync(ENGINE) : !(URL.canParse(url) && token))
  end('Start the engine here (npm start), or give URL and TOKEN of a deployed stage.');
const engine = url === undefined ? JSON.parse(readFileSync(ENGINE, 'utf8')) : undefined;
const [region] = Object.values(engine?.regions ?? {});
const eventUrl = url ?? region?.eventUrl ?? end('The stage has no Event API; its setting "events" says so.');

const { host } = new URL(eventUrl);
const authorization = { host, Authorization: token ?? engine.token };
const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
const realtimeUrl = `${eventUrl.replace(/^http/, 'ws').replace('.appsync-api.', '.appsync-realtime-api.')}/realtime`;

const socket = new WebSocket(realtimeUrl, ['aws-appsync-event-ws', `header-${header}`]);
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
