// Conditions and filters of items, as DynamoDB takes and refuses them.
import type { JsonObject } from '../../src/foundation/json';
import { ROLE } from '../support/appsync';
import { dynamoDbBench, type DynamoDbBench } from '../support/dynamodb';
import { endAll, endLater } from '../support/endings';

let bench: DynamoDbBench;

beforeAll(async () => {
  bench = await dynamoDbBench();
  endLater(async () => bench.dynamoDb.stop());
  const Item = { id: { S: 'a' }, n: { N: '5' }, s: { S: 'hello' }, t: { BOOL: true }, ss: { SS: ['p', 'q'] } };
  await bench.dynamoDb.call('PutItem', { TableName: 'things', Item }, ROLE);
});

afterAll(endAll);

it.each<[string, JsonObject]>([
  ['n = :v', { ':v': { N: '5.0' } }],
  ['n BETWEEN :a AND :b', { ':a': { N: '1' }, ':b': { N: '5' } }],
  ['n in (:a, :b)', { ':a': { N: '1' }, ':b': { N: '5' } }],
  ['begins_with(s, :v)', { ':v': { S: 'he' } }],
  ['contains(ss, :v)', { ':v': { S: 'p' } }],
  ['size(s) > :v AND attribute_type(t, :t)', { ':v': { N: '4' }, ':t': { S: 'BOOL' } }],
  ['ss = :v', { ':v': { SS: ['q', 'p'] } }],
  ['t = :v', { ':v': { BOOL: true } }],
  ['NOT t < n AND (attribute_not_exists(q) OR n = :v)', { ':v': { N: '6' } }],
])('%s holds', async (expression, values) => {
  expect(await scan(expression, values)).toMatchObject({ Count: 1 });
});

it('DY-01 an expression of 4,096 bytes is taken, one byte more is not', async () => {
  const longest = `attribute_exists(n)${' '.repeat(4_077)}`;

  expect(await scan(longest)).toMatchObject({ Count: 1 });
  await expect(scan(`${longest} `)).rejects.toMatchObject({
    code: 'ValidationException',
    message: 'Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
  });
});

it('DY-01 a condition with 300 operators is taken, with 301 it is not', async () => {
  const values = { ':v': { N: '5' } };
  const comparisons = (count: number) => Array.from({ length: count }, () => 'n=:v').join(' OR ');

  expect(await scan(`NOT(${comparisons(149)})AND n BETWEEN :v AND :v`, values)).toMatchObject({ Count: 0 });
  await expect(scan(comparisons(151), values)).rejects.toMatchObject({
    message: 'Invalid FilterExpression: The expression contains too many operators; operator count: 301',
  });
});

it('DY-01 IN has a hundred operands, and not one more', async () => {
  const numbers = Array.from({ length: 101 }, (_, index) => [`:v${index}`, { N: String(index) }] as const);
  const among = (count: number) => {
    const values = numbers.slice(0, count);
    return scan(`n IN (${values.map(([name]) => name).join(', ')})`, Object.fromEntries(values));
  };

  expect(await among(100)).toMatchObject({ Count: 1 });
  await expect(among(101)).rejects.toMatchObject({
    message: 'Invalid FilterExpression: The IN operator is provided with too many operands; number of operands: 101',
  });
});

it('DY-01 a condition has five parentheses within one another, and not one more', async () => {
  const values = { ':v': { N: '5' }, ':w': { S: 'he' } };
  const nested = (depth: number) =>
    Array.from({ length: depth }).reduce<string>(
      (inner) => `(begins_with(s, :w) AND (n IN (:v)) AND ${inner})`,
      'n = :v',
    );

  expect(await scan(nested(4), values)).toMatchObject({ Count: 1 });
  await expect(scan(nested(6), values)).rejects.toMatchObject({
    message: 'Invalid FilterExpression: The engine takes at most 5 parentheses within one another.',
  });
});

it.each<[string, JsonObject, string]>([
  ['t < :v', { ':v': { BOOL: true } }, '<, operand type: BOOL'],
  [':v >= n', { ':v': { NULL: true } }, '>=, operand type: NULL'],
  ['ss BETWEEN :v AND :w', { ':v': { S: 'a' }, ':w': { SS: ['a'] } }, 'BETWEEN, operand type: SS'],
])('DY-02 %s is refused', async (expression, values, end) => {
  await expect(scan(expression, values)).rejects.toMatchObject({
    message: `Invalid FilterExpression: Incorrect operand type for operator or function; operator or function: ${end}`,
  });
});

it.each<[string, JsonObject]>([
  ['a = :v', { ':v': { L: [] } }],
  ['contains(a, :v)', { ':v': { M: { k: { S: 'x' } } } }],
])('DY-03 %s with a list or map is refused by name', async (expression, values) => {
  await expect(scan(expression, values)).rejects.toMatchObject({
    message: 'Invalid FilterExpression: The engine does not compare lists and maps, such as :v.',
  });
});

describe('a condition that came before', () => {
  const EXPRESSION = '(n = :v) OR (s = :w)';
  const first = async () => scan(EXPRESSION, { ':v': { N: '5' }, ':w': { S: 'x' } });

  it('is asked with its new values', async () => {
    await first();

    const other = await scan(EXPRESSION, { ':v': { N: '6' }, ':w': { S: 'x' } });
    const again = await scan(EXPRESSION, { ':w': { S: 'hello' }, ':v': { N: '6' } });

    expect([other, again]).toMatchObject([{ Count: 0 }, { Count: 1 }]);
  });

  it('is asked with its new names', async () => {
    const named = async (attribute: string) =>
      bench.dynamoDb.call(
        'Scan',
        {
          ...{ TableName: 'things', FilterExpression: '#a = :v', ExpressionAttributeNames: { '#a': attribute } },
          ExpressionAttributeValues: { ':v': { N: '5' } },
        },
        ROLE,
      );

    expect([await named('n'), await named('s'), await named('n')]).toMatchObject([
      { Count: 1 },
      { Count: 0 },
      { Count: 1 },
    ]);
  });

  it('is refused with a value more than it names', async () => {
    await first();

    const more = scan(EXPRESSION, { ':v': { N: '5' }, ':w': { S: 'x' }, ':x': { N: '1' } });

    await expect(more).rejects.toMatchObject({
      message: 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
    });
  });

  it('is refused with a value of a type that it does not take', async () => {
    await scan('begins_with(s, :v)', { ':v': { S: 'he' } });

    await expect(scan('begins_with(s, :v)', { ':v': { N: '5' } })).rejects.toMatchObject({
      message: expect.stringContaining('Incorrect operand type for operator or function') as string,
    });
  });

  it('is refused with bounds that are the wrong way round', async () => {
    await scan('n BETWEEN :a AND :b', { ':a': { N: '1' }, ':b': { N: '5' } });

    await expect(scan('n BETWEEN :a AND :b', { ':a': { N: '5' }, ':b': { N: '1' } })).rejects.toMatchObject({
      message: expect.stringContaining('upper bound to be greater than or equal to lower bound') as string,
    });
  });
});

it('DY-03 an update may set a list or a map', async () => {
  const update = {
    TableName: 'things',
    Key: { id: { S: 'b' } },
    UpdateExpression: 'SET l = :l',
    ConditionExpression: 'attribute_not_exists(l)',
    ExpressionAttributeValues: { ':l': { L: [{ S: 'x' }] } },
    ReturnValues: 'ALL_NEW',
  };

  expect(await bench.dynamoDb.call('UpdateItem', update, ROLE)).toMatchObject({
    Attributes: { l: { L: [{ S: 'x' }] } },
  });
});

it('a filter of a query does not look at its key', async () => {
  const query = {
    TableName: 'things',
    KeyConditionExpression: 'id = :v',
    FilterExpression: 'id = :v',
    ExpressionAttributeValues: { ':v': { S: 'a' } },
  };

  await expect(bench.dynamoDb.call('Query', query, ROLE)).rejects.toMatchObject({
    message: 'Filter Expression can only contain non-primary key attributes: Primary key attribute: id',
  });
});

function scan(FilterExpression: string, values?: JsonObject): Promise<JsonObject> {
  const given = values && { ExpressionAttributeValues: values };
  return bench.dynamoDb.call('Scan', { TableName: 'things', FilterExpression, ...given }, ROLE);
}
