// What resolvers ask of a table, and what they get.
import type { JsonObject } from '../../src/foundation/json';
import { dynamoDbBench, type DynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';

const key = (id: string) => ({ id: { S: id } });
const put = (id: string, attributeValues: JsonObject = {}, others: JsonObject = {}) => ({
  operation: 'PutItem',
  key: key(id),
  attributeValues,
  ...others,
});

let bench: DynamoDbBench;

beforeAll(async () => {
  bench = await dynamoDbBench();
  endLater(async () => bench.dynamoDb.stop());
});

afterAll(endAll);

it.each([
  ['text', { S: 'a “text”' }, 'a “text”'],
  ['an empty text', { S: '' }, ''],
  ['a number', { N: 1.5 }, 1.5],
  ['a number as text', { N: '-7' }, -7],
  ['true', { BOOL: true }, true],
  ['null as resolvers write it', { NULL: null }, null],
  ['null as DynamoDB writes it', { NULL: true }, null],
  ['a list', { L: [{ N: 1 }, { S: 'x' }, { L: [] }] }, [1, 'x', []]],
  ['a map', { M: { a: { M: { b: { NULL: null } } } } }, { a: { b: null } }],
  ['a set of texts', { SS: ['a', 'b'] }, ['a', 'b']],
  ['a set of numbers', { NS: [1, 2] }, [1, 2]],
  ['binary', { B: 'AAE=' }, 'AAE='],
  ['prototype-named attributes', { M: { constructor: { S: 'x' } } }, { constructor: 'x' }],
])('keeps %s', async (name, value, plain) => {
  await bench.invoke(put(name, { value }));

  expect(await bench.invoke({ operation: 'GetItem', key: key(name) })).toEqual({
    result: { id: name, value: plain },
    error: null,
  });
});

it('reads what a projection names', async () => {
  await bench.invoke(put('projected', { one: { N: 1 }, other: { N: 2 } }));
  const projection = { expression: '#one', expressionNames: { '#one': 'one' } };

  expect((await bench.invoke({ operation: 'GetItem', key: key('projected'), projection })).result).toEqual({ one: 1 });
});

it('updates an item and returns all of it', async () => {
  await bench.invoke(put('updated', { count: { N: 1 }, name: { S: 'x' } }));
  const update = {
    expression: 'ADD #count :one',
    expressionNames: { '#count': 'count' },
    expressionValues: { ':one': { N: 1 } },
  };

  const { result } = await bench.invoke({ operation: 'UpdateItem', key: key('updated'), update });

  expect(result).toEqual({ id: 'updated', count: 2, name: 'x' });
});

it('returns what it deleted', async () => {
  await bench.invoke(put('deleted', { name: { S: 'x' } }));

  expect((await bench.invoke({ operation: 'DeleteItem', key: key('deleted') })).result).toEqual({
    id: 'deleted',
    name: 'x',
  });
  expect((await bench.invoke({ operation: 'GetItem', key: key('deleted') })).result).toBeNull();
});

it('queries with a filter, and counts what it looked at', async () => {
  for (const id of ['q1', 'q2']) await bench.invoke(put(id, { list: { S: 'q' }, kept: { BOOL: id === 'q1' } }));
  const query = {
    expression: '#list = :list',
    expressionNames: { '#list': 'list' },
    expressionValues: { ':list': { S: 'q' } },
  };
  const filter = { expression: 'kept = :kept', expressionValues: { ':kept': { BOOL: true } } };

  const { result } = await bench.invoke({ operation: 'Query', index: 'byList', query, filter });

  expect(result).toEqual({ items: [{ id: 'q1', list: 'q', kept: true }], nextToken: null, scannedCount: 2 });
});

it('scans page by page', async () => {
  const seen = new Set<unknown>();
  for (let nextToken: unknown = null; ;) {
    const { result } = await bench.invoke({ operation: 'Scan', limit: 4, nextToken: nextToken as string | null });
    const page = result as unknown as { items: { id: string }[]; nextToken: string | null };
    for (const { id } of page.items) seen.add(id);
    nextToken = page.nextToken;
    if (nextToken === null) break;
  }

  expect(seen).toContain('text');
  expect(seen.size).toBeGreaterThan(4);
});

describe('a condition that does not hold', () => {
  const condition = { expression: 'attribute_not_exists(id)' };

  it('is an error, and the result is the item that is there', async () => {
    await bench.invoke(put('taken', { name: { S: 'first' } }));

    expect(await bench.invoke(put('taken', { name: { S: 'second' } }, { condition }))).toEqual({
      result: { id: 'taken', name: 'first' },
      error: {
        type: 'DynamoDB:ConditionalCheckFailedException',
        message: expect.stringMatching(/^The conditional request failed \(Service: DynamoDb, Status Code: 400, /),
      },
    });
  });

  it('is ignored when the item already is as it should become', async () => {
    await bench.invoke(put('same', { name: { S: 'x' } }));

    expect(await bench.invoke(put('same', { name: { S: 'x' } }, { condition }))).toEqual({
      result: { id: 'same', name: 'x' },
      error: null,
    });
  });

  it('is ignored when the differences are to be ignored', async () => {
    await bench.invoke(put('similar', { name: { S: 'x' }, at: { N: 1 } }));
    const ignoring = { condition: { ...condition, equalsIgnore: ['at'] } };

    expect(await bench.invoke(put('similar', { name: { S: 'x' }, at: { N: 2 } }, ignoring))).toMatchObject({
      error: null,
    });
  });

  it('is ignored when what should be deleted is not there', async () => {
    const request = { operation: 'DeleteItem', key: key('gone'), condition: { expression: 'attribute_exists(id)' } };

    expect(await bench.invoke(request)).toEqual({ result: null, error: null });
  });
});

it.each([
  ['no object', 'x', 'A DynamoDB data source has no operation null.'],
  ['an unknown operation', { operation: 'Fly' }, 'A DynamoDB data source has no operation "Fly".'],
  [
    'a prototype-named operation',
    { operation: 'constructor' },
    'A DynamoDB data source has no operation "constructor".',
  ],
  ['a batch', { operation: 'BatchGetItem' }, 'The engine does not support the operation BatchGetItem of DynamoDB.'],
  ['a transaction', { operation: 'TransactWriteItems' }, 'does not support the operation TransactWriteItems'],
  ['no key', { operation: 'GetItem' }, "Value for field '$[key]' not found"],
  [
    'a value without a type',
    { operation: 'GetItem', key: { id: 'x' } },
    "attribute value '$[key][id]' but got a 'STRING'",
  ],
  ['an unknown member', { operation: 'Scan', colour: 1 }, "Unsupported element '$[colour]'."],
  [
    'a handler of failed conditions',
    put('x', {}, { condition: { expression: 'a = b', conditionalCheckFailedHandler: {} } }),
    "Unsupported element '$[condition][conditionalCheckFailedHandler]'.",
  ],
  ['a wrong token', { operation: 'Scan', nextToken: 'x' }, 'Invalid pagination token given.'],
])('refuses a request with %s', async (_, request, sentence) => {
  await expect(bench.invoke(request)).rejects.toThrow(sentence);
});

it('passes on what DynamoDB refuses', async () => {
  const { error } = await bench.invoke({ operation: 'GetItem', key: { other: { S: 'x' } } });

  expect(error).toMatchObject({ type: 'DynamoDB:ValidationException' });
});

it('asks IAM for the table, or for its index', async () => {
  const query = { expression: 'id = :id', expressionValues: { ':id': { S: 'x' } } };
  const table = 'arn:aws:dynamodb:us-west-2:123456789012:table/things';

  await bench.invoke({ operation: 'Query', query });
  await bench.invoke({ operation: 'Scan', index: 'byList' });

  expect(bench.asked.slice(-2)).toEqual([
    { action: 'dynamodb:Query', resource: table },
    { action: 'dynamodb:Scan', resource: `${table}/index/byList` },
  ]);
});

it('fails with DynamoDB’s error when the role may not', async () => {
  const { dynamoDb, invoke } = await dynamoDbBench(() => false);

  const { error } = await invoke({ operation: 'GetItem', key: key('x') });
  await dynamoDb.stop();

  expect(error).toMatchObject({ type: 'DynamoDB:AccessDeniedException' });
});
