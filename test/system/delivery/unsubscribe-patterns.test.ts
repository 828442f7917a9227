// An operator's `unsubscribe` of a pattern ends what is below it in every region; that of a name, what listens exactly to it.
import { BareClient } from '../../support/clients/bare-client';
import { putEvent } from '../../support/clients/backend';
import { publish, signedRequest } from '../../support/clients/http-client';
import { endAll } from '../../support/endings';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import { packagedTemplates, startTestPlanet, type TestPlanet } from '../../support/planet';
import { CHANNEL_TEXTS } from '../../cases/channels';

const UNSUBSCRIBE = 'mutation Unsubscribe($name: String!) { unsubscribe(name: $name) { name } }';
/** Channels and patterns that are subscribed to, five parts deep among them. */
const SUBSCRIBED = [
  ...['news', 'news/*', 'news/sport', 'news/sport/*', 'news/sport/football', 'news/sport/football/*', 'news/a/b/c/d'],
  ...['newsroom/1', 'tech', '*'],
];

let planet: TestPlanet;

beforeAll(async () => {
  planet = await startTestPlanet('three', { templates: templatesAllowing(packagedTemplates('three'), ['*']) });
});

afterAll(endAll);

it.each<[string, readonly string[]]>([
  ['news', ['news']],
  ['news/sport', ['news/sport']],
  ['news/sport/*', ['news/sport/*', 'news/sport/football', 'news/sport/football/*']],
  [
    'news/*',
    [...['news/*', 'news/sport', 'news/sport/*', 'news/sport/football', 'news/sport/football/*'], 'news/a/b/c/d'],
  ],
  ['news/a/b/c/*', ['news/a/b/c/d']],
  ['*', SUBSCRIBED],
])('of %s ends in every region the subscriptions to %j, and no others', async (name, ended) => {
  const subscriptions = await Promise.all(
    planet.apis.flatMap((api) =>
      SUBSCRIBED.map(async (channel) => {
        const client = await BareClient.connect(api);
        const subscription = await client.subscribe(channel);
        return { client, channel, subscription, region: api.region };
      }),
    ),
  );
  const isEnded = ({ channel }: { readonly channel: string }) => ended.includes(channel);

  const { body } = await signedRequest(planet.api(), planet.aws, UNSUBSCRIBE, { name });

  expect(body).toEqual({ data: { unsubscribe: { name } } });
  for (const { client, subscription } of subscriptions.filter(isEnded))
    expect(await client.frame('complete', subscription.id)).toMatchObject({
      payload: { message: 'Subscription complete.' },
    });
  // What is not ended hears what comes afterwards, in every region.
  for (const entry of SUBSCRIBED)
    await publish(planet.api(), { name: entry.replace('*', 'x'), message: `after ${name}` });
  for (const { subscription } of subscriptions.filter((one) => !isEnded(one)))
    await subscription.find(({ message }) => message === `after ${name}`);
  for (const { subscription } of subscriptions.filter(isEnded)) expect(subscription.messages).toEqual([]);
  for (const { client } of subscriptions) client.close();
});

it('may be what a backend puts on the bus', async () => {
  await endAll();
  const templates = templatesAllowing(packagedTemplates('failover'), ['news/*']);
  planet = await startTestPlanet('failover', { templates });
  const clients = await Promise.all(planet.apis.map(async (api) => BareClient.connect(api)));
  const ids = await Promise.all(clients.map(async (client) => (await client.subscribe('news/sport')).id));

  const closing = { type: 'channel.closed', source: 'chat.moderation', detail: { name: 'news/*' } };
  await putEvent(planet, planet.api().region, closing);

  for (const [index, client] of clients.entries())
    expect(await client.frame('complete', ids[index] ?? '')).toMatchObject({ type: 'complete' });
  for (const client of clients) client.close();
});

it.each(CHANNEL_TEXTS.filter(([, kind]) => kind === 'neither'))('of %j is refused', async (name) => {
  const { body } = await signedRequest(planet.api(), planet.aws, UNSUBSCRIBE, { name });

  expect(body.errors).toMatchObject([{ errorType: 'InvalidChannel' }]);
});
