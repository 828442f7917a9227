// What only a running planet shows, one check per behaviour. An id is never given to another behaviour.
import { AppSyncClient, EvaluateCodeCommand } from '@aws-sdk/client-appsync';
import { clientConfig } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { publish, request, signedRequest } from '../../support/clients/http-client';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';
import type { TestPlanet } from '../../support/planet';
import { aContext } from '../../support/resolver';
import { resolversOf, type Template } from '../../support/packages/templates';

/** A planet that runs, and the template of the region that is looked at. */
export interface Running {
  readonly planet: TestPlanet;
  readonly region: string;
  readonly template: Template;
}

/** Something that must be seen. */
export interface Behaviour {
  readonly id: string;
  /** Completes the sentence "A planet must …". */
  readonly must: string;
  /** Rejects when it is not seen. */
  readonly check: (running: Running) => Promise<void>;
}

/** One byte more than a message may take. */
const TOO_LARGE = 'x'.repeat(240_001);
/** How many messages prove that a subscription has not ended. */
const PROBES = 5;

const UNSUBSCRIBE = 'mutation Unsubscribe($name: String!) { unsubscribe(name: $name) { name } }';

/** The behaviours. */
export const BEHAVIOURS: readonly Behaviour[] = [
  {
    id: 'BH-01',
    must: 'deliver the messages of a channel to its own subscribers only',
    check: async ({ planet, region }) => {
      const api = planet.api(region);
      const [tech, cars] = [await bareSubscriber(api, 'tech'), await bareSubscriber(api, 'cars')];
      await publish(api, { name: 'cars', message: 'astray' });
      await Promise.race([cars, tech].map(async (one) => one.find(({ message }) => message === 'astray')));
      await publish(api, { name: 'tech', message: 'the end' });
      await Promise.race([cars, tech].map(async (one) => one.find(({ message }) => message === 'the end')));
      await Promise.all([tech.close(), cars.close()]);
      expect([tech, cars].map(({ messages }) => messages.map(({ name }) => name))).toEqual([['tech'], ['cars']]);
    },
  },
  {
    id: 'BH-02',
    must: 'end the subscriptions of a channel that is closed',
    check: async ({ planet, region }) => {
      const api = planet.api(region);
      const client = await BareClient.connect(api);
      const subscription = await client.subscribe('tech');
      const completion = client.frame('complete', subscription.id).then(() => 'complete');
      await signedRequest(api, planet.aws, UNSUBSCRIBE, { name: 'tech' });
      const seen: string[] = [];
      while (seen.length < PROBES && !seen.includes('complete')) {
        const message = `probe ${seen.length}`;
        await publish(api, { name: 'tech', message });
        const arrival = subscription.find((received) => received.message === message);
        seen.push(await Promise.race([completion, arrival.then(() => 'message')]));
      }
      client.close();
      expect(seen).toContain('complete');
    },
  },
  {
    id: 'BH-03',
    must: 'refuse a message that no subscriber could receive',
    check: async ({ planet, region }) => {
      const { body } = await request(planet.api(region), PUBLISH, { name: 'tech', message: TOO_LARGE });
      expect(body.errors).toMatchObject([{ errorType: 'MessageTooLarge' }]);
    },
  },
  {
    id: 'BH-04',
    must: 'refuse to publish to a channel that the list does not have',
    check: async ({ planet, region }) => {
      const { body } = await request(planet.api(region), PUBLISH, { name: 'news', message: 'hi' });
      expect(body.errors).toMatchObject([{ errorType: 'ChannelNotAllowed' }]);
    },
  },
  {
    id: 'BH-05',
    must: 'refuse a subscription to a channel that the list does not have',
    check: async ({ planet, region }) => {
      const client = await BareClient.connect(planet.api(region));
      const mine = client.start(SUBSCRIBE, { name: 'news' });
      const { type } = await client.frames.find(({ id }) => id === mine);
      client.close();
      expect(type).toBe('error');
    },
  },
  {
    id: 'BH-06',
    must: 'tell the publisher of an event that the bus refused',
    check: async (running) => {
      const result = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'Busy.' }] };
      const error = await evaluate(running, { coordinate: 'Mutation.publish', context: { stash: {}, result } });
      expect(error).toContain('The event bus refused the event');
    },
  },
  {
    id: 'BH-07',
    must: 'refuse an API key for what only the bus and operators may call',
    check: async ({ planet, region }) => {
      const api = planet.api(region);
      const answers = await Promise.all([
        request(api, UNSUBSCRIBE, { name: 'tech' }),
        request(api, 'mutation { unsubscribeFromBus(detail: { name: "tech" }) { name } }'),
        ...['admitFromBus', 'publishFromBus'].map(async (field) =>
          request(
            api,
            `mutation { ${field}(event: { id: "1", source: "x", region: "x", time: "2026-01-01T00:00:00Z" },
               detail: { name: "tech", message: "hi" }) { id } }`,
          ),
        ),
      ]);
      const fields = ['unsubscribe', 'unsubscribeFromBus', 'admitFromBus', 'publishFromBus'];
      expect(answers.map(({ body }) => body.errors?.map(({ message }) => message))).toEqual(
        fields.map((field) => [`Not Authorized to access ${field} on type Mutation`]),
      );
    },
  },
  {
    id: 'BH-08',
    must: 'carry any text unchanged',
    check: async ({ planet, region }) => {
      const api = planet.api(region);
      const text = 'a "quoted" <id> \\ line\nbreak and ${dollars}';
      const subscriber = await bareSubscriber(api, 'tech');
      const { id } = await publish(api, { name: 'tech', message: text, data: JSON.stringify({ text }) });
      const { message, data } = await subscriber.find((received) => received.id === id);
      await subscriber.close();
      expect([message, JSON.parse(data ?? '')]).toEqual([text, { text }]);
    },
  },
];

/** The sentence of the error to which the response handler of a packaged resolver comes. */
async function evaluate(
  { planet, region, template }: Running,
  { coordinate, context }: { readonly coordinate: string; readonly context: Parameters<typeof aContext>[0] },
): Promise<string | undefined> {
  const client = new AppSyncClient(clientConfig(planet, region));
  const { error } = await client.send(
    new EvaluateCodeCommand({
      runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
      code: resolversOf(template).get(coordinate)?.Code,
      function: 'response',
      context: JSON.stringify(aContext(context)),
    }),
  );
  client.destroy();
  return error?.message;
}
