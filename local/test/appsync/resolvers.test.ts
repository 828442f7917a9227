// How resolvers run: units, pipelines, their context, and the errors that they raise.
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/foundation/json';
import {
  aNeighbourhood,
  anApi,
  fakeJavaScript,
  post,
  ROLE,
  startApi,
  stopApi,
  type FakeCode,
  type FakeHandler,
  type Neighbourhood,
  type StartedApi,
} from '../support/appsync';
import { createAppSync } from '../../src/appsync/service';

const SCHEMA = `
  type Query { get(id: ID, data: AWSJSON): Item list: [String] must: String! json: AWSJSON date: AWSDateTime int: Int bool: Boolean float: Float }
  type Mutation { put(id: ID): Item }
  type Item { id: ID name: String! note: String }
`;

let started: StartedApi | undefined;

async function start(resolvers: Readonly<Record<string, FakeCode>>, region?: Neighbourhood): Promise<StartedApi> {
  started = await startApi({ schema: SCHEMA, resolvers, ...(region && { region }) });
  return started;
}

afterEach(async () => {
  await stopApi(started);
  started = undefined;
});

/** Keeps what a handler is given. */
function spy(): { readonly seen: JsonObject[]; readonly handler: FakeHandler } {
  const seen: JsonObject[] = [];
  return {
    seen,
    handler: (context) => {
      seen.push(context);
      return null;
    },
  };
}

test('JS-25 the payload of the request is the result of a NONE data source', async () => {
  const api = await start({ 'Query.get': { request: () => ({ payload: { id: 1, name: 'n' } }) } });

  expect((await post(api, { query: '{ get { id name note } }' })).body).toEqual({
    data: { get: { id: '1', name: 'n', note: null } },
  });
});

test('JS-12, GQ-24 a resolver is given AppSync context', async () => {
  const { seen, handler } = spy();
  const api = await start({ 'Query.get': { request: handler } });
  const query = 'query Q($id: ID) { get(id: $id, data: "{\\"a\\":[1]}") { id other: name } }';

  await post(api, { query, variables: { id: '7' } }, { 'x-api-key': api.apiKey, 'X-Mine': 'yes', cookie: 'secret' });

  expect(seen).toMatchObject([
    {
      arguments: { id: '7', data: { a: [1] } },
      args: { id: '7', data: { a: [1] } },
      identity: null,
      source: null,
      stash: {},
      prev: null,
      result: null,
      error: null,
      request: { headers: { 'x-mine': 'yes' }, domainName: null },
      info: {
        fieldName: 'get',
        parentTypeName: 'Query',
        variables: { id: '7' },
        selectionSetList: ['id', 'other'],
      },
      env: { REGION: 'us-west-2' },
    },
  ]);
});

test('JS-13 cookies are not shown to a resolver', async () => {
  const { seen, handler } = spy();
  const api = await start({ 'Query.get': { request: handler } });

  await post(api, { query: '{ get { id } }' }, { 'x-api-key': api.apiKey, cookie: 'secret' });

  expect(seen[0]?.['request']).not.toHaveProperty('headers.cookie');
});

test('JS-14 the stash goes from one handler to the next', async () => {
  const api = await start({
    'Query.get': {
      request: (_, { stash }) => {
        stash('id', 'stashed');
        return null;
      },
      response: ({ stash }) => ({ ...(isJsonObject(stash) ? stash : {}), name: 'n' }),
    },
  });

  expect((await post(api, { query: '{ get { id } }' })).body).toEqual({ data: { get: { id: 'stashed' } } });
});

test('JS-16 util.error ends the field with its type, data and info', async () => {
  const api = await start({
    'Query.get': { request: (_, { error }) => error('No.', 'Refused', { id: 1, secret: 2 }, { why: 'because' }) },
  });

  expect((await post(api, { query: '{ get { id } }' })).body).toEqual({
    data: { get: null },
    errors: [
      {
        path: ['get'],
        data: { id: 1 },
        errorType: 'Refused',
        errorInfo: { why: 'because' },
        locations: [{ line: 1, column: 3, sourceName: null }],
        message: 'No.',
      },
    ],
  });
});

test('JS-17 util.appendError leaves the field its value', async () => {
  const api = await start({
    'Query.get': {
      response: (_, { appendError }) => {
        appendError('Careful.', 'Warning');
        return { id: 1, name: 'n' };
      },
    },
  });

  expect((await post(api, { query: '{ get { id } }' })).body).toMatchObject({
    data: { get: { id: '1' } },
    errors: [{ path: ['get'], errorType: 'Warning', message: 'Careful.' }],
  });
});

test('JS-19 an early return of the request skips the response', async () => {
  const api = await start({
    'Query.get': {
      request: (_, { earlyReturn }) => earlyReturn({ id: 'early', name: 'n' }),
      response: () => ({ id: 'late', name: 'n' }),
    },
  });

  expect((await post(api, { query: '{ get { id } }' })).body).toEqual({ data: { get: { id: 'early' } } });
});

const misfits: readonly (readonly [string, string, JsonValue, string, string])[] = [
  [
    'null where none may be',
    'must',
    null,
    '{ must }',
    "Cannot return null for non-nullable type: 'String' within parent 'Query' (/must)",
  ],
  [
    'null in an object',
    'get',
    {},
    '{ get { name } }',
    "Cannot return null for non-nullable type: 'String' within parent 'Item' (/get/name)",
  ],
  ['no list', 'list', 'x', '{ list }', "Can't resolve value (/list) : type mismatch error, expected type LIST"],
  [
    'a wrong date',
    'date',
    '2019',
    '{ date }',
    "Can't serialize value (/date) : Unable to serialize `2019` as a valid DateTime Object.",
  ],
  ['an Int that is too large', 'int', 3_000_000_000, '{ int }', cannotSerialize('int', 'Int', 'Long')],
  ['an Int with a fraction', 'int', 1.5, '{ int }', cannotSerialize('int', 'Int', 'Double')],
  ['a text for an Int', 'int', 'one', '{ int }', cannotSerialize('int', 'Int', 'String')],
  ['a list for a Boolean', 'bool', [true], '{ bool }', cannotSerialize('bool', 'Boolean', 'ArrayList')],
  ['an object for a Float', 'float', { a: 1 }, '{ float }', cannotSerialize('float', 'Float', 'LinkedHashMap')],
];

function cannotSerialize(field: string, type: string, given: string): string {
  return `Can't serialize value (/${field}) : Expected type '${type}' but was '${given}'.`;
}

test.each(misfits)('GQ-20 %s is told in AppSync words', async (_, field, value, query, message) => {
  const api = await start({ [`Query.${field}`]: { response: () => value } });

  const { body } = await post(api, { query });

  expect(body['errors']).toEqual([{ path: expect.any(Array), locations: null, message }]);
});

test('GQ-24 AWSJSON leaves as text', async () => {
  const api = await start({ 'Query.json': { response: () => ({ a: 1 }) } });

  expect((await post(api, { query: '{ json }' })).body).toEqual({ data: { json: '{"a":1}' } });
});

test('a field named like something of Object is not inherited', async () => {
  started = await startApi({
    schema: 'type Query { get: Odd } type Odd { constructor: String toString: String }',
    resolvers: { 'Query.get': { response: () => ({}) } },
  });

  expect((await post(started, { query: '{ get { constructor toString } }' })).body).toEqual({
    data: { get: { constructor: null, toString: null } },
  });
});

describe('a pipeline', () => {
  async function startPipeline(
    codes: Readonly<Record<string, FakeCode>>,
    names: readonly string[],
  ): Promise<StartedApi> {
    const region = aNeighbourhood();
    const appSync = createAppSync(region, { ...region, newJavaScript: () => fakeJavaScript(codes) });
    const api = await appSync.createGraphqlApi(anApi());
    appSync.putSchema(api.apiId, 'type Query { get: [String] }');
    appSync.createDataSource(api.apiId, { name: 'none', type: 'NONE' });
    const functionIds = names.map(
      (name) => appSync.createFunction(api.apiId, { name, dataSourceName: 'none', code: name }).functionId,
    );
    const resolver = { kind: 'PIPELINE', functionIds, typeName: 'Query', fieldName: 'get', code: 'pipeline' } as const;
    appSync.createResolver(api.apiId, resolver);
    const { key } = appSync.createApiKey(api.apiId);
    started = { appSync, api, apiKey: key, region, stop: () => appSync.stop() };
    return started;
  }

  /** Adds a name to the list of the previous result. */
  function adding(name: string): FakeCode {
    return {
      request: ({ prev }) => {
        const list = isJsonObject(prev) && Array.isArray(prev['result']) ? prev['result'] : [];
        return { payload: [...(list as readonly JsonValue[]), name] };
      },
    };
  }

  test('JS-24 hands each result to the next function', async () => {
    const api = await startPipeline(
      { one: adding('one'), two: adding('two'), pipeline: { request: () => ['before'] } },
      ['one', 'two'],
    );

    expect((await post(api, { query: '{ get }' })).body).toEqual({ data: { get: ['before', 'one', 'two'] } });
  });

  test('JS-19 is ended by an early return', async () => {
    const one: FakeCode = { request: (_, { earlyReturn }) => earlyReturn(['early']) };
    const api = await startPipeline({ one, two: adding('two'), pipeline: {} }, ['one', 'two']);

    expect((await post(api, { query: '{ get }' })).body).toEqual({ data: { get: ['early'] } });
  });

  test('JS-19 goes on with the next function after an early return that says so', async () => {
    const one: FakeCode = { request: (_, { earlyReturn }) => earlyReturn(['early'], 'NEXT') };
    const api = await startPipeline({ one, two: adding('two'), pipeline: {} }, ['one', 'two']);

    expect((await post(api, { query: '{ get }' })).body).toEqual({ data: { get: ['early', 'two'] } });
  });
});

describe('the EventBridge data source', () => {
  const putEvents: FakeCode = {
    request: () => ({ operation: 'PutEvents', events: [{ source: 's', detailType: 'd', detail: { text: '"\n😀' } }] }),
    response: ({ result, error }) => JSON.stringify({ result: result ?? null, error: error ?? null }),
  };

  async function startBus(code: FakeCode, region: Neighbourhood): Promise<StartedApi> {
    const appSync = createAppSync(region, { ...region, newJavaScript: () => fakeJavaScript({ code }) });
    const api = await appSync.createGraphqlApi(anApi());
    appSync.putSchema(api.apiId, 'type Query { put: String }');
    appSync.createDataSource(api.apiId, {
      name: 'bus',
      type: 'AMAZON_EVENTBRIDGE',
      eventBusArn: 'arn:aws:events:us-west-2:123456789012:event-bus/bus',
      serviceRoleArn: 'arn:aws:iam::123456789012:role/publish',
    });
    appSync.createResolver(api.apiId, {
      kind: 'UNIT',
      dataSourceName: 'bus',
      typeName: 'Query',
      fieldName: 'put',
      code: 'code',
    });
    const { key } = appSync.createApiKey(api.apiId);
    started = { appSync, api, apiKey: key, region, stop: () => appSync.stop() };
    return started;
  }

  test('GQ-32 puts the events on its bus', async () => {
    const api = await startBus(putEvents, aNeighbourhood());

    await post(api, { query: '{ put }' });

    expect(api.region.entries).toEqual([
      {
        EventBusName: 'arn:aws:events:us-west-2:123456789012:event-bus/bus',
        Source: 's',
        DetailType: 'd',
      },
    ]);
    expect(api.region.details).toEqual([{ text: '"\n😀' }]);
  });

  test('GQ-33 answers with the result of PutEvents, failures of entries among it', async () => {
    const failed = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'No.' }] };
    const api = await startBus(putEvents, aNeighbourhood({ putEvents: () => failed }));

    const { body } = await post(api, { query: '{ put }' });

    expect(body).toEqual({
      data: { put: JSON.stringify({ result: { Entries: failed.Entries, FailedEntryCount: 1 }, error: null }) },
    });
  });

  test('GQ-34 leaves a refused call to the response handler', async () => {
    const { AwsError } = await import('../../src/foundation/errors');
    const refusing = () => {
      throw new AwsError('AccessDeniedException', 'No.', 403);
    };
    const api = await startBus(putEvents, aNeighbourhood({ putEvents: refusing }));

    const { body } = await post(api, { query: '{ put }' });

    expect(body).toEqual({
      data: { put: JSON.stringify({ result: null, error: { message: 'No.', type: 'AccessDeniedException' } }) },
    });
  });

  test('leaves it to the response handler, too, that the region goes down meanwhile', async () => {
    const { Unreachable } = await import('../../src/foundation/errors');
    const down = () => {
      throw new Unreachable('us-west-2', 'us-west-2');
    };
    const api = await startBus(putEvents, aNeighbourhood({ putEvents: down }));

    const { body } = await post(api, { query: '{ put }' });

    expect(body).toMatchObject({ data: { put: expect.stringContaining('Unreachable') as string } });
  });

  test('GQ-32 refuses another operation', async () => {
    const api = await startBus({ request: () => ({ operation: 'Nope' }) }, aNeighbourhood());

    const { body } = await post(api, { query: '{ put }' });

    expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('PutEvents') }] });
  });

  test.each([0, 11])('GQ-32 refuses %d events', async (length) => {
    const events = Array.from({ length }, () => ({ source: 's', detailType: 'd', detail: {} }));
    const api = await startBus({ request: () => ({ operation: 'PutEvents', events }) }, aNeighbourhood());

    const { body } = await post(api, { query: '{ put }' });

    expect(body).toMatchObject({ errors: [{ message: expect.stringContaining('1 to 10 events') }] });
    expect(api.region.entries).toEqual([]);
  });
});

describe('a mutation that EventBridge calls', () => {
  const invoke = async ({ api, appSync }: StartedApi, operation: string, endpointArn = api.endpointArn) =>
    appSync.invokeMutation({ endpointArn, operation, variables: {}, caller: ROLE });
  const schema = 'type Query { a: String } type Mutation { put: String @aws_iam }';

  test('EB-60 runs with the identity of the role', async () => {
    const { seen, handler } = spy();
    started = await startApi({ schema, resolvers: { 'Mutation.put': { request: handler } } });

    await invoke(started, 'mutation { put }');

    expect(seen[0]?.['identity']).toEqual({
      accountId: '123456789012',
      cognitoIdentityAuthProvider: null,
      cognitoIdentityAuthType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      sourceIp: null,
      userArn: ROLE.arn,
      username: 'AROAEXAMPLE:session',
    });
  });

  test('is refused when the role may not', async () => {
    const region = aNeighbourhood({ allows: () => false });
    started = await startApi({ schema, resolvers: { 'Mutation.put': {} }, region });

    await expect(invoke(started, 'mutation { put }')).rejects.toMatchObject({
      code: 'AccessDeniedException',
      status: 403,
    });
  });

  test('EB-60 is refused when the API has no IAM authorization', async () => {
    started = await startApi({ schema, resolvers: { 'Mutation.put': {} }, api: { authModes: ['API_KEY'] } });

    await expect(invoke(started, 'mutation { put }')).rejects.toMatchObject({
      code: 'AccessDeniedException',
    });
  });

  test('is refused when no API has the endpoint', async () => {
    started = await startApi({ schema });

    await expect(invoke(started, 'mutation { put }', started.api.arn)).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
    });
  });

  test('is answered with errors when it does not fit the schema', async () => {
    started = await startApi({ schema });

    const response = await invoke(started, 'mutation { nope }');

    expect(response).toMatchObject({ data: null, errors: [{ path: null }] });
  });
});
