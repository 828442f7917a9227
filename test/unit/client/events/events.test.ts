// The page's own client of the Events door, without a network.
import { type Message, PublishError } from 'global-pubsub-client';
import { fakeClock } from '../../../../local/test/support/clock';
import { SentBy } from '../../../../client/src/events/door';
import { messageIn } from '../../../../client/src/events/event-message';
import { EventsDoor } from '../../../../client/src/events/events-door';
import { publishEvent } from '../../../../client/src/events/publish-event';
import { aMessage } from '../../../support/message';

const MESSAGE = aMessage({ data: { price: 5 } });
const AUTHORIZATION = { host: 'pubsub.example.com', Authorization: 'a-token' };

/** A socket whose server is the test. */
class FakeSocket extends EventTarget {
  static readonly opened: FakeSocket[] = [];
  readonly sent: unknown[] = [];
  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[]) {
    super();
    [this.url, this.protocols] = [url, protocols];
    FakeSocket.opened.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.dispatchEvent(new Event('close'));
  }

  get(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }
}

function openDoor(...channels: readonly string[]) {
  const clock = fakeClock();
  const messages: Message[] = [];
  const door = new EventsDoor({
    ...{ clock, origin: 'https://pubsub.example.com' },
    credential: { kind: 'token', value: 'a-token' },
    WebSocket: FakeSocket as never,
    onMessage: (message) => messages.push(message),
  });
  door.listen(channels);
  return { door, messages, clock, socket: socketOf(0) };
}

function socketOf(index: number): FakeSocket {
  const socket = FakeSocket.opened[index];
  if (!socket) throw new Error(`There are ${FakeSocket.opened.length} sockets.`);
  return socket;
}

/** What becomes of an event that is answered so. @param body JSON, unless it is text */
async function publishing(status: number, body: unknown): Promise<PublishError | undefined> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(text, { status }));
  return failureOfPublishing();
}

async function failureOfPublishing(): Promise<PublishError | undefined> {
  try {
    await publishEvent({ channel: 'tech', text: 'hi', id: '01' }, { kind: 'token', value: 'a-token' });
    return undefined;
  } catch (error) {
    if (error instanceof PublishError) return error;
    throw error;
  }
}

beforeEach(() => {
  FakeSocket.opened.length = 0;
});

afterEach(() => {
  jest.restoreAllMocks();
});

it('connects to the front door with the credential', () => {
  const { socket, door } = openDoor('tech');
  const [protocol, header = ''] = socket.protocols;

  expect([socket.url, protocol]).toEqual(['wss://pubsub.example.com/event/realtime', 'aws-appsync-event-ws']);
  expect(JSON.parse(Buffer.from(header.replace('header-', ''), 'base64url').toString())).toEqual(AUTHORIZATION);
  expect(door.state.value).toBe('connecting');
});

it('subscribes to each channel and pattern, but to no pattern for all of them', () => {
  const { socket, door } = openDoor('tech', 'news/*', '*');
  socket.get({ type: 'connection_ack' });

  expect(door.state.value).toBe('live');
  expect(socket.sent).toEqual([
    { type: 'subscribe', id: '1', channel: '/tech', authorization: AUTHORIZATION },
    { type: 'subscribe', id: '2', channel: '/news/*', authorization: AUTHORIZATION },
  ]);
});

it('follows the channels that are listened to', () => {
  const { socket, door } = openDoor('tech');
  socket.get({ type: 'connection_ack' });
  door.listen(['cars']);

  expect(socket.sent.slice(1)).toEqual([
    { type: 'unsubscribe', id: '1' },
    { type: 'subscribe', id: '2', channel: '/cars', authorization: AUTHORIZATION },
  ]);
});

it('hands over messages, and nothing else', () => {
  const { socket, messages } = openDoor('tech');
  socket.get({ type: 'connection_ack' });
  socket.get({ type: 'ka' });
  socket.get({ type: 'data', id: '1', event: '{"hello":"world"}' });
  socket.get({ type: 'data', id: '1', event: JSON.stringify(MESSAGE) });

  expect(messages).toEqual([MESSAGE]);
});

it('connects again when the connection has ended', async () => {
  const { socket, clock } = openDoor('tech');
  socket.get({ type: 'connection_ack' });
  socket.close();
  await clock.advance(2000);
  socketOf(1).get({ type: 'connection_ack' });

  expect(socketOf(1).sent).toEqual([{ type: 'subscribe', id: '2', channel: '/tech', authorization: AUTHORIZATION }]);
});

it('knows to which channels the door does not let it listen', () => {
  const { socket, door } = openDoor('tech', 'odd.name');
  socket.get({ type: 'connection_ack' });
  socket.get({ type: 'subscribe_success', id: '1' });
  socket.get({ type: 'subscribe_error', id: '2', errors: [{ errorType: 'BadRequestException' }] });
  const refused = door.unheard.value;
  door.listen(['tech']);

  expect([refused, door.unheard.value]).toEqual([['odd.name'], []]);
});

it('connects again when the connection has been silent for longer than the API said', async () => {
  const { socket, clock, door } = openDoor('tech');
  socket.get({ type: 'connection_ack', connectionTimeoutMs: 300_000 });
  await clock.advance(299_000);
  socket.get({ type: 'ka' });
  await clock.advance(299_000);
  const before = [door.state.value, FakeSocket.opened.length];
  await clock.advance(1000);
  await clock.advance(2000);

  expect([before, FakeSocket.opened.length]).toEqual([['live', 1], 2]);
});

it.each([
  ['is shut', (door: EventsDoor) => door.close(), 'off'],
  ['is refused', (_: EventsDoor, socket: FakeSocket) => socket.get({ type: 'connection_error' }), 'refused'],
] as const)('stays away when it %s', async (_what, end, state) => {
  const { door, socket, clock } = openDoor('tech');
  end(door, socket);
  socket.close();
  await clock.advance(60_000);

  expect(FakeSocket.opened).toHaveLength(1);
  expect(door.state.value).toBe(state);
});

it.each([
  ['no text', undefined],
  ['no JSON', 'hello'],
  ['no message', '{"name":"tech"}'],
  ['a sender that is no text', JSON.stringify({ ...MESSAGE, userId: 5 })],
])('takes %s for no message', (_what, event) => {
  expect(messageIn(event)).toBeUndefined();
});

it('has no data where an event has none', () => {
  expect(messageIn(JSON.stringify({ ...MESSAGE, data: undefined }))).toEqual({ ...MESSAGE, data: null });
});

it.each<[unknown, string | undefined, string]>([
  [{ successful: [{ index: 0 }], failed: [] }, undefined, ''],
  [
    { failed: [{ code: 'HandlerExecutionError', message: 'InvalidData: $.price: No.' }] },
    'InvalidData',
    '$.price: No.',
  ],
  [{ failed: [{ code: 'HandlerExecutionError', message: 'Not-A-Member: ' }] }, 'Not-A-Member', ''],
  [{ failed: [{ code: 'EventTooLargeException', message: 'Too large.' }] }, 'EventTooLargeException', 'Too large.'],
])('knows from %j why an event was not published', async (body, code, message) => {
  const failure = await publishing(200, body);

  expect([failure?.code, failure?.message ?? '', failure?.mayArrive ?? false]).toEqual([code, message, false]);
});

it.each<[string, number, unknown, string, boolean]>([
  ['a front door without an answer', 502, '<html>', 'Unreachable', true],
  ['a page in place of an API', 200, '<html>', 'Unreachable', true],
  ['a front door that takes nothing so large', 413, '<html>', 'MessageTooLarge', false],
  ['credentials that do not hold', 401, { errors: [{ errorType: 'UnauthorizedException' }] }, 'Unauthorized', false],
  [
    'a failure of the API',
    500,
    { errors: [{ errorType: 'InternalFailure', message: 'No.' }] },
    'InternalFailure',
    true,
  ],
  ['a bus that was silent', 200, { failed: [{ message: 'EventBusUnavailable: No.' }] }, 'EventBusUnavailable', true],
])('knows of %s whether the event may arrive', async (_what, status, body, code, mayArrive) => {
  expect(await publishing(status, body)).toMatchObject({ code, mayArrive });
});

it('says of an event that nobody answers to that it may arrive', async () => {
  jest.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('fetch failed'));

  expect(await failureOfPublishing()).toMatchObject({ code: 'Unreachable', mayArrive: true });
});

it('remembers by which door its last messages were sent', () => {
  const sentBy = new SentBy();
  for (let index = 0; index <= 500; index += 1) sentBy.note(String(index), index % 2 === 0 ? 'GraphQL' : 'Events');

  expect(['0', '1', '500', 'else'].map(sentBy.doorOf)).toEqual([undefined, 'Events', 'GraphQL', undefined]);
});
