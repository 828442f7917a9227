// AWS_LAMBDA authorization: what the function is asked, what its answer opens, and for how long.
import {
  AwsError,
  type InvocationRequest,
  type InvocationResult,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from 'local-aws';
import {
  aNeighbourhood,
  type ApiOptions,
  type Neighbourhood,
  headerProtocol,
  open,
  post,
  startApi,
  type StartedApi,
  stopApi,
} from '../../../local/test/support/appsync';

const FUNCTION_ARN = 'arn:aws:lambda:us-west-2:123456789012:function:authorizer';
const SECOND = 1000;
const SCHEMA = `
  type Query { me: String, secret: String, keyOnly: String @aws_api_key, both: String @aws_api_key @aws_lambda }
  type Note { text: String, secret: String }
  type Mutation { note(text: String): Note @aws_lambda }
  type Subscription { noted: Note @aws_subscribe(mutations: ["note"]) }
`;
const UNAUTHORIZED = { errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' };

/** Answers an event as the function would. */
type Authorizer = (event: JsonObject) => JsonValue | Promise<JsonValue>;

let started: StartedApi | undefined;
let region: Neighbourhood;
/** The function. */
let invoke: (request: InvocationRequest) => Promise<InvocationResult>;
/** The events that the function got. */
let events: JsonObject[];

beforeEach(() => {
  region = aNeighbourhood({ lambda: { invoke: (request) => invoke(request) } });
  events = [];
});

afterEach(async () => {
  await stopApi(started);
  started = undefined;
});

async function start(authorizer: Authorizer, config: object = {}, api: ApiOptions['api'] = {}): Promise<StartedApi> {
  invoke = async ({ payload }) => {
    const event = isJsonObject(payload) ? payload : {};
    events.push(event);
    return { functionError: undefined, payload: await authorizer(event) };
  };
  started = await startApi({
    schema: SCHEMA,
    region,
    resolvers: {
      'Query.me': { response: ({ identity }) => JSON.stringify(identity) },
      'Query.secret': { response: () => 'secret' },
      'Query.both': { response: ({ identity }) => JSON.stringify(identity) },
      'Mutation.note': { response: ({ args }) => ({ ...(args as JsonObject), secret: 'hidden' }) },
    },
    api: {
      authModes: ['AWS_LAMBDA', 'API_KEY', 'AWS_IAM'],
      lambdaAuthorizer: { functionArn: FUNCTION_ARN, resultTtl: 0, ...config },
      ...api,
    },
  });
  return started;
}

const ask = async (api: StartedApi, token: string, body: JsonObject = { query: '{ me }' }) =>
  post(api, body, { authorization: token, 'x-custom': 'sent' });

it('GQ-25 asks the function with AppSync’s event', async () => {
  const api = await start(() => ({ isAuthorized: true }));
  const query = 'query Mine($x: String) { me(x: $x) }';

  await ask(api, 'token', { query, operationName: 'Mine', variables: { x: 'y' } });

  expect(events).toEqual([
    {
      authorizationToken: 'token',
      requestContext: {
        apiId: api.api.apiId,
        accountId: '123456789012',
        requestId: expect.any(String),
        queryString: query,
        operationName: 'Mine',
        variables: { x: 'y' },
      },
      requestHeaders: expect.objectContaining({ authorization: 'token', 'x-custom': 'sent' }),
    },
  ]);
});

it('GQ-25 hands a token on as it came', async () => {
  const api = await start(() => ({ isAuthorized: true }));

  await ask(api, 'Bearer token');

  expect(events).toMatchObject([{ authorizationToken: 'Bearer token' }]);
});

it('GQ-27 shows the resolver context to resolvers', async () => {
  const api = await start(() => ({ isAuthorized: true, resolverContext: { name: 'Ann', age: 7, ok: true } }));

  const { body } = await ask(api, 'token');

  expect(body).toEqual({ data: { me: '{"resolverContext":{"name":"Ann","age":7,"ok":true}}' } });
});

describe('GQ-26 a caller is not let in when the function', () => {
  it.each<[string, Authorizer]>([
    ['says no', () => ({ isAuthorized: false })],
    ['says nothing', () => null],
    ['says something else', () => ({ isAuthorized: 'true' })],
    ['gives a nested context', () => ({ isAuthorized: true, resolverContext: { a: { b: 1 } } })],
    ['gives a context that is not an object', () => ({ isAuthorized: true, resolverContext: 'x' })],
    ['denies what are no fields', () => ({ isAuthorized: true, deniedFields: [1] })],
    [
      'may not be called',
      () => {
        throw new AwsError('AccessDeniedException', 'No policy allows it.', 403);
      },
    ],
  ])('%s', async (_, authorizer) => {
    const { status, headers, body } = await ask(await start(authorizer), 'token');

    expect(status).toBe(401);
    expect(headers.get('x-amzn-errortype')).toBe('UnauthorizedException');
    expect(body).toEqual({ errors: [UNAUTHORIZED] });
  });

  it('throws', async () => {
    const api = await start(() => null);
    const payload = { errorType: 'Error', errorMessage: 'Trouble.', trace: [] };
    invoke = () => Promise.resolve({ functionError: 'Unhandled', payload });

    expect((await ask(api, 'token')).status).toBe(401);
    expect(region.lines).toEqual(['us-west-2 test The authorizer failed: Error: Trouble.']);
  });

  it('takes more than ten seconds', async () => {
    let asked = () => {};
    const begun = new Promise<void>((resolve) => (asked = resolve));
    const api = await start(() => {
      asked();
      return new Promise(() => undefined);
    });
    const answer = ask(api, 'token');
    await begun;

    await region.clock.advance(10 * SECOND);

    expect((await answer).status).toBe(401);
  });
});

describe('GQ-28 a field that the function denies', () => {
  it.each(['Query.secret', 'arn:aws:appsync:us-west-2:123456789012:apis/id/types/Query/fields/secret'])(
    'is null: %s',
    async (field) => {
      const api = await start(() => ({ isAuthorized: true, deniedFields: [field] }));

      const { body } = await ask(api, 'token', { query: '{ secret both }' });

      expect(body['data']).toEqual({ secret: null, both: '{"resolverContext":{}}' });
      expect(body['errors']).toMatchObject([
        { path: ['secret'], errorType: 'Unauthorized', message: 'Not Authorized to access secret on type Query' },
      ]);
    },
  );

  it('is null only for its own caller’s subscription', async () => {
    const api = await start(({ authorizationToken }) => ({
      isAuthorized: true,
      deniedFields: authorizationToken === 'guest' ? ['Note.secret'] : [],
    }));
    const { host } = new URL(api.api.graphqlUrl);
    const client = await open(api, { protocols: ['graphql-ws', headerProtocol({ host, Authorization: 'member' })] });
    await client.init();
    for (const token of ['guest', 'member']) {
      await client.start(token, { query: 'subscription { noted { text secret } }' }, { host, Authorization: token });
    }

    await ask(api, 'member', { query: 'mutation { note(text: "x") { text secret } }' });
    const frames = [await client.next(), await client.next()];

    expect(frames).toContainEqual({
      type: 'data',
      id: 'member',
      payload: { data: { noted: { text: 'x', secret: 'hidden' } } },
    });
    expect(frames).toContainEqual(
      expect.objectContaining({
        id: 'guest',
        payload: expect.objectContaining({ data: { noted: { text: 'x', secret: null } } }),
      }),
    );
    client.socket.close();
  });
});

describe('GQ-29 an answer', () => {
  it('is not kept unless the API says so', async () => {
    const api = await start(() => ({ isAuthorized: true }));

    await ask(api, 'token');
    await ask(api, 'token');

    expect(events).toHaveLength(2);
  });

  it.each([
    ['the API says', {}, 5],
    ['the answer says', { ttlOverride: 2 }, 2],
  ])('is kept as long as %s, for each token', async (_, answer, seconds) => {
    const api = await start(() => ({ isAuthorized: true, ...answer }), { resultTtl: 5 });

    for (const token of ['one', 'one', 'other']) await ask(api, token);
    await region.clock.advance(seconds * SECOND - 1);
    await ask(api, 'one');
    const before = events.length;
    await region.clock.advance(1);
    await ask(api, 'one');

    expect([before, events.length]).toEqual([2, 3]);
  });

  it('is not kept when it says 0', async () => {
    const api = await start(() => ({ isAuthorized: true, ttlOverride: 0 }), { resultTtl: 5 });

    await ask(api, 'token');
    await ask(api, 'token');

    expect(events).toHaveLength(2);
  });

  it('is kept when it is no, too', async () => {
    const api = await start(() => ({ isAuthorized: false }), { resultTtl: 5 });

    await ask(api, 'token');

    expect((await ask(api, 'token')).status).toBe(401);
    expect(events).toHaveLength(1);
  });

  it('of a megabyte is not kept', async () => {
    const resolverContext = { large: 'x'.repeat(1_048_576) };
    const api = await start(() => ({ isAuthorized: true, resolverContext }), { resultTtl: 5 });

    await ask(api, 'token', { query: '{ secret }' });
    await ask(api, 'token', { query: '{ secret }' });

    expect(events).toHaveLength(2);
  });
});

it('GQ-30 does not ask about a token that cannot be one', async () => {
  const api = await start(() => ({ isAuthorized: true }), { identityValidationExpression: '^custom-' });

  expect((await ask(api, 'Bearer x')).status).toBe(401);
  expect((await ask(api, 'custom-x')).status).toBe(200);
  expect(events).toHaveLength(1);
});

it('GQ-30 takes a token for none when the expression takes too long for it', async () => {
  const api = await start(() => ({ isAuthorized: true }), { identityValidationExpression: '^(a+)+$' });

  expect((await ask(api, `${'a'.repeat(100)}!`)).status).toBe(401);
  expect((await ask(api, 'aaa')).status).toBe(200);
  expect(events).toHaveLength(1);
});

describe('beside other modes', () => {
  it('leaves keys to what the schema opens to keys', async () => {
    const api = await start(() => ({ isAuthorized: true }));

    const { body } = await post(api, { query: '{ both me }' });

    expect(body['data']).toEqual({ both: 'null', me: null });
    expect(events).toEqual([]);
  });

  it('GQ-06 closes to tokens what the schema opens only to keys', async () => {
    const api = await start(() => ({ isAuthorized: true }));

    expect((await ask(api, 'token', { query: '{ keyOnly }' })).body['errors']).toMatchObject([
      { message: 'Not Authorized to access keyOnly on type Query' },
    ]);
  });

  it('GQ-06 opens with @aws_lambda where it is not the default', async () => {
    const api = await start(() => ({ isAuthorized: true }), {}, { authModes: ['API_KEY', 'AWS_LAMBDA'] });

    const { body } = await ask(api, 'token', { query: '{ both me }' });

    expect(body['data']).toEqual({ both: '{"resolverContext":{}}', me: null });
  });

  it('GQ-01 refuses a call without credentials', async () => {
    const api = await start(() => ({ isAuthorized: true }));

    expect((await post(api, { query: '{ me }' }, {})).body).toEqual({
      errors: [{ ...UNAUTHORIZED, message: 'Valid authorization header not provided.' }],
    });
  });
});

describe('over WebSocket', () => {
  it('GQ-31, RT-07 asks at connect and at every start', async () => {
    const api = await start(() => ({ isAuthorized: true }));
    const { host } = new URL(api.api.graphqlUrl);
    const client = await open(api, { protocols: ['graphql-ws', headerProtocol({ host, Authorization: 'first' })] });
    await client.init();

    const query = 'subscription Noted { noted { text } }';
    expect(await client.start('1', { query, variables: {} }, { host, Authorization: 'second' })).toEqual({
      id: '1',
      type: 'start_ack',
    });

    expect(events).toMatchObject([
      { authorizationToken: 'first', requestContext: { operationName: 'DeepDish:Connect' } },
      { authorizationToken: 'second', requestContext: { queryString: query } },
    ]);
    client.socket.close();
  });

  it('RT-42 does not ask again while a subscription lasts', async () => {
    let isAuthorized = true;
    const api = await start(() => ({ isAuthorized }), { resultTtl: 5 });
    const { host } = new URL(api.api.graphqlUrl);
    const credentials = { host, Authorization: 'token' };
    const client = await open(api, { protocols: ['graphql-ws', headerProtocol(credentials)] });
    await client.init();
    await client.start('1', { query: 'subscription { noted { text } }' }, credentials);
    isAuthorized = false;
    await region.clock.advance(10 * SECOND);

    const refused = await client.start('2', { query: 'subscription { noted { text } }' }, credentials);
    isAuthorized = true;
    await ask(api, 'other', { query: 'mutation { note(text: "x") { text } }' });

    expect(refused).toMatchObject({ id: '2', type: 'error', payload: { errors: [UNAUTHORIZED] } });
    expect(await client.next()).toEqual({ id: '1', type: 'data', payload: { data: { noted: { text: 'x' } } } });
    client.socket.close();
  });

  it('GQ-31 refuses a connection', async () => {
    const api = await start(() => ({ isAuthorized: false }));
    const { host } = new URL(api.api.graphqlUrl);
    const client = await open(api, { protocols: ['graphql-ws', headerProtocol({ host, Authorization: 'x' })] });

    expect(await client.next()).toEqual({
      type: 'connection_error',
      payload: { errors: [{ ...UNAUTHORIZED, errorCode: 401 }] },
    });
    await client.closed();
  });
});
