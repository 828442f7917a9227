// AppSync Events as a second door to the bus: what comes in at either door of a region goes out at both doors of every region.
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { TEXTS } from '../../cases/texts';
import { clientConfig, putEvent } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import {
  type EventDoor,
  eventDoor,
  type EventMessage,
  type EventSubscriber,
  eventSubscriber,
  publishEvents,
} from '../../support/clients/event-client';
import { publish, request, signedRequest } from '../../support/clients/http-client';
import { libraryClient, listening } from '../../support/clients/library-client';
import { endAll, endLater } from '../../support/endings';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import type { ReceivedMessage } from '../../../local/test/support/messages';

const SOURCE = 'global-pubsub.api';
const DELIVER = `mutation D($event: BusEvent!, $detail: BusMessage!) { publishFromBus(event: $event, detail: $detail) {
  name message data id publishedAt region userId position previous } }`;
const BROADCAST = `mutation B($event: BusEvent!, $detail: BusMessage!) { broadcastFromBus(event: $event, detail: $detail) { id } }`;
const UNSUBSCRIBE = 'mutation U($name: String!) { unsubscribe(name: $name) { name } }';
/** Milliseconds. */
const STUTTER = 50;

let planet: TestPlanet;
let oregon: Api;
let door: EventDoor;
let sydney: EventDoor;
let there: EventSubscriber;

beforeAll(async () => {
  planet = await startTestPlanet('local');
  oregon = planet.api('us-west-2');
  door = eventDoor(planet, 'us-west-2');
  sydney = eventDoor(planet, 'ap-southeast-2');
  there = await subscribed(sydney, 'tech');
});

afterAll(endAll);

async function subscribed(at: EventDoor, channel: string): Promise<EventSubscriber> {
  const subscriber = await eventSubscriber(at, channel);
  endLater(() => subscriber.close());
  expect(subscriber.answer).toEqual({ type: 'subscribe_success', id: 'one' });
  return subscriber;
}

/** Publishes at a region's doors, one after the other. */
const DOORS: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
  GraphQL: async (message) => publish(oregon, { name: 'tech', message, data: '{"a":[1,"ü"]}' }),
  Events: async (message) => publishEvents(door, 'tech', [{ message, data: { a: [1, 'ü'] } }]),
};

it.each(Object.keys(DOORS))(
  'what is published by %s arrives at both doors of both regions, and is the same',
  async (way) => {
    const graphql = await Promise.all(planet.apis.map(async (api) => bareSubscriber(api, 'tech')));
    const events = [there, await subscribed(door, 'tech')];
    const text = `by ${way}`;

    await DOORS[way]?.(text);

    const atGraphql = await Promise.all(graphql.map(async (one) => one.find(({ message }) => message === text)));
    const atEvents = await Promise.all(events.map(async (one) => one.find(({ message }) => message === text)));
    const all = [...atGraphql.map(withValue), ...atEvents];
    expect(all).toEqual(Array.from({ length: 4 }, () => all[0]));
    expect(all[0]).toMatchObject({ name: 'tech', data: { a: [1, 'ü'] }, region: 'us-west-2', userId: null });
    await Promise.all(graphql.map(async (one) => one.close()));
  },
);

it('delivers each once at the Events door though the bus stutters', async () => {
  planet.network.stutter('us-west-2', STUTTER);
  const texts = Array.from({ length: 20 }, (_, index) => `stuttered ${index}`);
  const here = await subscribed(door, 'tech');

  await Promise.all(texts.map(async (text, index) => DOORS[index % 2 === 0 ? 'Events' : 'GraphQL']?.(text)));
  await Promise.all(
    texts.flatMap((text) => [here, there].map(async (one) => one.find(({ message }) => message === text))),
  );
  planet.network.stutter('us-west-2', 0);
  await publishEvents(door, 'tech', ['the end']);
  await Promise.all([here, there].map(async (one) => one.find(({ data }) => data === 'the end')));

  for (const one of [here, there]) {
    const heard = one.messages.map(({ message }) => message).filter((text) => texts.includes(text));
    expect(heard.sort()).toEqual([...texts].sort());
  }
});

it('broadcasts nothing that it has broadcast, when the bus delivers it again', async () => {
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
  const event = { id: 'e1', source: SOURCE, region: 'us-west-2', time: '2026-01-01T00:00:00Z' };
  const call = { event, detail: { name: 'tech', message: 'again', id } };
  const answers = [];

  for (let time = 0; time < 2; time += 1) {
    const { body } = await signedRequest(planet.api(sydney.region), planet.aws, BROADCAST, call);
    answers.push(body.data?.['broadcastFromBus']);
  }
  await publishEvents(door, 'tech', ['after it']);
  await there.find(({ data }) => data === 'after it');

  expect(answers).toEqual([{ id }, null]);
  expect(there.messages.filter((message) => message.id === id)).toHaveLength(1);
});

it('broadcasts once what two events have at the same time, and fails neither', async () => {
  const id = '01ARZ3NDEKTSV4RRFFQ69G5FBV';
  const event = { source: SOURCE, region: 'us-west-2', time: '2026-01-01T00:00:00Z' };
  const calls = ['e2', 'e3', 'e4'].map(async (eventId) =>
    signedRequest(planet.api(sydney.region), planet.aws, BROADCAST, {
      event: { ...event, id: eventId },
      detail: { name: 'tech', message: 'shown by all', id },
    }),
  );

  const answers = (await Promise.all(calls)).map(({ body }) => body);
  await publishEvents(door, 'tech', ['after them']);
  await there.find(({ data }) => data === 'after them');

  expect(answers.flatMap(({ errors }) => errors ?? [])).toEqual([]);
  expect(there.messages.filter((message) => message.id === id)).toHaveLength(1);
});

describe('a channel that the history excepts', () => {
  const CHAT = 'screen/chat';
  const BATCH = `mutation B($messages: [PublishInput!]!) { publishBatch(messages: $messages) { message { id } } }`;
  /** The ways in, in Oregon. */
  const WAYS: Readonly<Record<string, (message: string) => Promise<unknown>>> = {
    publish: async (message) => publish(oregon, { name: CHAT, message }),
    publishBatch: async (message) => request(oregon, BATCH, { messages: [{ name: CHAT, message }] }),
    Events: async (message) => publishEvents(door, CHAT, [{ message }]),
    PutEvents: async (message) =>
      putEvent(planet, oregon.region, { type: 'message.published', detail: { name: CHAT, message } }),
  };

  it('is heard at both doors of both regions, and leaves nothing in a table', async () => {
    const graphql = await Promise.all(planet.apis.map(async (api) => bareSubscriber(api, 'screen/*')));
    const events = await Promise.all([door, sydney].map(async (at) => subscribed(at, 'screen/*')));
    const everybody = [...graphql, ...events];
    const arrived = async (text: string) =>
      Promise.all(everybody.map(async (one) => one.find(({ message }) => message === text)));

    for (const [way, send] of Object.entries(WAYS)) {
      await send(`by ${way}`);
      await arrived(`by ${way}`);
    }
    // What is delivered is remembered already, and its claim at the Events door is written.
    await publish(oregon, { name: 'screen/votes', message: 'a vote' });
    await arrived('a vote');

    for (const { region } of planet.apis) {
      const kept = (await keptIn(region)).filter((channel) => channel.startsWith('screen/'));
      expect(new Set(kept)).toEqual(new Set(['screen/votes']));
    }
  });

  it('comes twice by both doors if the bus delivers it twice, as nothing is known of it', async () => {
    const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
    const graphql = await bareSubscriber(planet.api(sydney.region), CHAT);
    const events = await subscribed(sydney, CHAT);
    const event = { id: 'e1', source: SOURCE, region: oregon.region, time: '2026-01-01T00:00:00Z' };
    const call = { event, detail: { name: CHAT, message: 'twice', id } };

    for (const mutation of [DELIVER, DELIVER, BROADCAST, BROADCAST])
      await signedRequest(planet.api(sydney.region), planet.aws, mutation, call);
    await publish(oregon, { name: CHAT, message: 'the end' });

    for (const one of [graphql, events]) {
      await one.find(({ message }) => message === 'the end');
      expect(one.messages.map(({ message }) => message)).toEqual(['twice', 'twice', 'the end']);
    }
  });

  it.each([CHAT, 'screen/*'])('is ended by unsubscribe of %s in both regions, and no loss is told', async (name) => {
    const clients = await Promise.all(planet.apis.map(async (api) => BareClient.connect(api)));
    const ids = await Promise.all(clients.map(async (client) => (await client.subscribe(CHAT)).id));
    const options = { apiKey: oregon.apiKey, historyExcept: [CHAT] };
    const heard = await listening(libraryClient(planet, oregon, options), CHAT);

    await signedRequest(planet.api(sydney.region), planet.aws, UNSUBSCRIBE, { name });

    for (const [index, client] of clients.entries()) {
      expect(await client.frame('complete', ids[index] ?? '')).toMatchObject({ type: 'complete' });
      client.close();
    }
    await heard.states.find((state) => state === 'closed');
    expect(heard.gaps.items).toEqual([]);
  });

  it('has no history, and is left out of that of a pattern', async () => {
    const here = await bareSubscriber(oregon, 'screen/*');
    for (const name of [CHAT, 'screen/board']) await publish(oregon, { name, message: name });
    for (const name of [CHAT, 'screen/board']) await here.find(({ message }) => message === name);
    const ask = async (name: string) =>
      request(
        oregon,
        `query H($name: String!) { history(name: $name, region: "us-west-2", last: 1) { messages { name } } }`,
        { name },
      );

    const [chat, all] = [await ask(CHAT), await ask('screen/*')];

    expect(chat.body.errors).toMatchObject([{ errorType: 'HistoryOff' }]);
    expect(all.body).toEqual({ data: { history: { messages: [{ name: 'screen/board' }] } } });
  });

  /** The channel of each item of a region's table. */
  async function keptIn(region: string): Promise<readonly string[]> {
    const client = new DynamoDBClient(clientConfig(planet, region));
    const { TableNames: [TableName] = [] } = await client.send(new ListTablesCommand());
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName }));
    client.destroy();
    return items.map(({ channel }) => channel?.S ?? '');
  }
});

it('takes any JSON that is not written as a message for the data of one', async () => {
  const payloads = [7, 'text', ['a'], { message: 'hi', colour: 'red' }, { message: 5 }];

  const { status, body } = await publishEvents(door, 'tech', payloads);
  const heard = await Promise.all(
    payloads.map(async (payload) => there.find(({ data }) => JSON.stringify(data) === JSON.stringify(payload))),
  );

  expect({ status, failed: body['failed'] }).toEqual({ status: 200, failed: [] });
  expect(heard.map(({ message }) => message)).toEqual(['', '', '', '', '']);
});

it('keeps the id and the previous id that a publisher gives', async () => {
  const [id, previous] = ['01ARZ3NDEKTSV4RRFFQ69G5FAX', '01ARZ3NDEKTSV4RRFFQ69G5FAW'];

  await publishEvents(door, 'tech', [{ message: 'named', id, previous }]);

  expect(await there.find((message) => message.id === id)).toMatchObject({ message: 'named', previous });
});

it('publishes of several events those that it takes, and says why it does not take the others', async () => {
  const { status, body } = await publishEvents(door, 'tech', [{ message: 'bad', id: 'order 1' }, { message: 'good' }]);

  await there.find(({ message }) => message === 'good');
  expect({ status, failed: body['failed'] }).toMatchObject({
    status: 200,
    failed: [{ index: 0, message: expect.stringMatching(/^InvalidId: The id "order 1" is not a ULID: /) }],
  });
  expect(there.messages.map(({ message }) => message)).not.toContain('bad');
});

it('skips what no channel of an Event API can be named', async () => {
  const event = { id: 'e2', source: SOURCE, region: 'us-west-2', time: '2026-01-01T00:00:00Z' };

  const { body } = await signedRequest(oregon, planet.aws, BROADCAST, {
    event,
    detail: { name: '$heartbeat', message: 'x' },
  });

  expect(body).toEqual({ data: { broadcastFromBus: null } });
});

it('broadcasts what a backend puts on the bus', async () => {
  await putEvent(planet, 'us-west-2', { type: 'message.published', detail: { name: 'tech', message: 'by a backend' } });

  expect(await there.find(({ message }) => message === 'by a backend')).toMatchObject({
    region: 'us-west-2',
    data: null,
  });
});

it.each(TEXTS)('carries %s unchanged, in either way', async (name, text) => {
  const listener = await bareSubscriber(planet.api(sydney.region), 'tech');

  await publishEvents(door, 'tech', [{ message: text, data: { in: name, text: text.slice(0, 50) } }]);
  await publish(oregon, { name: 'tech', message: text, data: JSON.stringify({ out: name, text: text.slice(0, 50) }) });
  const [came, went] = await Promise.all([
    listener.find(({ data }) => (data ?? '').includes(`{"in":${JSON.stringify(name)}`)),
    there.find(({ data }) => (data as { readonly out?: string } | null)?.out === name),
  ]);
  await listener.close();

  expect([came.message, JSON.parse(came.data ?? ''), went.message]).toEqual([
    text,
    { in: name, text: text.slice(0, 50) },
    text,
  ]);
});

function withValue({ data, ...message }: ReceivedMessage): EventMessage {
  return { ...message, data: data === null ? null : JSON.parse(data) };
}
