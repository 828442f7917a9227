// aws-amplify's own client of Event APIs against the engine, unchanged. Ids refer to docs/PROTOCOL.md.
import { Amplify } from 'aws-amplify';
import { events, type EventsChannel } from 'aws-amplify/data';
import { type Engine, type EventApiEndpoint, startEngine } from 'local-aws';
import { Inbox } from '../../../local/test/support/messages';
import { installBrowserGlobals } from '../../support/browser/browser-globals';

const REGION = 'us-west-2';
const modes = [{ AuthType: 'API_KEY' }];
const ofApi = { ApiId: { 'Fn::GetAtt': ['Events', 'ApiId'] } };
const CODE = `import { util } from '@aws-appsync/utils';
export function onPublish(ctx) {
  return ctx.events.map(({ id, payload }) => (payload === 'bad' ? { id, error: 'No.' } : { id, payload }));
}
export function onSubscribe(ctx) { if (ctx.info.channel.path === '/news/secret') util.unauthorized(); }`;

const TEMPLATE = {
  Resources: {
    Events: {
      Type: 'AWS::AppSync::Api',
      Properties: {
        Name: 'events',
        EventConfig: {
          AuthProviders: modes,
          ConnectionAuthModes: modes,
          DefaultPublishAuthModes: modes,
          DefaultSubscribeAuthModes: modes,
        },
      },
    },
    Key: { Type: 'AWS::AppSync::ApiKey', Properties: ofApi },
    News: { Type: 'AWS::AppSync::ChannelNamespace', Properties: { ...ofApi, Name: 'news', CodeHandlers: CODE } },
  },
};

const faults: unknown[] = [];
let engine: Engine;
const channels: EventsChannel[] = [];

beforeAll(async () => {
  const log = { info: () => undefined, fault: (error: unknown) => void faults.push(error) };
  engine = await startEngine({ regions: [{ name: REGION }], log });
  await engine.regions.get(REGION)?.createStack({ stackName: 'events', template: TEMPLATE });
  installBrowserGlobals(engine.certificateAuthority);
  const { eventUrl, apiKeys } = theApi();
  const [apiKey = ''] = apiKeys;
  Amplify.configure({
    API: {
      Events: { endpoint: eventUrl.replace('http:', 'https:'), region: REGION, defaultAuthMode: 'apiKey', apiKey },
    },
  });
});

afterEach(() => {
  for (const channel of channels.splice(0)) channel.close();
});

afterAll(async () => {
  await engine.stop();
  const [fault] = faults;
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
});

function theApi(): EventApiEndpoint {
  const [api] = engine.regions.get(REGION)?.eventApis ?? [];
  if (!api) throw new Error('There is no Event API.');
  return api;
}

async function connect(name: string): Promise<EventsChannel> {
  const channel = await events.connect(name);
  channels.push(channel);
  return channel;
}

/** What a channel's subscription hears, once it is live. */
async function heard(channel: EventsChannel): Promise<Inbox<unknown>> {
  const inbox = new Inbox<unknown>();
  const subscription = channel.subscribe({
    next: ({ event }) => inbox.push(event),
    error: (error) => inbox.push(error),
  });
  await subscription.ready;
  return inbox;
}

it('EV-20 EV-22 subscribes, and publishes over the socket', async () => {
  const channel = await connect('/news/*');
  const inbox = await heard(channel);

  await (await connect('/news/sport')).publish({ text: 'hello' });

  expect(await inbox.find(() => true)).toEqual({ text: 'hello' });
});

it('EV-40 EV-42 posts over HTTP, and learns what failed', async () => {
  const inbox = await heard(await connect('/news/sport'));

  const failed = await events.post('/news/sport', ['bad', { text: 'good' }]);

  expect([failed, await inbox.find(() => true)]).toMatchObject([[{ index: 0, message: 'No.' }], { text: 'good' }]);
});

it('EV-46 learns that it may not subscribe', async () => {
  const channel = await connect('/news/secret');

  await expect(channel.subscribe({ next: () => undefined, error: () => undefined }).ready).rejects.toBeDefined();
});
