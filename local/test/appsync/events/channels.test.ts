// Channels of Event APIs: their names, and who gets what is published to them. Ids refer to docs/PROTOCOL.md.
import { aNamespace, eventOf, publish, startEventApi, type StartedEventApi, subscribed } from '../../support/events';

let started: StartedEventApi;

beforeAll(async () => {
  started = await startEventApi({ namespaces: [aNamespace(), aNamespace({ name: 'chat' })] });
});

afterAll(() => started.stop());

const LONGEST = 'x'.repeat(50);

test.each([
  ['/news', '/news'],
  ['news/sport', '/news/sport'],
  ['/news/sport/', '/news/sport'],
  [`/news/a-b/${LONGEST}/3/4`, `/news/a-b/${LONGEST}/3/4`],
])('EV-30 %s is a channel', async (published, listened) => {
  const client = await subscribed(started, listened);

  const { status } = await publish(started, published, ['text']);

  expect([status, await eventOf(client)]).toEqual([200, 'text']);
  client.socket.close();
});

test.each([
  '',
  '/',
  '/news//sport',
  '/news/a_b',
  '/news/-a',
  '/news/a-',
  `/news/${LONGEST}x`,
  '/news/1/2/3/4/5',
  '/news/*',
  '//news',
])('EV-30 EV-34 nothing is published to %j', async (channel) => {
  const { status, body } = await publish(started, channel, ['text']);

  expect([status, body]).toEqual([
    400,
    { errors: [{ errorType: 'BadRequestException', message: `Invalid channel: ${channel}` }] },
  ]);
});

test.each(['/*', '*', '/news/*/sport', '/news/sport*', '/news/**', '/news/1/2/3/4/*'])(
  'EV-31 nobody subscribes to %s',
  async (channel) => {
    const client = await subscribed(started);

    expect(await client.subscribe(channel, '1')).toEqual({
      type: 'subscribe_error',
      id: '1',
      errors: [{ errorType: 'BadRequestException', message: `Invalid channel: ${channel}` }],
    });
    client.socket.close();
  },
);

test('EV-32 a wildcard stands for every channel below, at any depth, and for no other', async () => {
  const client = await subscribed(started, '/news/*');

  for (const channel of ['/news', '/chat/sport', '/news/a', '/news/a/b/c/d'])
    await publish(started, channel, [channel]);

  expect([await eventOf(client), await eventOf(client)]).toEqual(['/news/a', '/news/a/b/c/d']);
  client.socket.close();
});

test('EV-32 a wildcard may stand at every depth', async () => {
  const client = await subscribed(started, '/news/a/b/*');

  for (const channel of ['/news/a', '/news/a/b', '/news/a/c/d', '/news/a/b/c'])
    await publish(started, channel, [channel]);

  expect(await eventOf(client)).toBe('/news/a/b/c');
  client.socket.close();
});

test('EV-32 every subscription of a connection gets the event', async () => {
  const client = await subscribed(started, '/news/*', '/news/a', '/news/a/*');

  await publish(started, '/news/a/b', [1]);
  await publish(started, '/news/a', [2]);

  const frames = [await client.next(), await client.next(), await client.next(), await client.next()];
  expect(frames.map(({ id, event }) => JSON.stringify([id, event])).sort()).toEqual([
    '["_news__","1"]',
    '["_news__","2"]',
    '["_news_a","2"]',
    '["_news_a__","1"]',
  ]);
  client.socket.close();
});

test('EV-30 channels are told apart by case', async () => {
  const client = await subscribed(started, '/news/Sport');

  await publish(started, '/news/sport', ['small']);
  await publish(started, '/news/Sport', ['large']);

  expect(await eventOf(client)).toBe('large');
  client.socket.close();
});

test('EV-33 there must be such a namespace', async () => {
  const { status, body } = await publish(started, '/weather/today', ['text']);

  expect([status, body]).toEqual([
    400,
    { errors: [{ errorType: 'BadRequestException', message: 'There is no channel namespace weather.' }] },
  ]);
});

test('EV-33 nobody subscribes in a namespace that is not there', async () => {
  const client = await subscribed(started);

  expect(await client.subscribe('/weather/*', '1')).toMatchObject({
    type: 'subscribe_error',
    errors: [{ message: 'There is no channel namespace weather.' }],
  });
  client.socket.close();
});

test('EV-35 the subscriptions of a namespace end with it, and no others', async () => {
  started.appSync.createChannelNamespace(started.api.apiId, aNamespace({ name: 'brief' }));
  const client = await subscribed(started, '/brief/*', '/news');

  started.appSync.deleteChannelNamespace(started.api.apiId, 'brief');
  await publish(started, '/news', ['text']);

  expect([await client.next(), await eventOf(client)]).toEqual([
    {
      type: 'subscribe_error',
      id: '_brief__',
      errors: [{ errorType: 'NotFoundException', message: 'The channel namespace was deleted.' }],
    },
    'text',
  ]);
  client.socket.close();
});
