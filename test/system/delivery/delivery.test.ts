// A message published in any region, by any client, arrives exactly once at every subscriber of its channel, and at no other.
import { amplifyPublish, amplifySubscriber } from '../../support/clients/amplify-client';
import { apolloSubscriber } from '../../support/clients/apollo-client';
import { putMessage } from '../../support/clients/backend';
import { bareSubscriber } from '../../support/clients/bare-client';
import { installBrowserGlobals, type SocketWatch } from '../../support/browser/browser-globals';
import { endAll } from '../../support/endings';
import { publish } from '../../support/clients/http-client';
import type { Subscriber } from '../../../local/test/support/messages';
import type { Api } from '../../support/planet';
import { openTarget, type Target, targetStages } from '../../support/target';

// Of two, three and five regions.
describe.each(targetStages('local', 'three', 'five'))('on stage %s', (stage) => {
  let planet: Target;
  let watch: SocketWatch;

  beforeAll(async () => {
    planet = await openTarget(stage);
    watch = installBrowserGlobals(planet.certificateAuthority);
  });

  afterAll(endAll);

  const clients = {
    'a bare WebSocket': async (api: Api, name: string) => bareSubscriber(api, name),
    'aws-amplify': async (api: Api, name: string) => amplifySubscriber(api, name, watch),
    'aws-appsync-subscription-link': async (api: Api, name: string) => apolloSubscriber(api, name, watch),
  };
  const publishers = {
    curl: async (api: Api, message: string) => publish(api, { name: 'tech', message }),
    'aws-amplify': async (api: Api, message: string) => amplifyPublish(api, { name: 'tech', message }),
    PutEvents: async (api: Api, message: string) => putMessage(planet, api, { name: 'tech', message }),
  };

  it.each(Object.entries(clients))('reaches %s in every region exactly once', async (_, subscribe) => {
    const tech: Subscriber[] = [];
    const cars: Subscriber[] = [];
    for (const api of planet.apis) {
      tech.push(await subscribe(api, 'tech'));
      cars.push(await subscribe(api, 'cars'));
    }
    const sent = planet.apis.flatMap(({ region }) => Object.keys(publishers).map((by) => `${by} in ${region}`));

    for (const api of planet.apis) {
      for (const [by, send] of Object.entries(publishers)) await send(api, `${by} in ${api.region}`);
    }
    await Promise.all(tech.flatMap((subscriber) => sent.map(async (message) => arrival(subscriber, message))));
    await everywhere(planet.apis, 'tech', 'the end', tech);
    await everywhere(planet.apis, 'cars', 'the end', cars);

    for (const subscriber of tech) {
      const texts = subscriber.messages.map(({ message }) => message).filter((text) => !text.startsWith('the end'));
      expect(texts.sort()).toEqual([...sent].sort());
    }
    for (const subscriber of cars) expect(subscriber.messages).toHaveLength(planet.apis.length);
    await Promise.all([...tech, ...cars].map(async (subscriber) => subscriber.close()));
  });

  it('does not let a backend speak for a user', async () => {
    const subscriber = await bareSubscriber(planet.api(), 'tech');

    await putMessage(planet, planet.api(), { name: 'tech', message: 'trust me', userId: 'ana' });

    expect(await arrival(subscriber, 'trust me')).toMatchObject({ userId: null });
    await subscriber.close();
  });

  it('carries the same id, time and entry region everywhere', async () => {
    const subscribers = await Promise.all(planet.apis.map(async (api) => bareSubscriber(api, 'music')));
    const [entry] = planet.apis;

    const published = await publish(planet.api(), { name: 'music', message: 'la', data: '{"notes":[1,2]}' });
    const received = await Promise.all(subscribers.map(async (subscriber) => arrival(subscriber, 'la')));

    expect(published).toMatchObject({ name: 'music', data: '{"notes":[1,2]}', region: entry?.region, userId: null });
    expect(published.id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    for (const message of received) expect(message).toEqual(published);
    await Promise.all(subscribers.map(async (subscriber) => subscriber.close()));
  });
});

/** Waits for the message with this text. */
async function arrival(subscriber: Subscriber, text: string) {
  return subscriber.find(({ message }) => message === text);
}

/** Publishes a last message in every region, and waits until every subscriber has them all. */
async function everywhere(apis: readonly Api[], name: string, text: string, subscribers: readonly Subscriber[]) {
  for (const api of apis) await publish(api, { name, message: `${text} of ${api.region}` });
  await Promise.all(
    subscribers.flatMap((subscriber) => apis.map(async ({ region }) => arrival(subscriber, `${text} of ${region}`))),
  );
}
