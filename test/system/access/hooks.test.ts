// Hooks of channels: what they change, drop and refuse, at every door, and that there is no way around them. In a stage with the hooks of
// channels/examples and of test/cases/channels, whose list has `*` here.
import { putMessage } from '../../support/clients/backend';
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { type EventDoor, eventDoor, eventSubscriber, publishEvents } from '../../support/clients/event-client';
import { request, signedRequest } from '../../support/clients/http-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { endAll, endLater } from '../../support/endings';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { nextMessage } from '../../support/queue';
import { tokenOf } from '../../support/tokens';
import { PUBLISH, SUBSCRIBE, type Subscriber } from '../../../local/test/support/messages';

const REGION = 'us-west-2';
const FIRST = '01M8JZ8PT88Y0Z19CKSJNW6K70';
const SECOND = '01M8JZ8PT88Y0Z19CKSJNW6K71';
const THIRD = '01M8JZ8PT88Y0Z19CKSJNW6K72';
const PUBLISH_BATCH = `mutation PublishBatch($messages: [PublishInput!]!) {
  publishBatch(messages: $messages) { message { name message data id previous } error { errorType message } } }`;
const HISTORY = `query History($name: String!) {
  history(name: $name, region: "${REGION}", last: 1) { messages { message data } } }`;

const signer = aSigner();
let planet: TestPlanet;
let api: Api;
let door: EventDoor;

beforeAll(async () => {
  const templates = templatesAllowing(templatesTrusting(signer, 'hooks'), [
    '*',
    'talk/*',
    'rooms/*',
    'odd/*',
    'free/*',
  ]);
  planet = await startTestPlanet('hooks', { templates });
  api = planet.api();
  door = eventDoor(planet, REGION);
});

afterAll(endAll);

/** The headers of somebody with a token for everything, and with more claims. */
function withToken(claims: Readonly<Record<string, unknown>> = {}): { readonly authorization: string } {
  return { authorization: tokenOf(signer, { publish: ['*'], subscribe: ['*'] }, { claims }) };
}

async function subscribed(name: string): Promise<Subscriber> {
  const subscriber = await bareSubscriber(api, name);
  endLater(() => subscriber.close());
  return subscriber;
}

interface Refusal {
  readonly errorType: string;
  readonly message: string;
}

/** What a publisher hears: a refusal, as a code and a sentence; nothing for what was published or dropped. */
type Heard = string | undefined;

const textOf = (refusal: Refusal | null | undefined): Heard =>
  refusal ? `${refusal.errorType}: ${refusal.message}` : undefined;

/** Publishes a text by each door. */
const DOORS: Readonly<Record<string, (name: string, message: string) => Promise<Heard>>> = {
  publish: async (name, message) => {
    const { body } = await request(api, PUBLISH, { name, message });
    return textOf(body.errors?.[0] as Refusal | undefined);
  },
  'publish, among aliases': async (name, message) => {
    const query = `mutation ($name: String!, $message: String!) {
      free: publish(name: "free/1", message: "hi") { id } hooked: publish(name: $name, message: $message) { id } }`;
    const { body } = await request(api, query, { name, message });
    return textOf(body.errors?.[0] as Refusal | undefined);
  },
  'publishBatch, among others': async (name, message) => {
    const messages = [
      { name: 'free/1', message: 'hi' },
      { name, message },
      { name: 'free/2', message: 'hi' },
    ];
    const { body } = await request(api, PUBLISH_BATCH, { messages });
    const outcomes = body.data?.['publishBatch'] as { readonly message: unknown; readonly error: Refusal | null }[];
    expect([outcomes[0]?.message, outcomes[2]?.message]).not.toContain(null);
    return textOf(outcomes[1]?.error);
  },
  Events: async (name, message) => {
    const { body } = await publishEvents(door, name, [{ message }, { message: 'beside it' }]);
    const failed = body['failed'] as { readonly errorMessage?: string; readonly message?: string }[];
    return failed[0] && JSON.stringify(failed[0]);
  },
};

describe.each(Object.keys(DOORS))('by %s', (way) => {
  const publish = async (name: string, message: string) => DOORS[way]?.(name, message);
  const channel = `odd/${way.length}`;

  it('a hook changes what is published, and what is remembered', async () => {
    const subscriber = await subscribed(channel);

    expect(await publish(channel, 'change')).toBeUndefined();

    const { data } = await subscriber.find(({ message }) => message === 'changed');
    expect(data).toBe('{"was":null}');
    const { body } = await request(api, HISTORY.replace('last: 1', 'limit: 1'), { name: channel });
    expect(body.data).toMatchObject({ history: { messages: [{ message: 'changed', data: '{"was":null}' }] } });
  });

  it('a hook refuses, with its own code and sentence', async () => {
    expect(await publish(channel, 'refuse')).toContain('TooManyWords: Say less.');
  });

  it('a hook drops, which is no error, and what it drops and refuses arrives nowhere', async () => {
    const subscriber = await subscribed(channel);

    expect(await publish(channel, 'drop')).toBeUndefined();
    await publish(channel, 'refuse');
    await publish(channel, 'the end');
    await subscriber.find(({ message }) => message === 'the end');

    const heard = new Set(subscriber.messages.map(({ message }) => message));
    expect([...heard].filter((message) => message !== 'beside it')).toEqual(['the end']);
  });

  it('what a hook makes is checked again', async () => {
    expect(await publish('odd/prices', 'unfit')).toContain('InvalidData: The data does not fit channel');
  });

  it.each([
    ...['other channel', 'other channel in place', 'other id', 'nothing', 'text', 'yes', 'list', 'number', 'function'],
    'refusal without code',
  ])('a hook that answers nonsense publishes nothing: %s', async (message) => {
    expect(await publish(channel, message)).toContain(
      'HookFailed: The hook \\"onPublish\\" answered'.replaceAll(way === 'Events' ? '' : '\\', ''),
    );
  });
});

it('a hook answers null to the publisher for what it drops', async () => {
  const { body } = await request(api, PUBLISH, { name: 'odd/1', message: 'drop' });

  expect(body).toEqual({ data: { publish: null } });
});

it('a hook’s change is what the publisher is answered', async () => {
  const { body } = await request(api, PUBLISH, { name: 'talk/1', message: 'What the heck' });

  expect(body.data).toMatchObject({ publish: { message: 'What the ***' } });
});

it('a hook changes nothing but the text and the data', async () => {
  const { body } = await request(api, PUBLISH, { name: 'odd/1', message: 'forge', id: FIRST }, withToken());

  expect(body.data).toMatchObject({
    publish: { id: FIRST, userId: 'ana', region: REGION, position: expect.stringMatching(/^\w{26}$/), previous: null },
  });
});

it('a hook makes no message larger than can be delivered', async () => {
  const data = JSON.stringify('x'.repeat(90_000));

  const { body } = await request(api, PUBLISH, { name: 'odd/1', message: 'large', data });

  expect(body.errors).toMatchObject([{ errorType: 'MessageTooLarge' }]);
});

const LARGE = { message: 'large', data: 'x'.repeat(35_000) };

it.each<[string, () => Promise<readonly unknown[]>]>([
  [
    'publishBatch',
    async () => {
      const messages = [1, 2, 3].map(() => ({ ...LARGE, name: 'odd/1', data: JSON.stringify(LARGE.data) }));
      const { body } = await request(api, PUBLISH_BATCH, { messages });
      const outcomes = body.data?.['publishBatch'] as { readonly error: Refusal | null }[];
      return outcomes.flatMap(({ error }) => error?.errorType ?? []);
    },
  ],
  [
    'Events',
    async () => {
      const { body } = await publishEvents(door, 'odd/1', [LARGE, LARGE, LARGE]);
      return (body['failed'] as { readonly message: string }[]).map(({ message }) => message.split(':')[0]);
    },
  ],
])(
  'what a hook makes of several messages is sent as far as one request to the bus has room, by %s',
  async (_, send) => {
    // Each makes an event of 105 KB.
    expect(await send()).toEqual(['BatchTooLarge']);
  },
);

it('a hook is not asked about what is refused anyway', async () => {
  const { body } = await request(api, PUBLISH, { name: 'odd/1', message: 'drop', id: 'no ULID' });

  expect(body.errors).toMatchObject([{ errorType: 'InvalidId' }]);
});

it('a batch with dropped and refused messages names predecessors that were sent', async () => {
  const messages = [
    { name: 'odd/1', message: 'one', id: FIRST },
    { name: 'odd/1', message: 'drop', id: SECOND, previous: FIRST },
    { name: 'odd/1', message: 'refuse', id: THIRD, previous: SECOND },
    { name: 'odd/1', message: 'four', previous: THIRD },
  ];

  const { body } = await request(api, PUBLISH_BATCH, { messages });

  expect(body.data?.['publishBatch']).toMatchObject([
    { message: { message: 'one' }, error: null },
    { message: null, error: null },
    { message: null, error: { errorType: 'TooManyWords' } },
    { message: { message: 'four', previous: FIRST }, error: null },
  ]);
});

it('answers a batch of which all is dropped', async () => {
  const { body } = await request(api, PUBLISH_BATCH, { messages: [{ name: 'odd/1', message: 'drop' }] });

  expect(body).toEqual({ data: { publishBatch: [{ message: null, error: null }] } });
});

describe('on the bus', () => {
  const put = async (message: string) => putMessage(planet, api, { name: 'odd/bus', message });

  it('a hook changes, drops and refuses what a backend puts there, and a refusal is a dead letter', async () => {
    const subscriber = await subscribed('odd/bus');

    for (const message of ['drop', 'refuse', 'change']) await put(message);
    await subscriber.find(({ message }) => message === 'changed');
    const { Body: body, MessageAttributes: attributes } = await nextMessage(planet, REGION);
    await put('the end');
    await subscriber.find(({ message }) => message === 'the end');

    expect(body).toContain('"refuse"');
    expect(attributes?.['ERROR_MESSAGE']?.StringValue).toContain('Say less.');
    expect(subscriber.messages.map(({ message }) => message).sort()).toEqual(['changed', 'the end']);
  });

  it('a backend is told from a client', async () => {
    const subscriber = await subscribed('odd/bus');

    await put('who');

    const { data } = await subscriber.find(({ message }) => message === 'who');
    expect(JSON.parse(data ?? '')).toEqual({ kind: 'backend', id: 'shop.backend', claims: {} });
  });
});

describe('a hook knows who calls', () => {
  const WHO = { name: 'odd/1', message: 'who' };
  const callerIn = (body: { readonly data?: Readonly<Record<string, unknown>> | null }) => {
    const { publish } = body.data as { readonly publish: { readonly data: string } };
    return JSON.parse(publish.data) as unknown;
  };

  it('by a token, with all its claims', async () => {
    const { body } = await request(api, PUBLISH, WHO, withToken({ rooms: ['blue'], 'https://a.b/"c"': { deep: [1] } }));

    expect(callerIn(body)).toMatchObject({
      ...{ kind: 'token', id: 'ana' },
      claims: { sub: 'ana', iss: signer.issuer, rooms: ['blue'], 'https://a.b/"c"': { deep: [1] } },
    });
  });

  it('by an API key', async () => {
    const { body } = await request(api, PUBLISH, WHO);

    expect(callerIn(body)).toEqual({ kind: 'apiKey', id: null, claims: {} });
  });

  it('as a guest', async () => {
    const { body } = await request(api, PUBLISH, WHO, { authorization: 'guest' });

    expect(callerIn(body)).toEqual({ kind: 'guest', id: null, claims: {} });
  });

  it('by a signature', async () => {
    const { body } = await signedRequest(api, planet.aws, PUBLISH, WHO);

    expect(callerIn(body)).toEqual({ kind: 'iam', id: expect.stringMatching(/^arn:aws:/), claims: {} });
  });

  it('at the Events door, too', async () => {
    const subscriber = await subscribed('odd/who');

    await publishEvents(door, 'odd/who', [{ message: 'who' }], withToken({ rooms: ['red'] }));

    const { data } = await subscriber.find(({ message }) => message === 'who');
    expect(JSON.parse(data ?? '')).toMatchObject({ kind: 'token', id: 'ana', claims: { rooms: ['red'] } });
  });
});

interface Hearing {
  readonly who: string;
  readonly shown: () => Readonly<Record<string, string>>;
  readonly what: string;
  /** Of the refusal. */
  readonly code?: string;
}

const withKey = () => ({ 'x-api-key': api.apiKey });
const member = { who: 'a member', shown: () => withToken({ rooms: ['blue'] }) };
const other = { who: 'somebody else', shown: withToken };

const HEARING: readonly Hearing[] = [
  { ...member, what: 'rooms/blue' },
  { ...member, what: 'rooms/blue/typing' },
  { ...member, what: 'rooms/blue/*' },
  { ...member, what: 'rooms/red', code: 'NotAMember' },
  { ...member, what: 'rooms/*', code: 'NotAMember' },
  { ...other, what: 'rooms/blue', code: 'NotAMember' },
  { ...other, what: 'rooms/blue/*', code: 'NotAMember' },
  { who: 'a claim with patterns', shown: () => withToken({ rooms: ['*', '#'] }), what: 'rooms/*', code: 'NotAMember' },
  { who: 'a claim with a text', shown: () => withToken({ rooms: 'blue red' }), what: 'rooms/blue', code: 'NotAMember' },
  { who: 'a key', shown: withKey, what: 'rooms/blue', code: 'NotAMember' },
  { ...other, what: 'odd/1' },
  { ...other, what: 'odd/secret', code: 'TooManyWords' },
  { ...other, what: 'odd/nonsense', code: 'HookFailed' },
  { ...other, what: 'odd/*', code: 'PatternNotAllowed' },
  { ...other, what: 'odd/secret/*', code: 'PatternNotAllowed' },
  { ...other, what: 'talk/*' },
  { ...other, what: 'free/*' },
];

describe.each(HEARING)('$who, of $what', ({ shown, what, code }) => {
  it(`hears with GraphQL: ${code ?? 'yes'}`, async () => {
    expect(await codeOfSubscription(what, shown())).toBe(code);
  });

  it(`reads the history: ${code ?? 'yes'}`, async () => {
    const { body } = await request(api, HISTORY, { name: what }, shown());

    expect(body.errors?.[0]?.errorType).toBe(code);
  });

  it(`hears at the Events door: ${code ?? 'yes'}`, async () => {
    const keyed = shown === withKey ? { 'x-api-key': door.apiKey } : shown();
    const subscriber = await eventSubscriber(door, what, keyed);
    subscriber.close();

    expect(subscriber.answer['type']).toBe(code === undefined ? 'subscribe_success' : 'subscribe_error');
    expect(JSON.stringify(subscriber.answer)).toContain(code ?? '');
  });
});

it.each([member, { who: 'a key', shown: withKey }])(
  '$who does not hear everything, as a hook decides on some of it',
  async ({ shown }) => {
    expect(await codeOfSubscription('*', shown())).toBe('PatternNotAllowed');
  },
);

it.each(['Rooms/blue', 'ROOMS/blue', 'rooms ​/blue', 'rooms／blue', 'roоms/blue', ' rooms/blue', 'rooms\u0000/blue'])(
  'a name that looks like a room, %j, is another channel: nothing of the room is heard there',
  async (name) => {
    const client = await BareClient.connect(api);
    const subscriber = await client.subscribe(name);

    await request(api, PUBLISH, { name: 'rooms/blue', message: 'secret' });
    await request(api, PUBLISH, { name, message: 'the end' });
    await subscriber.find(({ message }) => message === 'the end');
    await subscriber.close();

    expect(subscriber.messages.map(({ message }) => message)).toEqual(['the end']);
  },
);

it.each(['constructor/a', '__proto__', 'toString/a', 'hasOwnProperty/a', 'ODD/1'])(
  'a namespace of another name, %s, has no hooks',
  async (name) => {
    const { body } = await request(api, PUBLISH, { name, message: 'change' });

    expect(body.data).toMatchObject({ publish: { message: 'change' } });
    expect(await codeOfSubscription(name, withToken())).toBeUndefined();
  },
);

/** The code with which a subscription is refused; nothing if it is not. */
async function codeOfSubscription(name: string, shown: Readonly<Record<string, string>>): Promise<string | undefined> {
  const client = await BareClient.connect(api);
  const id = client.start(SUBSCRIBE, { name }, { host: new URL(api.graphqlUrl).host, ...headersOf(shown) });
  const { payload } = await client.frames.find((frame) => frame.id === id);
  client.close();
  return (payload?.errors as readonly Refusal[] | undefined)?.[0]?.errorType;
}

/** In frames AppSync wants the name as it is. */
function headersOf({ authorization, ...others }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return authorization === undefined ? others : { Authorization: authorization };
}
