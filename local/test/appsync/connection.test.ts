// The real-time protocol's state machine, without a socket. Ids refer to docs/PROTOCOL.md.
import { Unauthorized } from '../../src/appsync/authorization/authorization';
import { ResolverError, RequestRefused } from '../../src/appsync/execution/graphql-error';
import { Connection } from '../../src/appsync/realtime/connection';
import type { DataFrame } from '../../src/appsync/realtime/data-frames';
import { FilterRefused, readFilter } from '../../src/appsync/realtime/filter';
import { GRAPHQL_WS } from '../../src/appsync/realtime/protocol';
import { SeveralRootFields } from '../../src/appsync/realtime/subscription-request';
import { Subscriptions, type Listener } from '../../src/appsync/realtime/subscriptions';
import type { JsonObject } from '../../src/foundation/json';
import { fakeClock } from '../support/clock';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function aListener(name: string): Listener {
  const filter = readFilter({ filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value: name }] }] });
  return {
    key: name,
    payloadKey: name,
    field: 'subscribe',
    mutations: ['publish'],
    filter,
    invalidationFilter: filter,
    payloadOf: (published) => Buffer.from(JSON.stringify({ data: { subscribe: published } })),
  };
}

/** A connection whose channel is the `data` of its `start` messages. */
function aConnection(prepare: (data: string) => Promise<Listener> = (data) => Promise.resolve(aListener(data))) {
  const clock = fakeClock();
  const frames: JsonObject[] = [];
  const faults: unknown[] = [];
  const subscriptions = new Subscriptions((error) => faults.push(error));
  let closed = 0;
  const transport = {
    send: (frame: string | DataFrame) => void frames.push(JSON.parse(textOf(frame)) as JsonObject),
    close: () => void (closed += 1),
  };
  const connection = new Connection(transport, {
    ...{ protocol: GRAPHQL_WS, clock },
    prepare: ({ data }) => prepare(data),
    publish: () => Promise.reject(new Error('GraphQL has no such message.')),
    listen: (listener, subscriber) => subscriptions.add(listener, subscriber),
    fault: (error) => faults.push(error),
  });
  const receive = async (message: JsonObject | string) => {
    connection.receive(typeof message === 'string' ? message : JSON.stringify(message));
    await clock.advance(0);
    return frames.splice(0);
  };
  const start = (id: string, data: string) => receive({ id, type: 'start', payload: { data } });
  return { clock, subscriptions, frames, faults, connection, receive, start, closed: () => closed };
}

/** What a frame says: of its parts, whatever is behind the header. */
function textOf(frame: string | DataFrame): string {
  if (typeof frame === 'string') return frame;
  const whole = Buffer.concat(frame.parts());
  return whole.subarray(whole.indexOf('{"id"')).toString();
}

async function anAcknowledged(prepare?: (data: string) => Promise<Listener>) {
  const built = aConnection(prepare);
  await built.receive({ type: 'connection_init' });
  return built;
}

test('RT-10: connection_init is acknowledged with the timeout', async () => {
  const { receive } = aConnection();

  expect(await receive({ type: 'connection_init' })).toEqual([
    { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } },
  ]);
});

test('RT-10: a second connection_init changes nothing', async () => {
  const { receive } = await anAcknowledged();

  expect(await receive({ type: 'connection_init' })).toEqual([]);
});

test('RT-16: a client that does not say connection_init is let go', async () => {
  const { clock, receive, closed } = aConnection();

  await clock.advance(29_999);
  const before = closed();
  await receive({ type: 'start', id: '1', payload: { data: 'tech' } });
  await clock.advance(1);

  expect([before, closed()]).toEqual([0, 1]);
});

test('RT-11: ka comes every minute', async () => {
  const { clock, frames } = await anAcknowledged();

  await clock.advance(3 * MINUTE);

  expect(frames).toEqual([{ type: 'ka' }, { type: 'ka' }, { type: 'ka' }]);
});

test('RT-13: what comes before the acknowledgement is ignored', async () => {
  const { start, receive } = aConnection();

  expect([await start('1', 'tech'), await receive('garbage')]).toEqual([[], []]);
});

test('RT-14: the connection ends after 24 hours', async () => {
  const { clock, closed, frames } = await anAcknowledged();

  await clock.advance(DAY);
  frames.splice(0);
  await clock.advance(MINUTE);

  expect([closed(), frames]).toEqual([1, []]);
});

test('RT-21: start_ack comes when the subscription is live', async () => {
  const { start, subscriptions, frames } = await anAcknowledged();

  const answer = await start('1', 'tech');
  subscriptions.publish('publish', { name: 'tech' });

  expect([...answer, ...frames]).toEqual([
    { id: '1', type: 'start_ack' },
    { id: '1', type: 'data', payload: { data: { subscribe: { name: 'tech' } } } },
  ]);
});

test('RT-30: an event of another channel is not delivered', async () => {
  const { start, subscriptions, frames } = await anAcknowledged();
  await start('1', 'tech');

  subscriptions.publish('publish', { name: 'cars' });

  expect(frames).toEqual([]);
});

test('RT-23: stop is answered with complete, and nothing follows', async () => {
  const { start, receive, subscriptions, frames } = await anAcknowledged();
  await start('1', 'tech');

  const answer = await receive({ id: '1', type: 'stop' });
  subscriptions.publish('publish', { name: 'tech' });

  expect([...answer, ...frames]).toEqual([{ id: '1', type: 'complete' }]);
});

test('RT-23: a subscription that is stopped while it starts never becomes live', async () => {
  let go: (listener: Listener) => void = () => undefined;
  const { start, receive, subscriptions, frames, clock } = await anAcknowledged(
    () => new Promise((resolve) => (go = resolve)),
  );
  await start('1', 'tech');

  const answer = await receive({ id: '1', type: 'stop' });
  go(aListener('tech'));
  await clock.advance(0);
  subscriptions.publish('publish', { name: 'tech' });

  expect([...answer, ...frames]).toEqual([{ id: '1', type: 'complete' }]);
});

test('RT-62: what is stopped while it starts takes its place until it would have started', async () => {
  const gos: ((listener: Listener) => void)[] = [];
  const { start, receive, clock } = await anAcknowledged(() => new Promise((resolve) => gos.push(resolve)));
  for (let count = 0; count < 200; count += 1) {
    await start('1', 'tech');
    await receive({ id: '1', type: 'stop' });
  }

  const refused = await start('1', 'tech');
  gos[0]?.(aListener('tech'));
  await clock.advance(0);
  const taken = await start('1', 'tech');

  expect([refused, taken, gos.length]).toMatchObject([
    [{ id: '1', type: 'error', payload: { errors: { errorType: 'MaxSubscriptionsReachedError' } } }],
    [],
    201,
  ]);
});

test('RT-24: a stop of nothing is an error', async () => {
  const { receive } = await anAcknowledged();

  expect(await receive({ id: '1', type: 'stop' })).toEqual([
    {
      id: '1',
      type: 'error',
      payload: { errors: [{ errorType: 'UnknownOperationError', message: 'Unknown operation id 1' }] },
    },
  ]);
});

test('RT-40: an invalidated subscription is completed, and others live on', async () => {
  const { start, subscriptions, frames, closed } = await anAcknowledged();
  await start('1', 'tech');
  await start('2', 'cars');

  subscriptions.invalidate({ subscriptionField: 'subscribe', payload: { name: 'tech' } });
  subscriptions.publish('publish', { name: 'tech' });
  subscriptions.publish('publish', { name: 'cars' });

  expect([frames, closed()]).toEqual([
    [
      { id: '1', type: 'complete', payload: { message: 'Subscription complete.' } },
      { id: '2', type: 'data', payload: { data: { subscribe: { name: 'cars' } } } },
    ],
    0,
  ]);
});

test('RT-41: a connection whose last subscription was invalidated is closed', async () => {
  const { start, subscriptions, closed } = await anAcknowledged();
  await start('1', 'tech');

  subscriptions.invalidate({ subscriptionField: 'subscribe', payload: { name: 'tech' } });

  expect(closed()).toBe(1);
});

test('RT-40: an invalidation of another field ends nothing', async () => {
  const { start, subscriptions, frames } = await anAcknowledged();
  await start('1', 'tech');

  subscriptions.invalidate({ subscriptionField: 'other', payload: { name: 'tech' } });

  expect(frames).toEqual([]);
});

test('RT-53: an id that is in use is refused, and its subscription lives on', async () => {
  const { start, subscriptions, frames } = await anAcknowledged();
  await start('1', 'tech');

  const answer = await start('1', 'cars');
  subscriptions.publish('publish', { name: 'tech' });

  expect([...answer, ...frames]).toMatchObject([
    {
      id: '1',
      type: 'error',
      payload: { errors: [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id 1' }] },
    },
    { id: '1', type: 'data' },
  ]);
});

test('RT-53: an id is free again after stop', async () => {
  const { start, receive } = await anAcknowledged();
  await start('1', 'tech');
  await receive({ id: '1', type: 'stop' });

  expect(await start('1', 'tech')).toEqual([{ id: '1', type: 'start_ack' }]);
});

test('RT-54: the 201st subscription is refused with an object as errors', async () => {
  const { start } = await anAcknowledged();
  for (let id = 1; id <= 200; id += 1) await start(String(id), 'tech');

  expect(await start('201', 'tech')).toEqual([
    {
      id: '201',
      type: 'error',
      payload: {
        errors: { errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 200 subscriptions reached' },
      },
    },
  ]);
});

const garbage: readonly string[] = [
  '',
  'null',
  '[]',
  '1',
  '{"type":',
  '{}',
  '{"type":"subscribe","id":"1"}',
  '{"type":["start"]}',
  '{"type":"__proto__"}',
];

test.each(garbage)('RT-55: the frame %j is not supported', async (frame) => {
  const { receive } = await anAcknowledged();

  expect(await receive(frame)).toMatchObject([
    {
      type: 'error',
      payload: {
        errors: [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }],
      },
    },
  ]);
});

const incomplete: readonly JsonObject[] = [
  { type: 'start' },
  { type: 'start', id: 1 },
  { type: 'start', id: '' },
  { type: 'start', id: '1' },
  { type: 'start', id: '1', payload: null },
  { type: 'start', id: '1', payload: { data: { query: '' } } },
  { type: 'stop' },
  { type: 'stop', id: {} },
];

test.each(incomplete)('RT-56: the message %j is a bad request', async (message) => {
  const { receive } = await anAcknowledged();

  expect(await receive(message)).toMatchObject([
    { type: 'error', payload: { errors: [{ errorType: 'BadRequestException' }] } },
  ]);
});

const failures: readonly (readonly [string, Error, JsonObject])[] = [
  [
    'RT-51',
    new Unauthorized('Valid authorization header not provided.'),
    { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' },
  ],
  [
    'RT-52',
    new RequestRefused([{ path: null, locations: null, message: 'Validation error of type X: y' }]),
    { message: 'Validation error of type X: y' },
  ],
  [
    'RT-53',
    new SeveralRootFields(),
    { errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id 1' },
  ],
  ['RT-57', new ResolverError('No.', 'ChannelNotAllowed'), { errorType: 'ChannelNotAllowed', message: 'No.' }],
  ['RT-57', new ResolverError('No.', null), { message: 'No.' }],
  ['RT-58', new FilterRefused('Too much.'), { message: 'Too much.', errorCode: 400 }],
];

test.each(failures)('RT-50, %s: a start that fails is told why', async (_, error, told) => {
  const { start } = await anAcknowledged(() => Promise.reject(error));

  expect(await start('1', 'tech')).toEqual([{ id: '1', type: 'error', payload: { errors: [told] } }]);
});

test('RT-59: a fault of the engine is logged and told without its reason', async () => {
  const { start, faults } = await anAcknowledged(() => Promise.reject(new TypeError('secret')));

  const answer = await start('1', 'tech');

  expect([JSON.stringify(answer).includes('secret'), faults]).toEqual([false, [new TypeError('secret')]]);
});

test('RT-15: a client that is gone hears nothing and costs nothing', async () => {
  const { start, subscriptions, frames, connection, clock } = await anAcknowledged();
  await start('1', 'tech');

  connection.closed();
  subscriptions.publish('publish', { name: 'tech' });
  await clock.advance(DAY);

  expect(frames).toEqual([]);
});

test('subscribers that cannot be told apart share one payload', () => {
  const { subscriptions } = aConnection();
  const payloadOf = jest.fn(() => Buffer.from('{}'));
  const deliver = jest.fn();
  const subscriber = () => ({ deliver, invalidated: () => undefined });
  for (let count = 0; count < 3; count += 1) subscriptions.add({ ...aListener('tech'), payloadOf }, subscriber());

  subscriptions.publish('publish', { name: 'tech' });

  expect([payloadOf.mock.calls.length, deliver.mock.calls.length]).toEqual([1, 3]);
});

test('subscribers whose filters differ still share the payload', () => {
  const { subscriptions } = aConnection();
  const payloadOf = jest.fn(() => Buffer.from('{}'));
  const deliver = jest.fn();
  for (const key of ['one', 'two', 'three']) {
    subscriptions.add({ ...aListener('tech'), key, payloadOf }, { deliver, invalidated: () => undefined });
  }

  subscriptions.publish('publish', { name: 'tech' });

  expect([payloadOf.mock.calls.length, deliver.mock.calls.length]).toEqual([1, 3]);
});

test('RT-33: a fault of one listener or subscriber does not affect the others', () => {
  const { subscriptions, faults } = aConnection();
  const broken = () => {
    throw new RangeError('Invalid string length');
  };
  const deliver = jest.fn();
  const add = (key: string, listener: Partial<Listener>, take: () => void) =>
    subscriptions.add(
      { ...aListener('tech'), key, payloadKey: key, ...listener },
      { deliver: take, invalidated: broken },
    );
  add('before', {}, deliver);
  add('broken', { payloadOf: broken }, deliver);
  add('deaf', {}, broken);
  add('after', {}, deliver);

  subscriptions.publish('publish', { name: 'tech' });
  subscriptions.invalidate({ subscriptionField: 'subscribe', payload: { name: 'tech' } });

  expect([deliver.mock.calls.length, faults.length]).toEqual([2, 6]);
});
