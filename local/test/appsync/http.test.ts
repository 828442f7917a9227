// GraphQL over HTTP: credentials, errors and headers as AppSync writes them.
import { isJsonObject, type JsonObject } from '../../src/foundation/json';
import {
  answerOf,
  aNeighbourhood,
  post,
  signed,
  startApi,
  stopApi,
  type ApiOptions,
  type StartedApi,
} from '../support/appsync';

const SCHEMA = `
  type Query {
    open: String
    both(n: Int): Both @aws_api_key @aws_iam
    iam: String @aws_iam
    echo(text: String!): String
  }
  type Both @aws_api_key @aws_iam { all: String closed: String @aws_iam }
`;

let started: StartedApi | undefined;

async function start(options: Partial<ApiOptions> = {}): Promise<StartedApi> {
  const resolvers = {
    'Query.open': { response: () => 'opened' },
    'Query.both': { response: () => ({ all: 'for all', closed: 'for some' }) },
    'Query.iam': { response: () => 'signed' },
    'Query.echo': {
      response: (context: JsonObject) => (isJsonObject(context['args']) ? (context['args']['text'] ?? null) : null),
    },
  };
  started = await startApi({ schema: SCHEMA, resolvers, ...options });
  return started;
}

afterEach(async () => {
  await stopApi(started);
  started = undefined;
});

const UNAUTHORIZED = { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' };
const NO_CREDENTIALS = { errorType: 'UnauthorizedException', message: 'Valid authorization header not provided.' };

test('a query with a valid key is answered', async () => {
  const { status, body } = await post(await start(), { query: '{ open }' });

  expect({ status, body }).toEqual({ status: 200, body: { data: { open: 'opened' } } });
});

const strangers: readonly (readonly [string, Readonly<Record<string, string>>, object])[] = [
  ['a wrong key', { 'x-api-key': 'da2-wrong' }, UNAUTHORIZED],
  ['an empty key', { 'x-api-key': '' }, UNAUTHORIZED],
  ['no credentials', {}, NO_CREDENTIALS],
  ['a token', { authorization: 'some-token' }, NO_CREDENTIALS],
];

test.each(strangers)('GQ-01 %s is answered with 401', async (_, headers, error) => {
  const { status, body } = await post(await start(), { query: '{ open }' }, headers);

  expect({ status, body }).toEqual({ status: 401, body: { errors: [error] } });
});

test('GQ-01 a 401 names its type in a header', async () => {
  const { headers } = await post(await start(), { query: '{ open }' }, {});

  expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
});

test('GQ-01, GQ-08 an expired key is answered with 401', async () => {
  const api = await start();
  await api.region.clock.advance(8 * 24 * 60 * 60 * 1000);

  const { status, body } = await post(api, { query: '{ open }' });

  expect({ status, body }).toEqual({ status: 401, body: { errors: [UNAUTHORIZED] } });
});

test('GQ-02 a signed request is answered', async () => {
  const api = await start();
  const text = JSON.stringify({ query: '{ iam }' });

  const { body } = await post(api, text, await signed(api, text));

  expect(body).toEqual({ data: { iam: 'signed' } });
});

test('GQ-03 IAM is asked for each root field', async () => {
  const api = await start();
  const text = JSON.stringify({ query: '{ iam both { all } }' });

  await post(api, text, await signed(api, text));

  const fields = `${api.api.arn}/types/Query/fields`;
  expect(api.region.asked).toEqual([
    { action: 'appsync:GraphQL', resource: `${fields}/iam` },
    { action: 'appsync:GraphQL', resource: `${fields}/both` },
  ]);
});

test('GQ-04 what no policy allows is answered with 401', async () => {
  const api = await start({ region: aNeighbourhood({ allows: () => false }) });
  const text = JSON.stringify({ query: '{ iam }' });

  const { status, body } = await post(api, text, await signed(api, text));

  expect({ status, body }).toEqual({
    status: 401,
    body: { errors: [{ errorType: 'UnauthorizedException', message: 'Permission denied' }] },
  });
});

test('GQ-02 a body that was changed after signing is answered with 401', async () => {
  const api = await start();
  const headers = await signed(api, JSON.stringify({ query: '{ iam }' }));

  const { status } = await post(api, { query: '{ open }' }, headers);

  expect(status).toBe(401);
});

test('GQ-05 a field that the mode may not see is null with an error', async () => {
  const { status, body } = await post(await start(), { query: '{\n  iam\n}' });

  expect({ status, body }).toEqual({
    status: 200,
    body: {
      data: { iam: null },
      errors: [
        {
          path: ['iam'],
          data: null,
          errorType: 'Unauthorized',
          errorInfo: null,
          locations: [{ line: 2, column: 3, sourceName: null }],
          message: 'Not Authorized to access iam on type Query',
        },
      ],
    },
  });
});

test('GQ-06 a field inside of a type is closed by its own directive', async () => {
  const { body } = await post(await start(), { query: '{ both { all closed } }' });

  expect(body['data']).toEqual({ both: { all: 'for all', closed: null } });
});

test('GQ-06 a field without directives is closed to every mode but the default', async () => {
  const api = await start();
  const text = JSON.stringify({ query: '{ open }' });

  const { body } = await post(api, text, await signed(api, text));

  expect(body).toMatchObject({
    data: { open: null },
    errors: [{ message: 'Not Authorized to access open on type Query' }],
  });
});

const malformed: readonly (readonly [string, string])[] = [
  ['', 'Request body is empty.'],
  ['meow', 'Unable to parse GraphQL query.'],
  ['{}', 'Unable to parse GraphQL query.'],
  ['{}}', 'Unable to parse GraphQL query.'],
  ['[]', 'Unable to parse GraphQL query.'],
  ['null', 'Unable to parse GraphQL query.'],
  ['{"query":1}', 'Unable to parse GraphQL query.'],
  ['{"query":"{ open"}', 'Unable to parse GraphQL query.'],
  ['{"query":"{ open }","variables":[]}', 'Unable to parse GraphQL query.'],
  [JSON.stringify({ query: '{ a '.repeat(5) }), 'Unable to parse GraphQL query.'],
];

test.each(malformed)('GQ-11 the body %j is answered with 400', async (text, message) => {
  const { status, body } = await post(await start(), text);

  expect({ status, body }).toEqual({
    status: 400,
    body: { errors: [{ errorType: 'MalformedHttpRequestException', message }] },
  });
});

test('GQ-11, GQ-09 a bare document is a query', async () => {
  const { body } = await post(await start(), '{badfield}');

  expect(body).toEqual({
    data: null,
    errors: [
      {
        path: null,
        locations: [{ line: 1, column: 2, sourceName: null }],
        message: "Validation error of type FieldUndefined: Field 'badfield' in type 'Query' is undefined @ 'badfield'",
      },
    ],
  });
});

test('GQ-12 a query may come with GET', async () => {
  const api = await start();
  const query = new URLSearchParams({ query: 'query Q($t: String!) { echo(text: $t) }', variables: '{"t":"hi"}' });

  const { body } = await answerOf(
    await fetch(`${api.api.graphqlUrl}?${query.toString()}`, { headers: { 'x-api-key': api.apiKey } }),
  );

  expect(body).toEqual({ data: { echo: 'hi' } });
});

test('GQ-10 a missing variable is told', async () => {
  const { body } = await post(await start(), { query: 'query Q($t: String!) { echo(text: $t) }' });

  expect(body).toMatchObject({
    data: null,
    errors: [{ path: null, message: "Variable 't' has coerced Null value for NonNull type 'String!'" }],
  });
});

test('GQ-13 a preflight of a browser is allowed', async () => {
  const api = await start();

  const { status, headers } = await fetch(api.api.graphqlUrl, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'x-api-key,content-type' },
  });

  expect([status, headers.get('access-control-allow-origin'), headers.get('access-control-allow-headers')]).toEqual([
    200,
    '*',
    'x-api-key,content-type',
  ]);
});

test('GQ-14 every answer has a request id of its own', async () => {
  const api = await start();

  const ids = [await post(api, { query: '{ open }' }), await post(api, 'meow')].map(({ headers }) =>
    headers.get('x-amzn-requestid'),
  );

  expect(new Set(ids).size).toBe(2);
});

test('another path is answered with 404', async () => {
  const api = await start();

  expect((await fetch(api.api.graphqlUrl.replace('/graphql', '/event'), { method: 'POST' })).status).toBe(404);
});

test('GQ-15 a body over the limit is answered with 413', async () => {
  const { status } = await post(await start(), { query: `# ${'x'.repeat(5 * 1024 * 1024)}` });

  expect(status).toBe(413);
});

test('GQ-16 introspection can be switched off', async () => {
  const api = await start({ api: { introspection: false } });

  const { body } = await post(api, { query: '{ __schema { queryType { name } } }' });

  expect(body).toMatchObject({ data: null, errors: [{ message: expect.stringContaining("'__schema'") }] });
});

test('GQ-15 a document that is nested thousands of levels deep is refused', async () => {
  const api = await start({ schema: 'type Query { q: Query a: String }', resolvers: {} });

  const { status } = await post(api, { query: `${'{ q '.repeat(4900)}{ a }${'}'.repeat(4900)}` });

  expect(status).toBe(400);
});

test('GQ-17 a query deeper than the limit is refused', async () => {
  const api = await start({ api: { queryDepthLimit: 1 } });

  const { body } = await post(api, { query: '{ both { ...F } } fragment F on Both { all }' });

  expect(body).toMatchObject({ data: null, errors: [{ message: 'maximum query depth exceeded 2 > 1' }] });
});

test('GQ-18 a request that runs more resolvers than the limit gets an error', async () => {
  const api = await start({ api: { resolverCountLimit: 1 } });

  const { body } = await post(api, { query: '{ a: open b: open }' });

  expect(body).toMatchObject({ data: { a: 'opened', b: null }, errors: [{ path: ['b'] }] });
});

test('GQ-19 a subscription is refused', async () => {
  const api = await start({ schema: `${SCHEMA} type Subscription { s: String }` });

  const { body } = await post(api, { query: 'subscription { s }' });

  expect(body).toMatchObject({ data: null, errors: [{ path: null }] });
});
