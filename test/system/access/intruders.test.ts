// What somebody with a good token for one channel tries, and does not get.
import { BareClient, bareSubscriber } from '../../support/clients/bare-client';
import { CHANNEL } from '../../support/credentials';
import { endAll } from '../../support/endings';
import { type HttpAnswer, publish, request } from '../../support/clients/http-client';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { tokenOf } from '../../support/tokens';

const OWN = { publish: [CHANNEL.own], subscribe: [CHANNEL.own] };
const signer = aSigner();
const headers = { authorization: tokenOf(signer, OWN) };

let planet: TestPlanet;
let api: Api;
let authorization: Readonly<Record<string, string>>;

beforeAll(async () => {
  planet = await startTestPlanet('local', { templates: templatesTrusting(signer, 'local') });
  api = planet.api();
  authorization = { host: new URL(api.graphqlUrl).host, Authorization: headers.authorization };
});

afterAll(endAll);

describe('to see another channel’s messages', () => {
  /** Documents that end with an error: what is asked for, and the variables. */
  const attempts: readonly (readonly [string, string, object])[] = [
    ['asks for it', SUBSCRIBE, { name: CHANNEL.other }],
    ['calls it by an alias', `subscription { tech: subscribe(name: "${CHANNEL.other}") { name } }`, {}],
    [
      'hides it in a fragment',
      `subscription { ...F } fragment F on Subscription { subscribe(name: "${CHANNEL.other}") { name } }`,
      {},
    ],
    [
      'asks for two at once',
      `subscription { subscribe(name: "tech") { name } b: subscribe(name: "cars") { name } }`,
      {},
    ],
    ['asks for every channel', SUBSCRIBE, { name: '*' }],
    ['asks for a pattern', SUBSCRIBE, { name: `${CHANNEL.own}/*` }],
    ['asks for less than its name', SUBSCRIBE, { name: CHANNEL.own.slice(0, -1) }],
    ['asks for more than its name', SUBSCRIBE, { name: `${CHANNEL.own}s` }],
    ['asks for a channel below', SUBSCRIBE, { name: `${CHANNEL.own}/below` }],
    ['writes it in capitals', SUBSCRIBE, { name: CHANNEL.own.toUpperCase() }],
    ['adds a blank', SUBSCRIBE, { name: `${CHANNEL.own} ` }],
    ['adds a null character', SUBSCRIBE, { name: `${CHANNEL.own}\0` }],
    ['writes it in wide letters', SUBSCRIBE, { name: 'ｔｅｃｈ' }],
    ['asks for nothing', SUBSCRIBE, { name: '' }],
    ['asks for a list', SUBSCRIBE, { name: [CHANNEL.own, CHANNEL.other] }],
    ['asks for the prototype', SUBSCRIBE, { name: '__proto__' }],
    ['listens to the bus’s mutation', `subscription { publishFromBus { name } }`, {}],
  ];

  it.each(attempts)('%s', async (_, query, variables) => {
    const client = await BareClient.connect(api, { authorization });

    const id = client.start(query, variables);

    expect((await client.frame('error', id)).payload?.errors).toEqual([
      expect.objectContaining({ message: expect.any(String) }),
    ]);
    client.close();
  });

  it('listens only to its own channel', async () => {
    const own = await bareSubscriber(api, CHANNEL.own, { authorization });

    await publish(api, { name: CHANNEL.other, message: 'for others' });
    await publish(api, { name: CHANNEL.own, message: 'for me' });
    await own.find(({ message }) => message === 'for me');

    expect(own.messages.map(({ name }) => name)).toEqual([CHANNEL.own]);
    await own.close();
  });
});

describe('to speak for somebody else', () => {
  it.each([
    ['passes userId', 'mutation { publish(name: "tech", message: "x", userId: "bob") { userId } }'],
    ['passes a region', 'mutation { publish(name: "tech", message: "x", region: "eu-west-1") { userId } }'],
    ['passes a time', 'mutation { publish(name: "tech", message: "x", publishedAt: "2000-01-01T00:00:00Z") { id } }'],
  ])('%s as an argument', async (_, query) => {
    const { body } = await request(api, query, {}, headers);

    expect(body).toEqual({
      data: null,
      errors: [expect.objectContaining({ message: expect.stringMatching(/^Valid/) })],
    });
  });

  it.each([
    ['the text', { message: '","userId":"bob' }],
    ['the text as an event', { message: '{"detail":{"userId":"bob"}}' }],
    ['the data', { message: 'x', data: '{"userId":"bob","__proto__":{"userId":"bob"}}' }],
    ['a placeholder of the bus', { message: '<detail> <aws.events.event.json>' }],
  ])('writes another subject into %s', async (_, variables) => {
    const subscriber = await bareSubscriber(planet.api('ap-southeast-2'), CHANNEL.own);

    const { body } = await request(api, PUBLISH, { name: CHANNEL.own, ...variables }, headers);
    const { publish: published } = body.data as { readonly publish: { readonly id: string } };
    const received = await subscriber.find((message) => message.id === published.id);

    expect(received).toMatchObject({ ...variables, userId: 'ana', region: api.region });
    await subscriber.close();
  });

  it('comes with a key, and has no identity', async () => {
    expect(await publish(api, { name: CHANNEL.own, message: 'x' })).toMatchObject({ userId: null });
  });

  it('claims another subject in headers', async () => {
    const { body } = await request(
      api,
      PUBLISH,
      { name: CHANNEL.own, message: 'x' },
      { ...headers, sub: 'bob', 'x-user-id': 'bob' },
    );

    expect(body.data?.['publish']).toMatchObject({ userId: 'ana' });
  });
});

describe('to reach what is the bus’s', () => {
  const EVENT = 'event: { id: "1", source: "x", region: "x", time: "2026-01-01T00:00:00Z" }';
  const DETAIL = 'detail: { name: "tech", message: "x", userId: "bob" }';
  const CALL = `publishFromBus(${EVENT}, ${DETAIL})`;

  it.each([
    ['calls it', `mutation { publishFromBus(${EVENT}, ${DETAIL}) { id } }`],
    ['calls it by another name', `mutation { publish: ${CALL} { id } }`],
    ['calls it in a fragment', `mutation { ...F } fragment F on Mutation { ${CALL} { id } }`],
    ['calls it in an inline fragment', `mutation { ... on Mutation { ${CALL} { id } } }`],
    ['calls it behind what it may', `mutation { publish(name: "tech", message: "y") { id } ${CALL} { id } }`],
    ['closes a channel as the bus', 'mutation { unsubscribeFromBus(detail: { name: "tech" }) { name } }'],
    ['closes a channel as an operator', 'mutation { unsubscribe(name: "tech") { name } }'],
  ])('%s', async (_, query) => {
    const subscriber = await bareSubscriber(api, CHANNEL.own);

    const { body } = await request(api, query, {}, headers);
    await publish(api, { name: CHANNEL.own, message: 'the last' });
    await subscriber.find(({ message }) => message === 'the last');

    expect(body.errors).toEqual([expect.objectContaining({ errorType: 'Unauthorized', data: null })]);
    expect(subscriber.messages.map(({ userId }) => userId)).not.toContain('bob');
    await subscriber.close();
  });

  it('sends it over WebSocket', async () => {
    const client = await BareClient.connect(api, { authorization });

    const id = client.start(`mutation { ${CALL} { id } }`);

    expect(await client.frame('error', id)).toMatchObject({ id });
    client.close();
  });
});

describe('to end others’ subscriptions', () => {
  it('stops an operation by its id', async () => {
    const victim = await BareClient.connect(api);
    const subscription = await victim.subscribe(CHANNEL.own);
    const intruder = await BareClient.connect(api, { authorization });

    intruder.send({ type: 'stop', id: subscription.id });
    await intruder.frame('error', subscription.id);
    await publish(api, { name: CHANNEL.own, message: 'still here' });

    expect(await subscription.find(({ message }) => message === 'still here')).toMatchObject({ name: CHANNEL.own });
    intruder.close();
    victim.close();
  });

  it('takes the id of another’s operation, and gets a subscription of its own', async () => {
    const victim = await BareClient.connect(api);
    const subscription = await victim.subscribe(CHANNEL.other);
    const intruder = await BareClient.connect(api, { authorization });

    intruder.start(SUBSCRIBE, { name: CHANNEL.own }, authorization, subscription.id);
    await intruder.frame('start_ack', subscription.id);
    intruder.close();
    await intruder.closed;
    await publish(api, { name: CHANNEL.other, message: 'still here, too' });

    expect(await subscription.find(({ message }) => message === 'still here, too')).toMatchObject({
      name: CHANNEL.other,
    });
    expect(intruder.frames.items.filter(({ type }) => type === 'data')).toEqual([]);
    victim.close();
  });
});

describe('to learn whether a channel exists', () => {
  it('compares what publish answers', async () => {
    const [existing, invented] = await Promise.all(
      [CHANNEL.other, CHANNEL.unlisted].map(async (name) =>
        seen(await request(api, PUBLISH, { name, message: 'x' }, headers), name),
      ),
    );

    expect(existing).toEqual(invented);
    expect(existing).toContain('ChannelNotAllowed');
  });

  it('compares what subscribe answers', async () => {
    const client = await BareClient.connect(api, { authorization });

    const [existing, invented] = await Promise.all(
      [CHANNEL.other, CHANNEL.unlisted].map(async (name) => {
        const { payload } = await client.frame('error', client.start(SUBSCRIBE, { name }));
        return JSON.stringify(payload).replaceAll(name, '…');
      }),
    );

    expect(existing).toEqual(invented);
    expect(existing).toContain('ChannelNotAllowed');
    client.close();
  });

  it('asks with a token for nothing', async () => {
    const nothing = { authorization: tokenOf(signer, {}) };

    const answers = await Promise.all(
      Object.values(CHANNEL).map(async (name) =>
        seen(await request(api, PUBLISH, { name, message: 'x' }, nothing), name),
      ),
    );

    expect(new Set(answers).size).toBe(1);
  });

  it('compares the errors of what it sends wrongly', async () => {
    const answers = await Promise.all(
      [CHANNEL.other, CHANNEL.unlisted].map(async (name) =>
        seen(await request(api, PUBLISH, { name, message: 'x', id: 'no ULID' }, headers), name),
      ),
    );

    expect(new Set(answers).size).toBe(1);
  });
});

/** An answer as the caller sees it, without the name that it sent itself and without what differs in every answer. */
function seen({ status, headers: answered, body }: HttpAnswer, name: string): string {
  const kept = [...answered].filter(([header]) => !['date', 'x-amzn-requestid', 'content-length'].includes(header));
  return JSON.stringify([status, kept, body]).replaceAll(name, '…');
}
