// Subscriptions over a real socket: credentials, what is delivered to whom. Ids refer to docs/PROTOCOL.md.
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/foundation/json';
import {
  connect,
  headerProtocol,
  keyOf,
  open,
  post,
  signed,
  startApi,
  stopApi,
  type ApiOptions,
  type FakeCode,
  type RealtimeClient,
  type StartedApi,
} from '../support/appsync';

const SCHEMA = `
  type Query { a: String }
  type Mutation { publish(name: String, text: String, data: AWSJSON): Message close(name: String): Message other: Message }
  type Subscription {
    all(name: String, text: String): Message @aws_subscribe(mutations: ["publish"])
    channel(name: String!): Message @aws_subscribe(mutations: ["publish"])
    secret: Message @aws_subscribe(mutations: ["publish"]) @aws_iam
  }
  type Message { name: String text: String! data: AWSJSON hidden: String @aws_iam inner: Inner }
  type Inner { id: ID list: [Int] }
`;

const channel: FakeCode = {
  request: ({ args }, { error }) => {
    if (JSON.stringify(args).includes('forbidden')) error('Channel not allowed.', 'ChannelNotAllowed');
    return null;
  },
  response: ({ args }, effects) => {
    const value = (args as { readonly name: string }).name;
    const filter = { filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value }] }] };
    effects.setSubscriptionFilter(filter);
    effects.setSubscriptionInvalidationFilter(filter);
    return null;
  },
};

const appending: FakeCode = {
  response: (_, { appendError }) => {
    appendError('Not now.', 'Later');
    return null;
  },
};

const limitless: FakeCode = {
  response: (_, { setSubscriptionInvalidationFilter }) => {
    const filters = [{ fieldName: 'name', operator: 'eq', value: 'x'.repeat(257) }];
    setSubscriptionInvalidationFilter({ filterGroup: [{ filters }] });
    return null;
  },
};

const close: FakeCode = {
  response: ({ args }, { invalidateSubscriptions }) => {
    invalidateSubscriptions({ subscriptionField: 'channel', payload: args as JsonObject });
    return args ?? null;
  },
};

const invalidating: FakeCode = {
  response: (_, { invalidateSubscriptions }) => {
    invalidateSubscriptions({ subscriptionField: 'channel', payload: { name: 'tech' } });
    return null;
  },
};

/** A message with a name, or null. */
function onlyNamed(args: JsonValue | undefined): JsonValue {
  return isJsonObject(args) && typeof args['name'] === 'string' ? args : null;
}

let started: StartedApi | undefined;
let clients: RealtimeClient[] = [];

async function start(options: Partial<ApiOptions> = {}): Promise<StartedApi> {
  const resolvers = { 'Mutation.publish': {}, 'Mutation.close': close, 'Subscription.channel': channel };
  started = await startApi({ schema: SCHEMA, resolvers, ...options });
  return started;
}

async function subscribed(api: StartedApi, query: string, variables: JsonObject = {}): Promise<RealtimeClient> {
  const client = await connect(api);
  clients.push(client);
  expect(await client.start('1', { query, variables }, keyOf(api))).toEqual({ id: '1', type: 'start_ack' });
  return client;
}

async function publish(api: StartedApi, args: string, selection = 'name text data'): Promise<void> {
  const { body } = await post(api, { query: `mutation { publish(${args}) { ${selection} } }` });
  expect(body['errors']).toBeUndefined();
}

afterEach(async () => {
  await stopApi(started);
  for (const client of clients) client.socket.terminate();
  clients = [];
  started = undefined;
});

describe('a handshake', () => {
  const ACK = { type: 'connection_ack', payload: { connectionTimeoutMs: 300_000 } };
  const credentials = (api: StartedApi) => Buffer.from(JSON.stringify(keyOf(api)));

  test('RT-04: takes credentials in the subprotocol', async () => {
    const api = await start();

    expect(await (await open(api)).init()).toEqual(ACK);
  });

  test('RT-03: takes credentials in the query string', async () => {
    const api = await start();
    const header = credentials(api).toString('base64');
    const query = new URLSearchParams({ header, payload: 'e30=' }).toString();

    const client = await open(api, { protocols: ['graphql-ws'], path: `/graphql/realtime?${query}` });

    expect(await client.init()).toEqual(ACK);
  });

  test('RT-05: takes credentials in HTTP headers', async () => {
    const api = await start();

    const client = await open(api, { protocols: ['graphql-ws'], headers: { 'x-api-key': api.apiKey } });

    expect(await client.init()).toEqual(ACK);
  });

  test('RT-01: is taken at /graphql too', async () => {
    const api = await start();

    expect(await (await open(api, { path: '/graphql' })).init()).toEqual(ACK);
  });

  test('RT-06: takes a signature over /graphql/connect', async () => {
    const api = await start();
    const headers = await signed(api, '{}', '/graphql/connect');

    const client = await open(api, { protocols: ['graphql-ws', headerProtocol(headers)] });

    expect(await client.init()).toEqual(ACK);
  });

  const refused: readonly (readonly [string, readonly string[], JsonObject])[] = [
    [
      'RT-12: a wrong key',
      ['graphql-ws', headerProtocol({ host: 'x', 'x-api-key': 'da2-wrong' })],
      { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.', errorCode: 401 },
    ],
    [
      'RT-12: no credentials',
      ['graphql-ws'],
      { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.', errorCode: 401 },
    ],
    [
      'RT-02: another subprotocol',
      ['graphql-transport-ws'],
      { message: 'SubProtocolNotSupportedError', errorCode: 400 },
    ],
    ['RT-02: no subprotocol', [], { message: 'NoProtocolError', errorCode: 400 }],
    [
      'RT-05: no host',
      ['graphql-ws', headerProtocol({ 'x-api-key': 'da2-wrong' })],
      { errorType: 'BadRequestException', message: 'The authorization header must have a host.', errorCode: 400 },
    ],
    [
      'RT-04: no JSON',
      ['graphql-ws', 'header-AAAA'],
      {
        errorType: 'BadRequestException',
        message: 'The authorization header is not a JSON object in Base64.',
        errorCode: 400,
      },
    ],
  ];

  test.each(refused)('%s is told and the socket is closed', async (_, protocols, error) => {
    const client = await open(await start(), { protocols });

    expect(await client.next()).toEqual({ payload: { errors: [error] }, type: 'connection_error' });
    await expect(client.closed()).resolves.toBeUndefined();
  });

  test('at another path is not a handshake', async () => {
    await expect(open(await start(), { path: '/event/realtime' })).rejects.toThrow('404');
  });
});

describe('a start', () => {
  test('is told with its arguments, once the client was let in', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { channel(name: "tech") { text } }');

    await client.start('2', { query: 'subscription { channel(name: "forbidden") { text } }' }, keyOf(api));

    const to = { field: 'channel', args: { name: 'tech' } };
    expect(api.region.listeners).toEqual([{ region: 'us-west-2', to, identity: null }]);
  });

  const errors = async (request: JsonObject, authorization?: JsonObject, code: FakeCode = channel) => {
    const api = await start({ resolvers: { 'Subscription.channel': code } });
    const client = await connect(api);
    clients.push(client);
    const { payload } = await client.start('1', request, authorization ?? keyOf(api));
    return payload;
  };

  test('RT-51: needs credentials of its own', async () => {
    expect(await errors({ query: 'subscription { all { name } }' }, {})).toEqual({
      errors: [{ errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' }],
    });
  });

  test('RT-52: must be valid', async () => {
    expect(await errors({ query: 'subscription { all { x } }' })).toEqual({
      errors: [
        { message: "Validation error of type FieldUndefined: Field 'x' in type 'Message' is undefined @ 'all/x'" },
      ],
    });
  });

  test('RT-52: must have variables that fit', async () => {
    expect(await errors({ query: 'subscription S($n: String!) { channel(name: $n) { name } }' })).toEqual({
      errors: [{ message: "Variable 'n' has coerced Null value for NonNull type 'String!'" }],
    });
  });

  test('RT-53: has one root field', async () => {
    expect(await errors({ query: 'subscription { all { name } channel(name: "a") { name } }' })).toMatchObject({
      errors: [{ errorType: 'DuplicatedOperationError' }],
    });
  });

  test('RT-57: is refused by its resolver', async () => {
    expect(await errors({ query: 'subscription { channel(name: "forbidden") { name } }' })).toEqual({
      errors: [{ errorType: 'ChannelNotAllowed', message: 'Channel not allowed.' }],
    });
  });

  test('RT-57: is refused when the mode may not see the field', async () => {
    expect(await errors({ query: 'subscription { secret { name } }' })).toEqual({
      errors: [{ errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Subscription' }],
    });
  });

  test('RT-58: is refused when its filter breaks a limit', async () => {
    expect(await errors({ query: `subscription { channel(name: "${'x'.repeat(257)}") { name } }` })).toMatchObject({
      errors: [{ errorCode: 400 }],
    });
  });

  const CHANNEL = { query: 'subscription { channel(name: "tech") { name } }' };

  test('RT-22: is refused by an error that its resolver appends', async () => {
    expect(await errors(CHANNEL, undefined, appending)).toEqual({
      errors: [{ errorType: 'Later', message: 'Not now.' }],
    });
  });

  test('FI-16: is refused when its invalidation filter breaks a limit', async () => {
    expect(await errors(CHANNEL, undefined, limitless)).toMatchObject({ errors: [{ errorCode: 400 }] });
  });

  test('RT-52: of a query is refused', async () => {
    expect(await errors({ query: '{ a }' })).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });

  test('RT-06, RT-20: may be signed on a connection that was opened with a key', async () => {
    const api = await start();
    const client = await connect(api);
    clients.push(client);
    const request = { query: 'subscription { secret { name } }' };

    const answer = await client.start('1', request, await signed(api, JSON.stringify(request)));

    expect([answer, api.region.asked]).toEqual([
      { id: '1', type: 'start_ack' },
      [{ action: 'appsync:GraphQL', resource: `${api.api.arn}/types/Subscription/fields/secret` }],
    ]);
  });
});

describe('a published result', () => {
  test('RT-31: is delivered as the subscriber selected it', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { t: text ...F } } fragment F on Message { name }');

    await publish(api, 'name: "tech", text: "hi"');

    expect(await client.next()).toEqual({
      id: '1',
      type: 'data',
      payload: { data: { all: { t: 'hi', name: 'tech' } } },
    });
  });

  test.each<[string, string, string, JsonObject]>([
    ['a leaf', 'text id: name', 'name text', { name: null, text: 'hi' }],
    ['another leaf', 'text name: text', 'name text', { name: 'hi', text: 'hi' }],
    ['an object', 'text other: inner { id }', 'text inner { id }', { text: 'hi', inner: null }],
    ['what is nested', 'text inner { key: id list }', 'inner { id list }', { inner: { id: null, list: [1] } }],
  ])('RT-31: has the names that the mutation gave, of %s', async (_, selection, selected, delivered) => {
    const resolvers = {
      'Mutation.publish': { response: () => ({ name: 'tech', text: 'hi', inner: { id: 'a', list: [1] } }) },
    };
    const api = await start({ resolvers });
    const client = await subscribed(api, `subscription { all { ${selected} } }`);

    await publish(api, 'text: "hi"', selection);

    expect(await client.next()).toMatchObject({ payload: { data: { all: delivered } } });
  });

  test('RT-31: is that of the field, whatever the mutation called it', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { text } }');

    await post(api, { query: 'mutation { other: publish(text: "hi") { text } }' });

    expect(await client.next()).toMatchObject({ payload: { data: { all: { text: 'hi' } } } });
  });

  test('RT-32: lacks what the mutation did not select', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { name data } }');

    await publish(api, 'name: "tech", data: "1"', 'name');

    expect(await client.next()).toMatchObject({ payload: { data: { all: { name: 'tech', data: null } } } });
  });

  test('RT-32: is an error when it lacks what must not be null', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { text } }');

    await publish(api, 'name: "tech"', 'name');

    expect(await client.next()).toEqual({
      id: '1',
      type: 'data',
      payload: {
        data: { all: null },
        errors: [
          {
            path: ['all', 'text'],
            locations: null,
            message: "Cannot return null for non-nullable type: 'String' within parent 'Message' (/all/text)",
          },
        ],
      },
    });
  });

  const texts: readonly string[] = ['"quoted"', 'line\nbreak', '😀\u2028\u0000', '</script>', '{"json":1}', ''];

  test.each(texts)('GQ-24: carries the text %j unchanged', async (text) => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { text data } }');
    const query = 'mutation M($text: String, $data: AWSJSON) { publish(text: $text, data: $data) { text data } }';

    await post(api, { query, variables: { text, data: JSON.stringify(text) } });

    expect(await client.next()).toMatchObject({ payload: { data: { all: { text, data: JSON.stringify(text) } } } });
  });

  /** Frames of up to 125 bytes, of up to 65,535 and longer ones differ in their headers. */
  test.each([
    ['short', 0, 100],
    ['copied', 3_850, 3_950],
    ['long', 65_400, 65_500],
  ])('carries %s texts of every length from %d to %d', async (_, from, to) => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { text } }');
    const query = 'mutation M($text: String) { publish(text: $text) { text } }';
    const texts = Array.from({ length: to - from }, (__, index) => 'x'.repeat(from + index));

    for (const text of texts) {
      await post(api, { query, variables: { text } });
      expect(await client.next()).toMatchObject({ payload: { data: { all: { text } } } });
    }
  });

  test('RT-33: is not delivered when its payload is too large', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { text } }');
    const query = 'mutation M($text: String) { publish(text: $text) { text } }';

    await post(api, { query, variables: { text: 'x'.repeat(240_000) } });
    await post(api, { query, variables: { text: 'x'.repeat(240_000) } });
    await publish(api, 'text: "sentinel"', 'text');

    expect(await client.next()).toMatchObject({ payload: { data: { all: { text: 'sentinel' } } } });
    expect(api.region.lines).toEqual([
      expect.stringContaining('240000 is the most (1 so far)'),
      expect.stringContaining('240000 is the most (2 so far)'),
    ]);
  });

  test('RT-30: of another mutation is not delivered', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { name } }');

    await post(api, { query: 'mutation { close(name: "x") { name } }' });
    await publish(api, 'name: "sentinel"', 'name');

    expect(await client.next()).toMatchObject({ payload: { data: { all: { name: 'sentinel' } } } });
  });

  test('RT-22: is delivered without running the resolver of the subscription, whatever that returned', async () => {
    const response = jest.fn(() => ({ name: 'returned', text: 'at start' }));
    const api = await start({ resolvers: { 'Mutation.publish': {}, 'Subscription.all': { response } } });
    const client = await subscribed(api, 'subscription { all { name } }');

    await publish(api, 'name: "tech"', 'name');

    expect(await client.next()).toMatchObject({ payload: { data: { all: { name: 'tech' } } } });
    expect(response).toHaveBeenCalledTimes(1);
  });

  test('RT-37: is not delivered when it is null', async () => {
    const api = await start({ resolvers: { 'Mutation.publish': { response: ({ args }) => onlyNamed(args) } } });
    const client = await subscribed(api, 'subscription { all { name } }');

    await publish(api, 'text: "none"', 'name');
    await publish(api, 'name: "sentinel"', 'name');

    expect(await client.next()).toMatchObject({ payload: { data: { all: { name: 'sentinel' } } } });
  });

  test('RT-34: hides a field that the subscriber may not see', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { all { name hidden } }');

    await publish(api, 'name: "tech"', 'name');

    expect(await client.next()).toMatchObject({
      payload: {
        data: { all: { name: 'tech', hidden: null } },
        errors: [{ message: 'Not Authorized to access hidden on type Message' }],
      },
    });
  });
});

describe('arguments', () => {
  const filters: readonly (readonly [string, string, JsonObject, string, boolean])[] = [
    ['an equal argument', 'all(name: "tech")', {}, 'name: "tech"', true],
    ['another argument', 'all(name: "tech")', {}, 'name: "cars"', false],
    ['no argument', 'all', {}, 'name: "cars"', true],
    ['a null argument and null', 'all(name: null)', {}, 'text: "t"', true],
    ['a null argument and a value', 'all(name: null)', {}, 'name: "tech"', false],
    ['a variable without a value and a value', 'all(name: $v)', {}, 'name: "tech"', false],
    ['a variable with the value', 'all(name: $v)', { v: 'tech' }, 'name: "tech"', true],
    ['an argument whose field is not selected', 'all(text: "t")', {}, 'name: "tech", text: "t"', false],
  ];

  test.each(filters)('RT-35: %s', async (_, field, variables, args, delivered) => {
    const api = await start();
    const head = field.includes('$') ? 'subscription S($v: String)' : 'subscription';
    const client = await subscribed(api, `${head} { ${field} { name } }`, variables);
    const sentinel = { query: 'subscription { sentinel: all { name } }' };
    await client.start('sentinel', sentinel, keyOf(api));

    await publish(api, args, 'name');
    await publish(api, 'name: "last"', 'name');

    const ids: unknown[] = [];
    while (ids.filter((id) => id === 'sentinel').length < 2) ids.push((await client.next())['id']);
    expect(ids.includes('1')).toBe(delivered);
  });
});

describe('an enhanced filter', () => {
  test('RT-36: replaces the arguments', async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { channel(name: "tech") { name } }');

    await publish(api, 'name: "cars"', 'name');
    await publish(api, 'name: "tech"', 'name');

    expect(await client.next()).toMatchObject({ payload: { data: { channel: { name: 'tech' } } } });
  });

  test('RT-40: an invalidation ends the subscriptions of its channel and no others', async () => {
    const api = await start();
    const tech = await subscribed(api, 'subscription { channel(name: "tech") { name } }');
    const cars = await subscribed(api, 'subscription { channel(name: "cars") { name } }');

    await post(api, { query: 'mutation { close(name: "tech") { name } }' });
    await publish(api, 'name: "cars"', 'name');

    expect(await tech.next()).toEqual({ id: '1', type: 'complete', payload: { message: 'Subscription complete.' } });
    await expect(tech.closed()).resolves.toBeUndefined();
    expect(await cars.next()).toMatchObject({ type: 'data' });
  });
});

test('FI-17: an invalidation by a query ends nothing', async () => {
  const resolvers = { 'Mutation.publish': {}, 'Query.a': invalidating, 'Subscription.channel': channel };
  const api = await start({ resolvers });
  const client = await subscribed(api, 'subscription { channel(name: "tech") { name } }');

  await post(api, { query: '{ a }' });
  await publish(api, 'name: "tech"', 'name');

  expect(await client.next()).toMatchObject({ type: 'data' });
});

test('many messages arrive in their order', async () => {
  const api = await start();
  const client = await subscribed(api, 'subscription { all { name } }');
  const names = Array.from({ length: 50 }, (_, index) => `m${index}`);
  const query = `mutation { ${names.map((name) => `${name}: publish(name: "${name}") { name }`).join(' ')} }`;

  await post(api, { query });

  for (const name of names) expect(await client.next()).toMatchObject({ payload: { data: { all: { name } } } });
});

test('RT-60: only the client that sends a frame over the limit loses its connection', async () => {
  const api = await start();
  const bad = await connect(api);
  const good = await subscribed(api, 'subscription { all { name } }');

  bad.send('x'.repeat(1024 * 1024 + 1));
  await bad.closed();
  await publish(api, 'name: "tech"', 'name');

  expect(await good.next()).toMatchObject({ type: 'data' });
});

test('RT-61: a client that never reads is disconnected', async () => {
  const api = await start();
  const deaf = await subscribed(api, 'subscription { all { text } }');
  deaf.socket.pause();
  const query = 'mutation M($text: String) { publish(text: $text) { text } }';
  const request = { query, variables: { text: 'x'.repeat(230_000) } };

  for (let count = 0; count < 200 && api.region.lines.length === 0; count += 1) await post(api, request);

  expect(api.region.lines).toEqual([expect.stringContaining('unread was disconnected')]);
});
