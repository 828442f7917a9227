// An archive keeps the events of its bus, and a replay puts them there again.
import {
  DescribeArchiveCommand,
  DescribeReplayCommand,
  EventBridgeClient,
  StartReplayCommand,
  type StartReplayCommandInput,
} from '@aws-sdk/client-eventbridge';
import type { JsonObject } from 'local-aws';
import { clientConfig } from '../../support/clients/backend';
import { bareSubscriber } from '../../support/clients/bare-client';
import { libraryClient, listening } from '../../support/clients/library-client';
import { endAll, endLater } from '../../support/endings';
import { publish } from '../../support/clients/http-client';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { templateOf } from '../../support/packages/templates';

const HOUR = 3_600_000;
// A stage without a history: where there is one, what is replayed is known, and is not delivered again.
const STAGE = 'three';
const REGION = 'us-east-1';
const ARCHIVE = {
  Type: 'AWS::Events::Archive',
  Properties: {
    ArchiveName: 'messages',
    SourceArn: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
    EventPattern: { detail: { name: ['tech'] } },
    RetentionDays: 7,
  },
};

let planet: TestPlanet;
let client: EventBridgeClient;

beforeAll(async () => {
  const template = templateOf(STAGE, REGION);
  const archived: JsonObject = { ...template, Resources: { ...template.Resources, Archive: ARCHIVE } };
  planet = await startTestPlanet(STAGE, { templates: new Map([[REGION, archived]]) });
  client = new EventBridgeClient(clientConfig(planet, REGION));
  endLater(() => client.destroy());
});

afterAll(endAll);

it('EB-78 keeps what its pattern takes, and puts it on the bus again', async () => {
  const subscriber = await bareSubscriber(planet.api(), 'tech');
  const { id } = await publish(planet.api(), { name: 'tech', message: 'once more' });
  await publish(planet.api(), { name: 'cars', message: 'not kept' });
  await subscriber.find((message) => message.id === id);
  const before = subscriber.messages.length;

  const { State } = await client.send(new StartReplayCommand(aReplay({ ReplayName: 'again' })));
  await publish(planet.api(), { name: 'tech', message: 'the end' });
  await subscriber.find(({ message }) => message === 'the end');
  const replay = await client.send(new DescribeReplayCommand({ ReplayName: 'again' }));
  const { EventCount } = await client.send(new DescribeArchiveCommand({ ArchiveName: 'messages' }));

  expect(State).toBe('STARTING');
  expect(subscriber.messages.slice(before).map(({ message }) => message)).toEqual(['once more', 'the end']);
  expect(replay).toMatchObject({ State: 'COMPLETED', EventSourceArn: archiveArn() });
  // What was replayed is not kept again.
  expect(EventCount).toBe(2);
  await subscriber.close();
});

describe('a stage with a history', () => {
  let remembering: TestPlanet;
  let itsClient: EventBridgeClient;
  let itsArchive: string;
  let itsBus: string;

  beforeAll(async () => {
    remembering = await startTestPlanet('channels');
    const { region } = remembering.api();
    const outputs = remembering.regions.get(region)?.stack.outputs;
    itsArchive = outputs?.['ArchiveArn'] ?? '';
    itsBus = outputs?.['EventBusArn'] ?? '';
    itsClient = new EventBridgeClient(clientConfig(remembering, region));
    endLater(() => itsClient.destroy());
  });

  it('puts nothing on a subscription again that a region has had', async () => {
    const subscriber = await bareSubscriber(remembering.api(), 'news');
    const { id } = await publish(remembering.api(), { name: 'news', message: 'once' });
    await subscriber.find((message) => message.id === id);

    await replayAll('one');
    await publish(remembering.api(), { name: 'news', message: 'the end' });
    await subscriber.find(({ message }) => message === 'the end');

    const { EventCount } = await itsClient.send(new DescribeArchiveCommand({ ArchiveName: itsArchive.split('/')[1] }));
    expect({ messages: subscriber.messages.map(({ message }) => message), EventCount }).toEqual({
      messages: ['once', 'the end'],
      EventCount: 2,
    });
    await subscriber.close();
  });

  it('pushes again what it excepts from the history, and the client library hands it over once', async () => {
    const api = remembering.api();
    const subscriber = await bareSubscriber(api, 'chat/guests');
    const client = libraryClient(remembering, api, { apiKey: api.apiKey, historyExcept: ['chat/guests'] });
    const heard = await listening(client, 'chat/guests');
    await publish(api, { name: 'chat/guests', message: 'twice' });
    await heard.text('twice');

    await replayAll('two');
    await publish(api, { name: 'chat/guests', message: 'the end' });
    await subscriber.find(({ message }) => message === 'the end');
    await heard.text('the end');

    expect(subscriber.messages.map(({ message }) => message)).toEqual(['twice', 'twice', 'the end']);
    expect([heard.texts, heard.gaps.items]).toEqual([['twice', 'the end'], []]);
    await subscriber.close();
  });

  async function replayAll(ReplayName: string): Promise<void> {
    const replay = { ReplayName, EventSourceArn: itsArchive, Destination: { Arn: itsBus } };
    await itsClient.send(new StartReplayCommand(aReplay(replay)));
  }
});

it('EB-79 replays only to the bus that the events came from', async () => {
  const replaying = client.send(
    new StartReplayCommand(
      aReplay({ ReplayName: 'elsewhere', Destination: { Arn: busArn().replace(/[^/]+$/, 'default') } }),
    ),
  );

  await expect(replaying).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
  });
});

it('EB-79 replays only to the named rules', async () => {
  const subscriber = await bareSubscriber(planet.api(), 'tech');
  const noRule = { Arn: busArn(), FilterArns: [`${busArn()}-no-such-rule`] };

  await client.send(new StartReplayCommand(aReplay({ ReplayName: 'to-no-rule', Destination: noRule })));
  await publish(planet.api(), { name: 'tech', message: 'after the replay' });
  await subscriber.find(({ message }) => message === 'after the replay');

  expect(subscriber.messages).toHaveLength(1);
  await subscriber.close();
});

it('EB-79 refuses a time that ends before it starts', async () => {
  const replaying = client.send(
    new StartReplayCommand(aReplay({ ReplayName: 'backwards', EventEndTime: new Date(0) })),
  );

  await expect(replaying).rejects.toMatchObject({ name: 'ValidationException' });
});

function aReplay(overrides: Partial<StartReplayCommandInput>): StartReplayCommandInput {
  return {
    ReplayName: 'replay',
    EventSourceArn: archiveArn(),
    EventStartTime: new Date(Date.now() - HOUR),
    EventEndTime: new Date(Date.now() + HOUR),
    Destination: { Arn: busArn() },
    ...overrides,
  };
}

function busArn(): string {
  return planet.regions.get(REGION)?.stack.outputs['EventBusArn'] ?? '';
}

function archiveArn(): string {
  return busArn().replace(/event-bus\/.*/, 'archive/messages');
}
