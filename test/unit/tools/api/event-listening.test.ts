// What `npm run sub -- --events` makes of the frames of servers that are no Event API, or have trouble.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Message } from 'global-pubsub-client';
import { WebSocketServer } from 'ws';
import { EventListening } from '../../../../tools/api/event-listening';

const MESSAGE = {
  ...{ name: 'tech', message: 'hi', data: null, id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' },
  ...{ publishedAt: '2026-01-01T00:00:00.000Z', region: 'us-west-2', userId: null, position: '', previous: null },
};
const SUCCESS = { type: 'subscribe_success', id: '1' };
const DATA = dataOf(MESSAGE);
const CLOSE = 'close';
const servers: WebSocketServer[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function dataOf(event: unknown) {
  return { type: 'data', id: '1', event: JSON.stringify(event) };
}

/** Refuses a subscription: what may pass is tried again, and everything else is the end. */
function refusalOf(errorType: string) {
  return { type: 'subscribe_error', id: '1', errors: [{ errorType, message: 'no' }] };
}

/** Listens, to its end, at a server that sends these frames on one connection after the other. */
async function heardFrom(...connections: readonly (readonly unknown[])[]) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: ([first]) => first ?? false });
  servers.push(server);
  await once(server, 'listening');
  let count = 0;
  server.on('connection', (socket) => {
    for (const frame of connections[count] ?? []) {
      if (frame === CLOSE) socket.close();
      else socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    }
    count += 1;
  });
  const { port } = server.address() as AddressInfo;
  const told: string[] = [];
  const messages: Message[] = [];
  const { ended } = new EventListening({
    connection: { url: `http://127.0.0.1:${port}`, credentials: { apiKey: 'da2-key' }, isEvents: true },
    channel: 'tech',
    tell: (sentence) => told.push(sentence),
    onMessage: (message) => messages.push(message),
  });
  await expect(ended).rejects.toThrow('End: no');
  return { told, messages };
}

it('tells why there is no connection', async () => {
  const { told } = await heardFrom([CLOSE], [refusalOf('LimitExceededError')], [refusalOf('End')]);

  expect(told).toEqual([
    'No connection (the API closed it); trying again.',
    'No connection (LimitExceededError: no); trying again.',
  ]);
});

it.each<[string, unknown]>([
  ['what is not JSON', 'x'],
  ['nothing', 'null'],
  ['an event that is not text', { type: 'data', id: '1', event: MESSAGE }],
  ['an event that is another thing', dataOf({ name: 'tech' })],
  ['an event of another kind', { ...DATA, type: 'other' }],
])('takes %s for no message', async (_, frame) => {
  const { messages } = await heardFrom([SUCCESS, frame, DATA, refusalOf('End')]);

  expect(messages).toEqual([MESSAGE]);
});

it('goes on after a message that could not be broadcast, and says so', async () => {
  const failed = { type: 'broadcast_error', id: '1', errors: [{ errorType: 'MessageProcessingError', message: 'no' }] };

  const { told, messages } = await heardFrom([SUCCESS, failed, DATA, refusalOf('End')]);

  expect([told.at(-1), messages]).toEqual(['A message is missing: MessageProcessingError: no', [MESSAGE]]);
});
