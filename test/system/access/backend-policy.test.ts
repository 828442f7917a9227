// What the policy of docs/POLICIES.md keeps a backend on the bus from.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { randomBytes } from 'node:crypto';
import type { User } from 'local-aws';
import type { Subscriber } from '../../../local/test/support/messages';
import { bareSubscriber } from '../../support/clients/bare-client';
import { clientConfig, putMessage } from '../../support/clients/backend';
import { endAll, endLater } from '../../support/endings';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import { backendPolicy } from '../../support/policies';

const BACKEND: User = {
  userName: 'shop',
  accessKeyId: `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
  secretAccessKey: randomBytes(20).toString('hex'),
  policies: [backendPolicy({ PARTITION: 'aws', REGION: '*', ACCOUNT: '*', STAGE: 'local' })],
};

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly message?: string;
}

let planet: TestPlanet;
let client: EventBridgeClient;
let subscriber: Subscriber;

beforeAll(async () => {
  planet = await startTestPlanet('local', { users: [BACKEND] });
  client = new EventBridgeClient({ ...clientConfig(planet, planet.api().region), credentials: BACKEND });
  endLater(() => client.destroy());
  subscriber = await bareSubscriber(planet.api(), 'tech');
});

afterAll(endAll);

it('lets it publish as itself', async () => {
  await put({ message: 'from the shop' });

  expect(await subscriber.find(({ message }) => message === 'from the shop')).toMatchObject({ userId: null });
});

it.each([
  ['as the API', [{ Source: 'global-pubsub.api' }]],
  ['as a heartbeat', [{ Source: 'global-pubsub.heartbeat' }]],
  ['as another backend', [{ Source: 'shop.payments' }]],
  ['as the API in small and capital letters', [{ Source: 'Global-PubSub.api' }]],
  ['the closing of a channel', [{ DetailType: 'channel.closed' }]],
  ['the closing of a channel beside a message', [{}, { DetailType: 'channel.closed' }]],
  ['as the API beside a message of its own', [{}, { Source: 'global-pubsub.api' }]],
])('IA-13 refuses to let it put an event on the bus %s', async (_, entries) => {
  const before = subscriber.messages.length;

  await expect(put(...entries)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await putMessage(planet, planet.api(), { name: 'tech', message: `not ${_}` });
  await subscriber.find(({ message }) => message === `not ${_}`);

  expect(subscriber.messages.slice(before)).toHaveLength(1);
});

async function put(...entries: readonly Entry[]): Promise<void> {
  await client.send(
    new PutEventsCommand({
      Entries: entries.map(({ Source = 'shop.orders', DetailType = 'message.published', message = 'refused' }) => ({
        EventBusName: 'global-pubsub-local',
        ...{ Source, DetailType, Detail: JSON.stringify({ name: 'tech', message, userId: 'ana' }) },
      })),
    }),
  );
}
