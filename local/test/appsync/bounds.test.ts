// What one request may make the engine build, keep, repeat or wait for. Ids refer to the README and to docs/PROTOCOL.md.
import { KeptAnswers } from '../../src/appsync/authorization/kept-answers';
import { readRequest } from '../../src/appsync/execution/graphql-request';
import { ResponseSize } from '../../src/appsync/execution/response-size';
import {
  MAX_CACHED_AUTHORIZATIONS,
  MAX_CACHED_AUTHORIZATIONS_BYTES,
  MAX_SUBSCRIBED_LENGTH,
} from '../../src/appsync/limits';
import { isJsonObject } from '../../src/foundation/json';
import {
  connect,
  keyOf,
  post,
  startApi,
  stopApi,
  type ApiOptions,
  type FakeCode,
  type StartedApi,
} from '../support/appsync';
import { portOf, rawExchange, rawSocket } from '../support/raw-socket';

const SCHEMA = `
  type Query { a(text: String): String }
  type Mutation { publish(text: String, data: AWSJSON): Message refuse(text: String): Message }
  type Subscription { all: Message @aws_subscribe(mutations: ["publish"]) }
  type Message { text: String data: AWSJSON }
`;

const refuse: FakeCode = {
  request: ({ args }, { error }) => error(isJsonObject(args) ? JSON.stringify(args['text']) : '', 'Refused'),
};

let started: StartedApi | undefined;

async function start(options: Partial<ApiOptions> = {}): Promise<StartedApi> {
  const resolvers = { 'Query.a': {}, 'Mutation.publish': {}, 'Mutation.refuse': refuse };
  started = await startApi({ schema: SCHEMA, resolvers, ...options });
  return started;
}

afterEach(async () => {
  await stopApi(started);
  started = undefined;
});

function aliases(count: number, what: string): string {
  return Array.from({ length: count }, (_, index) => `a${index}: ${what}`).join(' ');
}

const TOO_LARGE = {
  data: null,
  errors: [{ path: null, locations: null, message: 'The response has more than 5242880 bytes.' }],
};

describe('GQ-42 an answer that would be too large', () => {
  it.each([
    ['a text', 'text', { text: 'x'.repeat(239_000) }],
    ['JSON', 'data', { data: JSON.stringify(['x'.repeat(239_000)]) }],
  ])('is an error instead: %s many times', async (_, field, variables) => {
    const query = `mutation M($text: String, $data: AWSJSON) { publish(text: $text, data: $data) { ${aliases(2400, field)} } }`;

    const { body } = await post(await start(), { query, variables });

    expect(body).toEqual(TOO_LARGE);
  });

  it('is an error instead: refusals that repeat a text', async () => {
    const query = `mutation M($text: String) { ${aliases(950, 'refuse(text: $text) { text }')} }`;

    const { body } = await post(await start(), { query, variables: { text: 'x'.repeat(600_000) } });

    expect(body).toEqual(TOO_LARGE);
  });

  it('reaches no subscriber', async () => {
    const api = await start();
    const client = await connect(api);
    await client.start('1', { query: 'subscription { all { text } }' }, keyOf(api));
    const query = (selection: string) => `mutation M($text: String) { publish(text: $text) { ${selection} } }`;

    await post(api, { query: query(`text ${aliases(2400, 'text')}`), variables: { text: 'x'.repeat(200_000) } });
    await post(api, { query: query('text'), variables: { text: 'sentinel' } });

    expect(await client.next()).toMatchObject({ payload: { data: { all: { text: 'sentinel' } } } });
    client.socket.terminate();
  });

  it('is known before it is built to its end', () => {
    const looks: string[] = [];
    const part = new Proxy(
      Array.from({ length: 1000 }, () => 'x'.repeat(100)),
      {
        get: (items, key) => {
          looks.push(String(key));
          return Reflect.get(items, key) as unknown;
        },
      },
    );

    expect(new ResponseSize(1000).fits(part)).toBe(false);
    expect(looks.length).toBeLessThan(50);
  });
});

describe('GQ-43 a sentence about a request', () => {
  it.each([
    ['a field', `{ ${'x'.repeat(900_000)} }`, {}],
    ['an alias around it', `{ ${'x'.repeat(900_000)}: b }`, {}],
    ['a literal', `{ a(text: ${'1'.repeat(900_000)}) }`, {}],
    ['a variable', `query($${'x'.repeat(900_000)}: Int!) { a }`, {}],
    ['a value', 'query($text: Int) { a(text: $text) }', { text: 'x'.repeat(900_000) }],
  ])('repeats no more than the beginning of %s', async (_, query, variables) => {
    const { body } = await post(await start(), { query, variables });

    expect(body['errors']).toEqual(expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]));
    expect(JSON.stringify(body).length).toBeLessThan(10_000);
  });

  it('is one of a hundred at most', async () => {
    const { body } = await post(await start(), { query: `{ ${aliases(3000, 'b')} }` });

    expect(body['errors']).toHaveLength(100);
  });
});

describe('GQ-15 a request', () => {
  const refused = { status: 400, body: { errors: [{ errorType: 'MalformedHttpRequestException' }] } };

  it('has a document of at most 1 MiB', async () => {
    expect(await post(await start(), { query: `{ a } #${'x'.repeat(1_048_576)}` })).toMatchObject(refused);
  });

  it.each(['[', '{"a":'])('has JSON of at most 1,000 levels: %s', async (open) => {
    const body = `{"query":"{ a }","variables":{"deep":${open.repeat(1000)}`;

    expect(await post(await start(), body)).toMatchObject(refused);
  });

  it.each([
    ['brackets in texts', JSON.stringify({ query: '{ a }', operationName: '['.repeat(2000) })],
    ['escaped quotes', JSON.stringify({ query: '{ a }', operationName: `\\"${'['.repeat(2000)}\\` })],
    [
      'many levels one after the other',
      JSON.stringify({ query: '{ a }', variables: { list: Array(2000).fill([[]]) } }),
    ],
  ])('may have %s', (_, body) => {
    expect(readRequest(body)).toMatchObject({ query: '{ a }' });
  });
});

test('GQ-44 no resolver runs 30 seconds after the request came', async () => {
  const slow: FakeCode = {
    request: () => {
      void started?.region.clock.advance(30_000);
      return { payload: 'slow' };
    },
  };

  const { body } = await post(await start({ resolvers: { 'Query.a': slow } }), { query: '{ one: a two: a }' });

  expect(body).toMatchObject({
    data: { one: 'slow', two: null },
    errors: [{ path: ['two'], errorType: 'ExecutionTimeout', message: 'Execution timed out.' }],
  });
});

test('others get their turn between the resolvers of a request', async () => {
  let turn = 0;
  const next = () => {
    turn += 1;
    waiting = setImmediate(next);
  };
  let waiting = setImmediate(next);
  const turns: number[] = [];
  const noting: FakeCode = { request: () => ({ payload: String(turns.push(turn)) }) };

  await post(await start({ resolvers: { 'Query.a': noting } }), { query: `{ ${aliases(100, 'a')} }` });
  clearImmediate(waiting);

  expect(new Set(turns).size).toBe(100);
});

describe('GQ-45 the body of a stranger', () => {
  const head = (api: StartedApi, credentials: string) =>
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${portOf(api.api.graphqlUrl)}\r\n${credentials}\r\n` +
    'Connection: close\r\nContent-Length: 5000000\r\n\r\n';

  it.each([
    ['a wrong key', 'x-api-key: da2-wrong'],
    ['no credentials', 'x-none: 1'],
    [
      'a signature with an unknown key',
      'x-amz-date: 20260101T000000Z\r\nauthorization: AWS4-HMAC-SHA256 ' +
        'Credential=AKIAEXAMPLE000000999/20260101/us-west-2/appsync/aws4_request, SignedHeaders=host;x-amz-date, Signature=00',
    ],
  ])('is not waited for: %s', async (_, credentials) => {
    const api = await start();
    const socket = await rawSocket(portOf(api.api.graphqlUrl));

    const answer = await rawExchange(socket, head(api, credentials));

    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('GQ-46 the answers of an authorizer', () => {
  const kept = (bytes: number) => ({ grant: undefined, end: 1000, bytes });

  it('are as many as there is room for', () => {
    const answers = new KeptAnswers<never>();

    for (let index = 0; index <= MAX_CACHED_AUTHORIZATIONS; index += 1) answers.keep(`token ${index}`, kept(1), 0);

    expect([answers.find('token 0', 1), answers.find('token 1', 1)]).toEqual([undefined, kept(1)]);
  });

  it('have as many bytes as there is room for', () => {
    const answers = new KeptAnswers<never>();

    answers.keep('one', kept(MAX_CACHED_AUTHORIZATIONS_BYTES), 0);
    answers.keep('other', kept(1), 0);

    expect([answers.find('one', 1), answers.find('other', 1)]).toEqual([undefined, kept(1)]);
  });

  it('hold until their end', () => {
    const answers = new KeptAnswers<never>();

    answers.keep('token', kept(1), 0);

    expect([answers.find('token', 999), answers.find('token', 1000)]).toEqual([kept(1), undefined]);
  });
});

describe('RT-62 a start', () => {
  const SUBSCRIBE = { query: 'subscription { all { text } }' };

  it('has an id of at most 128 characters', async () => {
    const api = await start();
    const client = await connect(api);

    expect(await client.start('x'.repeat(129), SUBSCRIBE, keyOf(api))).toEqual({
      type: 'error',
      payload: {
        errors: [
          {
            errorType: 'BadRequestException',
            message: 'The id of a start message must be a string of at most 128 characters.',
          },
        ],
      },
    });
    client.socket.terminate();
  });

  it('has credentials that fit into headers', async () => {
    const api = await start();
    const client = await connect(api);

    const answer = await client.start('1', SUBSCRIBE, { ...keyOf(api), authorization: `Bearer${' '.repeat(40_000)}x` });

    expect(answer).toMatchObject({ type: 'error', payload: { errors: [{ errorType: 'UnauthorizedException' }] } });
    client.socket.terminate();
  });

  it('finds room beside the others of its connection', async () => {
    const api = await start();
    const client = await connect(api);
    const long = { query: `${SUBSCRIBE.query} #${'x'.repeat(MAX_SUBSCRIBED_LENGTH / 2)}` };

    const answers = [
      await client.start('1', long, keyOf(api)),
      await client.start('2', long, keyOf(api)),
      await client.start('3', SUBSCRIBE, keyOf(api)),
    ];

    expect(answers).toMatchObject([
      { type: 'start_ack' },
      { type: 'error', payload: { errors: [{ errorType: 'LimitExceededError' }] } },
      { type: 'start_ack' },
    ]);
    client.socket.terminate();
  });
});

test('RT-33 a subscription that selects too much costs no other its message', async () => {
  const api = await start();
  const clients = [];
  for (const selection of ['text', aliases(2400, 'text'), 'text data']) {
    const client = await connect(api);
    await client.start('1', { query: `subscription { all { ${selection} } }` }, keyOf(api));
    clients.push(client);
  }
  const query = 'mutation M($text: String) { publish(text: $text) { text } }';

  await post(api, { query, variables: { text: 'x'.repeat(200_000) } });
  await post(api, { query, variables: { text: 'sentinel' } });

  const [before, greedy, after] = clients;
  expect(await before?.next()).toMatchObject({ payload: { data: { all: { text: 'x'.repeat(200_000) } } } });
  expect(await after?.next()).toMatchObject({ payload: { data: { all: { text: 'x'.repeat(200_000) } } } });
  expect(await greedy?.next()).toMatchObject({ payload: { data: { all: { a2399: 'sentinel' } } } });
  expect(await before?.next()).toMatchObject({ payload: { data: { all: { text: 'sentinel' } } } });
  for (const { socket } of clients) socket.terminate();
});
