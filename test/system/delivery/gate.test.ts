// What backends put on the bus is let in once, where it enters, and is then the same message in every region.
import { EventBridgeClient, DescribeArchiveCommand, StartReplayCommand } from '@aws-sdk/client-eventbridge';
import { randomUUID } from 'node:crypto';
import type { JsonObject } from 'local-aws';
import { bareSubscriber } from '../../support/clients/bare-client';
import { clientConfig, putEvent, putMessage } from '../../support/clients/backend';
import { endAll, endLater } from '../../support/endings';
import { publish, request, signedRequest } from '../../support/clients/http-client';
import type { ReceivedMessage, Subscriber } from '../../../local/test/support/messages';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { packagedRegions, templateOf } from '../../support/packages/templates';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HOUR = 3_600_000;
const ADMIT =
  'mutation Admit($event: BusEvent!, $detail: BusMessage!) { admitFromBus(event: $event, detail: $detail) { id } }';
const HISTORY = `query History($name: String!, $region: String!) { history(name: $name, region: $region) {
  messages { name message data id publishedAt region userId position previous } } }`;
/** An archive of all that is on the bus for a channel. */
const ARCHIVE = {
  Type: 'AWS::Events::Archive',
  Properties: {
    ArchiveName: 'everything',
    SourceArn: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
    EventPattern: { detail: { name: ['tech'] } },
  },
};

let planet: TestPlanet;
let oregon: Api;
let sydney: Api;
let everybody: readonly Subscriber[];

beforeEach(async () => {
  const templates = packagedRegions('local').map((region): [string, JsonObject] => {
    const template = templateOf('local', region);
    return [
      region,
      region === OREGON ? { ...template, Resources: { ...template.Resources, Archive: ARCHIVE } } : template,
    ];
  });
  planet = await startTestPlanet('local', { templates: new Map(templates) });
  [oregon, sydney] = [planet.api(OREGON), planet.api(SYDNEY)];
  everybody = await Promise.all([oregon, sydney].map(async (api) => bareSubscriber(api, 'tech')));
});

afterEach(endAll);

it('gives a message without an id the same one in every region, and the same position, also in the history', async () => {
  await putMessage(planet, oregon, { name: 'tech', message: 'hi', data: '{"a":1}', previous: ULID });

  const [here, there] = await arrivals('hi');
  const remembered = await Promise.all([oregon, sydney].map(historyOf));

  expect(here).toMatchObject({ id: expect.stringMatching(UUID), region: OREGON, userId: null, previous: ULID });
  expect(there).toEqual(here);
  expect(remembered).toEqual([[here], [here]]);
});

it('delivers an event that is let in twice once, in every region', async () => {
  const event = { id: randomUUID(), source: 'shop.orders', region: OREGON, time: '2026-01-01T00:00:00Z' };
  const detail = { name: 'tech', message: 'once' };

  for (const message of ['after the first', 'after the second']) {
    await signedRequest(oregon, planet.aws, ADMIT, { event, detail });
    await publish(oregon, { name: 'tech', message });
    await arrivals(message);
  }

  for (const { messages } of everybody) expect(messages.filter(({ id }) => id === event.id)).toHaveLength(1);
});

it('takes the same id again from the same backend, through another region, for the same message', async () => {
  for (const api of [oregon, sydney]) {
    await putMessage(planet, api, { name: 'tech', message: 'once', id: ULID });
    await arrivals('once');
    await putMessage(planet, api, { name: 'tech', message: `after ${api.region}` });
    await arrivals(`after ${api.region}`);
  }

  for (const { messages } of everybody) expect(messages.filter(({ id }) => id === ULID)).toHaveLength(1);
});

it('takes the same id of two backends for two messages', async () => {
  for (const source of ['shop.orders', 'shop.payments']) {
    const detail = { name: 'tech', message: source, id: ULID };
    await putEvent(planet, OREGON, { type: 'message.published', detail, source });
  }

  for (const source of ['shop.orders', 'shop.payments']) {
    for (const message of await arrivals(source)) expect(message).toMatchObject({ id: ULID });
  }
});

it('does not let a backend claim another’s name, a position or a user', async () => {
  const detail = { name: 'tech', message: 'mine', id: ULID, backend: 'shop.payments', userId: 'ana', position: ULID };
  await putEvent(planet, OREGON, { type: 'message.published', detail, source: 'shop.orders' });
  await arrivals('mine');

  await putEvent(planet, OREGON, {
    type: 'message.published',
    detail: { name: 'tech', message: 'theirs', id: ULID },
    source: 'shop.payments',
  });

  // The key of shop.payments was not taken.
  for (const message of await arrivals('theirs')) expect(message).toMatchObject({ id: ULID });
  for (const message of await arrivals('mine')) {
    expect(message).toMatchObject({ userId: null, position: expect.not.stringMatching(ULID) as string });
  }
});

it('writes the time that a backend gives in UTC, in every region', async () => {
  await putMessage(planet, oregon, { name: 'tech', message: 'hi', publishedAt: '2026-01-01T10:00:00+10:00' });

  for (const message of await arrivals('hi')) expect(message.publishedAt).toBe('2026-01-01T00:00:00.000Z');
});

it('delivers nothing again of a replay, though the archive has each message of a backend twice', async () => {
  const client = new EventBridgeClient(clientConfig(planet, OREGON));
  endLater(() => client.destroy());
  const archive = planet.regions.get(OREGON)?.stack.outputs['EventBusArn'] ?? '';
  await putMessage(planet, oregon, { name: 'tech', message: 'once' });
  await arrivals('once');
  const { EventCount } = await client.send(new DescribeArchiveCommand({ ArchiveName: 'everything' }));

  await client.send(
    new StartReplayCommand({
      ReplayName: 'again',
      EventSourceArn: archive.replace(/event-bus\/.*/, 'archive/everything'),
      EventStartTime: new Date(Date.now() - HOUR),
      EventEndTime: new Date(Date.now() + HOUR),
      Destination: { Arn: archive },
    }),
  );
  await putMessage(planet, oregon, { name: 'tech', message: 'the end' });
  await arrivals('the end');

  expect(EventCount).toBe(2);
  for (const { messages } of everybody) expect(messages.map(({ message }) => message)).toEqual(['once', 'the end']);
});

/** A message with this text as it arrives in each region. */
async function arrivals(text: string): Promise<readonly ReceivedMessage[]> {
  return Promise.all(everybody.map(async (subscriber) => subscriber.find(({ message }) => message === text)));
}

/** What entered in Oregon, as a region remembers it. */
async function historyOf(api: Api): Promise<unknown> {
  const { body } = await request(api, HISTORY, { name: 'tech', region: OREGON });
  return (body.data as { readonly history: { readonly messages: unknown } }).history.messages;
}
