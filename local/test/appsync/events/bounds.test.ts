// What an Event API takes at most. Ids refer to docs/PROTOCOL.md.
import type { JsonObject, JsonValue } from '../../../src/foundation/json';
import type { InvocationResult } from '../../../src/lambda/lambda';
import { aNeighbourhood } from '../../support/appsync';
import {
  aHandlerOf,
  aNamespace,
  eventOf,
  keyOf,
  post,
  publish,
  startEventApi,
  type StartedEventApi,
  subscribed,
} from '../../support/events';

let started: StartedEventApi;
let answer: (result: InvocationResult) => void = () => undefined;

beforeAll(async () => {
  const invoke = () => new Promise<InvocationResult>((resolve) => (answer = resolve));
  started = await startEventApi({
    dataSources: [{ name: 'function', type: 'AWS_LAMBDA', functionArn: 'arn:f', serviceRoleArn: 'arn:r' }],
    namespaces: [
      aNamespace(),
      aNamespace({
        name: 'longer',
        code: 'export const onPublish = (ctx) => ctx.events.map(({ id, payload }) => ({ id, payload: payload + payload }));',
      }),
      aNamespace({ name: 'slow', onPublish: aHandlerOf('function', { behavior: 'DIRECT' }) }),
    ],
    region: aNeighbourhood({ lambda: { invoke } }),
  });
});

afterAll(() => started.stop());

test.each<[string, JsonValue]>([
  ['no list', 'text'],
  ['no events', []],
  ['six events', ['1', '1', '1', '1', '1', '1']],
])('EV-60 a publish has 1 to 5 events: %s', async (_, events) => {
  const { status, body } = await post(started, { channel: '/news', events });

  expect([status, body]).toEqual([
    400,
    { errors: [{ errorType: 'BadRequestException', message: 'A publish has a list of 1 to 5 events.' }] },
  ]);
});

test.each<[JsonValue]>([[{ a: 1 }], [1], ['not JSON'], ['['.repeat(2000) + ']'.repeat(2000)]])(
  'EV-60 an event is a string of JSON',
  async (event) => {
    const { status, body } = await post(started, { channel: '/news', events: ['1', event] });

    expect([status, body]).toEqual([
      400,
      { errors: [{ errorType: 'BadRequestException', message: 'Event 1 is not a string of valid JSON.' }] },
    ]);
  },
);

/** Text of as many bytes of JSON. */
const ofBytes = (bytes: number) => 'x'.repeat(bytes - 2);

test('EV-61 an event of more than 240,000 bytes fails, and the others are broadcast', async () => {
  const client = await subscribed(started, '/news');

  const { status, body } = await publish(started, '/news', [ofBytes(240_001), ofBytes(240_000)]);

  const event = await eventOf(client);
  expect([status, body, event]).toEqual([
    200,
    {
      successful: [{ identifier: expect.any(String) as string, index: 1 }],
      failed: [
        {
          identifier: expect.any(String) as string,
          index: 0,
          code: 'EventTooLargeException',
          message: 'Transformed event is larger than 240KB',
        },
      ],
    },
    ofBytes(240_000),
  ]);
});

test('EV-61 what counts is what the handler made of it', async () => {
  const { body } = await publish(started, '/longer', [ofBytes(130_000)]);

  expect(body).toMatchObject({ successful: [], failed: [{ code: 'EventTooLargeException' }] });
});

test('EV-61 five events of the largest size fit into one publish, over HTTP and the socket', async () => {
  const client = await subscribed(started);
  const events = Array.from({ length: 5 }, () => ofBytes(240_000));

  const { body } = await publish(started, '/news', events);
  const frame = await client.publish('/news', events);

  expect([body['failed'], frame['type'], frame['failed']]).toEqual([[], 'publish_success', []]);
});

test('EV-62 a client that sends a frame of more than 4 MiB loses its connection', async () => {
  const client = await subscribed(started);

  client.send('x'.repeat(4 * 1024 * 1024 + 1));

  await expect(client.closed()).resolves.toBeUndefined();
});

test('EV-62 a request of more than 5 MiB is refused', async () => {
  const { status } = await post(started, 'x'.repeat(5 * 1024 * 1024 + 1));

  expect(status).toBe(413);
});

test('EV-63 a connection publishes 100 messages at a time', async () => {
  const client = await subscribed(started);
  const message = { type: 'publish', channel: '/slow', events: ['1'], authorization: keyOf(started) };
  const ids = Array.from({ length: 101 }, (_, index) => `p${index}`);

  for (const id of ids) client.send({ ...message, id });
  const refused = await client.next();
  answer({ functionError: undefined, payload: null });

  expect([refused, await client.next()]).toMatchObject<JsonObject[]>([
    { type: 'publish_error', id: 'p100', errors: [{ errorType: 'LimitExceededError' }] },
    { type: 'publish_error', id: 'p99' },
  ]);
});

test('EV-63 what is answered makes room', async () => {
  const client = await subscribed(started);
  for (let count = 0; count < 100; count += 1) await client.publish('/news', [count]);

  expect((await client.publish('/news', ['one more']))['type']).toBe('publish_success');
});

test('EV-35 nobody is subscribed in a namespace that was deleted meanwhile', async () => {
  const onSubscribe = aHandlerOf('function', { behavior: 'DIRECT' });
  started.appSync.createChannelNamespace(started.api.apiId, aNamespace({ name: 'brief', onSubscribe }));
  const client = await subscribed(started);
  client.send({ type: 'subscribe', id: 's', channel: '/brief', authorization: keyOf(started) });
  await client.publish('/news', ['the handler is asked']);

  started.appSync.deleteChannelNamespace(started.api.apiId, 'brief');
  answer({ functionError: undefined, payload: null });

  expect(await client.next()).toMatchObject({ type: 'subscribe_error', id: 's' });
});
