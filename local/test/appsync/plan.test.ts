// Answers by a plan: what does not fit it is answered by GraphQL.js, and no resolver runs again for that.
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { post, startApi, stopApi, type StartedApi } from '../support/appsync';

const SCHEMA = `
  type Query { get(id: ID): Item list: [Item!] }
  type Mutation { put(id: ID, tags: [String!] = ["new"], more: More): Item }
  type Item { id: ID name: String! tags: [String] parent: Item secret: String @aws_iam }
  input More { note: String = "none" count: Int }
`;

let started: StartedApi | undefined;

afterEach(async () => {
  await stopApi(started);
  started = undefined;
});

/** @param answer what the resolvers of `get`, `list` and `put` return */
async function start(answer: JsonValue): Promise<{ readonly api: StartedApi; readonly asked: JsonObject[] }> {
  const asked: JsonObject[] = [];
  const resolver = {
    request: (context: JsonObject) => {
      asked.push(context);
      return { payload: answer };
    },
  };
  started = await startApi({
    schema: SCHEMA,
    resolvers: { 'Query.get': resolver, 'Query.list': resolver, 'Mutation.put': resolver },
  });
  return { api: started, asked };
}

async function answerOf(answer: JsonValue, query: string): Promise<JsonValue> {
  const { api } = await start(answer);
  return (await post(api, { query })).body;
}

test('A resolver whose answer does not fit runs once', async () => {
  const { api, asked } = await start({ id: '1', name: null });

  const { body } = await post(api, { query: 'mutation { put { id name } }' });

  expect(body).toMatchObject({ data: { put: null }, errors: [{ path: ['put', 'name'] }] });
  expect(asked).toHaveLength(1);
});

test('The fields of one query that fit are answered beside those that do not', async () => {
  const { api, asked } = await start({ id: '1', name: 'n' });

  const { body } = await post(api, { query: '{ one: get { name } list { name } other: get { id } }' });

  expect(body).toMatchObject({ data: { one: { name: 'n' }, list: null, other: { id: '1' } } });
  expect(asked).toHaveLength(3);
});

test('A field that the caller may not see is an error, and the others are answered', async () => {
  const body = await answerOf({ id: '1', name: 'n', secret: 's' }, '{ get { name secret } }');

  expect(body).toMatchObject({ data: { get: { name: 'n', secret: null } }, errors: [{ path: ['get', 'secret'] }] });
});

test('Aliases, fragments and type names stand in the order in which they were selected', async () => {
  const query = `{ get { __typename b: name ...F a: name ... on Item { tags } b: name } }
    fragment F on Item { parent { id } }`;

  const body = await answerOf({ name: 'n', tags: ['t', null], parent: { id: 1, name: 'p' } }, query);

  expect(JSON.stringify(body)).toBe(
    '{"data":{"get":{"__typename":"Item","b":"n","parent":{"id":"1"},"a":"n","tags":["t",null]}}}',
  );
});

test('An alias may have the name of a prototype', async () => {
  const body = await answerOf({ id: '1', name: 'n' }, '{ get { __proto__: name } }');

  expect(JSON.stringify(body)).toBe('{"data":{"get":{"__proto__":"n"}}}');
});

test('Arguments and variables have their defaults', async () => {
  const { api, asked } = await start({ name: 'n' });
  const query = 'mutation M($id: ID = "7", $more: More) { put(id: $id, more: $more) { name } }';

  await post(api, { query, variables: { more: { count: 1 } } });

  expect(asked).toMatchObject([{ arguments: { id: '7', tags: ['new'], more: { note: 'none', count: 1 } } }]);
});

test('A variable that is not given leaves its argument out', async () => {
  const { api, asked } = await start({ name: 'n' });

  await post(api, { query: 'mutation M($id: ID) { put(id: $id) { name } }' });

  expect(asked[0]?.['arguments']).toEqual({ tags: ['new'] });
});

test('A variable with a field that its type lacks is refused', async () => {
  const { api, asked } = await start({ name: 'n' });
  const query = 'mutation M($more: More) { put(more: $more) { name } }';

  const { body } = await post(api, { query, variables: { more: { other: 1 } } });

  expect(JSON.stringify(body)).toContain("contains a field name 'other' that is not defined");
  expect(asked).toHaveLength(0);
});
