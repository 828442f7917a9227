// The messages of Event APIs over WebSockets. Ids refer to docs/PROTOCOL.md.
import {
  aNamespace,
  keyOf,
  openEvents,
  publish,
  startEventApi,
  type StartedEventApi,
  subscribed,
} from '../../support/events';

const MINUTE = 60_000;
let started: StartedEventApi;

beforeAll(async () => {
  started = await startEventApi({ namespaces: [aNamespace()] });
});

afterAll(() => started.stop());

test('EV-11 ka comes every minute', async () => {
  const client = await openEvents(started);
  await client.init();

  await started.region.clock.advance(MINUTE);

  expect(await client.next()).toEqual({ type: 'ka' });
});

test('EV-13 a client may subscribe without connection_init', async () => {
  const client = await openEvents(started);

  const answer = await client.subscribe('/news', '1');
  await started.region.clock.advance(MINUTE);

  expect([answer, await client.next()]).toEqual([{ type: 'subscribe_success', id: '1' }, { type: 'ka' }]);
});

test('EV-13 connection_init may come later, and is answered', async () => {
  const client = await subscribed(started, '/news');

  expect((await client.init())['type']).toBe('connection_ack');
});

test('EV-13 a client that says nothing is let go', async () => {
  const client = await openEvents(started);
  client.socket.ping();
  await new Promise((resolve) => client.socket.once('pong', resolve));

  await started.region.clock.advance(30_000);

  await expect(client.closed()).resolves.toBeUndefined();
});

test('EV-20 every event is a data frame of its own, and the event is the string that was sent', async () => {
  const client = await subscribed(started, '/news');

  await publish(started, '/news', [{ a: 1 }, 'text', null]);

  expect([await client.next(), await client.next(), await client.next()]).toEqual([
    { id: '_news', type: 'data', event: '{"a":1}' },
    { id: '_news', type: 'data', event: '"text"' },
    { id: '_news', type: 'data', event: 'null' },
  ]);
});

test('EV-21 a subscription ends with unsubscribe', async () => {
  const client = await subscribed(started, '/news', '/news/*');

  const answer = await client.ask({ type: 'unsubscribe', id: '_news' });
  await publish(started, '/news', ['unheard']);
  await publish(started, '/news/a', ['heard']);

  expect([answer, await client.next()]).toEqual([
    { type: 'unsubscribe_success', id: '_news' },
    { id: '_news__', type: 'data', event: '"heard"' },
  ]);
});

test('EV-21 what does not run cannot be ended', async () => {
  const client = await subscribed(started);

  expect(await client.ask({ type: 'unsubscribe', id: 'x' })).toEqual({
    type: 'unsubscribe_error',
    id: 'x',
    errors: [{ errorType: 'UnknownOperationError', message: 'Unknown operation id x' }],
  });
});

test('EV-22 a client publishes over its socket, and needs no host in its credentials', async () => {
  const client = await subscribed(started);

  expect(await client.publish('/news', ['a', 'b'], 'p1', { 'x-api-key': keyOf(started)['x-api-key'] ?? '' })).toEqual({
    type: 'publish_success',
    id: 'p1',
    successful: [
      { identifier: expect.any(String) as string, index: 0 },
      { identifier: expect.any(String) as string, index: 1 },
    ],
    failed: [],
  });
});

test('EV-22 a client hears what it published itself, before the answer', async () => {
  const client = await subscribed(started, '/news');

  const first = await client.publish('/news', ['a']);

  expect([first['type'], (await client.next())['type']]).toEqual(['data', 'publish_success']);
});

test('EV-24 an id is in use until it is free', async () => {
  const client = await subscribed(started, '/news');

  expect(await client.subscribe('/news/a', '_news')).toEqual({
    type: 'subscribe_error',
    id: '_news',
    errors: [{ errorType: 'DuplicatedOperationError', message: 'Duplicated operation with id _news' }],
  });
});

test('EV-24 a connection has 200 subscriptions', async () => {
  const client = await subscribed(started);
  for (let index = 0; index < 200; index += 1) await client.subscribe('/news', `s${index}`);

  expect(await client.subscribe('/news', 'one-more')).toEqual({
    type: 'subscribe_error',
    id: 'one-more',
    errors: [{ errorType: 'MaxSubscriptionsReachedError', message: 'Max number of 200 subscriptions reached' }],
  });
});

const INVALID_ID = 'The id must have 1 to 128 letters, digits and characters of -_+.';

test.each([
  [{ type: 'subscribe', id: 'a b', channel: '/news' }, 'subscribe_error', INVALID_ID],
  [{ type: 'subscribe', id: 'x'.repeat(129), channel: '/news' }, 'subscribe_error', INVALID_ID],
  [{ type: 'publish', channel: '/news', events: [] }, 'publish_error', INVALID_ID],
  [{ type: 'unsubscribe' }, 'unsubscribe_error', INVALID_ID],
  [{ type: 'subscribe', id: 'a', channel: 1 }, 'subscribe_error', 'The channel must be a string.'],
  [{ type: 'publish', id: 'a', channel: '/news' }, 'publish_error', 'The events must be a list.'],
])('EV-25 a message that lacks a part is refused: %j', async (message, type, sentence) => {
  const client = await subscribed(started);

  expect(await client.ask(message)).toMatchObject({
    type,
    errors: [{ errorType: 'BadRequestException', message: sentence }],
  });
});

const NESTED = `{"type":"publish","id":"1","channel":"/news","events":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;

test.each([
  ['no JSON', 'garbage'],
  ['no object', '[]'],
  ['no type', '{}'],
  ['a message of GraphQL', '{"type":"start","id":"1"}'],
  ['JSON that is nested too deep', NESTED],
])('EV-25 what is unknown is refused: %s', async (_, frame) => {
  const client = await subscribed(started);

  client.send(frame);

  expect(await client.next()).toMatchObject({
    type: 'error',
    errors: [{ errorType: 'UnsupportedOperation', message: 'unknown not supported through the realtime channel' }],
  });
});
