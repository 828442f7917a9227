// The module `@aws-appsync/utils/dynamodb`. What AWS was recorded to answer is marked; the rest follows from it.
import type { JsonValue } from '../../../src/foundation/json';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();
const KEY = { id: { S: 'test' } };

describe('JS-34 ddb.operations', () => {
  it.each<[string, JsonValue]>([
    ['add(10)', { type: 'OPERATION_ADD', value: 10 }],
    ['replace({ a: 10 })', { type: 'OPERATION_REPLACE', value: { a: 10 } }],
    ['increment(10)', { type: 'OPERATION_INCREMENT', by: 10 }],
    ['decrement(10)', { type: 'OPERATION_DECREMENT', by: 10 }],
    ['append([1])', { type: 'OPERATION_APPEND', items: [1] }],
    ['prepend([1])', { type: 'OPERATION_PREPEND', items: [1] }],
  ])('answers what AWS was recorded to: %s', (call, expected) => {
    const result = javaScript.valueOf(`ddb.operations.${call}`);

    expect(result).toEqual(expected);
  });
});

describe('JS-34 ddb', () => {
  it.each<[string, JsonValue]>([
    // Recorded on AWS.
    ['get({ key: { id: "test" } })', { operation: 'GetItem', key: KEY }],
    [
      'put({ key: { id: "test" }, item: { value: 10 } })',
      { operation: 'PutItem', key: KEY, attributeValues: { value: { N: 10 } } },
    ],
    ['remove({ key: { id: "test" } })', { operation: 'DeleteItem', key: KEY }],
    ['scan({ limit: 10, nextToken: "abc" })', { operation: 'Scan', limit: 10, nextToken: 'abc' }],
    // Not recorded.
    [
      'get({ key: { id: "test" }, consistentRead: true, projection: ["a", "b.c[1]"] })',
      {
        operation: 'GetItem',
        key: KEY,
        consistentRead: true,
        projection: {
          expression: '#expName_1, #expName_2.#expName_3[1]',
          expressionNames: { '#expName_1': 'a', '#expName_2': 'b', '#expName_3': 'c' },
        },
      },
    ],
    [
      'put({ key: { id: "test" }, item: { tags: util.dynamodb.toStringSet(["a"]) }, condition: { id: { attributeExists: false } }, _version: 1 })',
      {
        operation: 'PutItem',
        key: KEY,
        attributeValues: { tags: { SS: ['a'] } },
        condition: { expression: '(attribute_not_exists(#expName_1))', expressionNames: { '#expName_1': 'id' } },
        _version: 1,
      },
    ],
    [
      'query({ query: { id: { eq: "a" }, at: { between: [1, 2] } }, filter: { b: { contains: "c" } }, index: null, limit: 5, scanIndexForward: false })',
      {
        operation: 'Query',
        query: {
          expression: '#expName_1 = :expValue_1 AND #expName_2 BETWEEN :expValue_2 AND :expValue_3',
          expressionNames: { '#expName_1': 'id', '#expName_2': 'at' },
          expressionValues: { ':expValue_1': { S: 'a' }, ':expValue_2': { N: 1 }, ':expValue_3': { N: 2 } },
        },
        filter: {
          expression: '(contains(#expName_3,:expValue_4))',
          expressionNames: { '#expName_3': 'b' },
          expressionValues: { ':expValue_4': { S: 'c' } },
        },
        limit: 5,
        scanIndexForward: false,
      },
    ],
  ])('answers %s', (call, expected) => {
    const result = javaScript.valueOf(`ddb.${call}`);

    expect(result).toEqual(expected);
  });

  it.each<[string, string, JsonValue, JsonValue]>([
    // Recorded on AWS.
    ['{ a: ddb.operations.add(10) }', 'SET #expName_1 = :expValue_1', ['a'], [{ N: 10 }]],
    ['{ a: ddb.operations.replace({ b: 1 }) }', 'SET #expName_1 = :expValue_1', ['a'], [{ M: { b: { N: 1 } } }]],
    ['{ a: ddb.operations.increment(10) }', 'SET #expName_1 = #expName_1 + :expValue_1', ['a'], [{ N: 10 }]],
    ['{ a: ddb.operations.decrement(10) }', 'SET #expName_1 = #expName_1 - :expValue_1', ['a'], [{ N: 10 }]],
    [
      '{ a: ddb.operations.append([1]) }',
      'SET #expName_1 = list_append(#expName_1, :expValue_1)',
      ['a'],
      [{ L: [{ N: 1 }] }],
    ],
    [
      '{ a: ddb.operations.prepend([1]) }',
      'SET #expName_1 = list_append(:expValue_1, #expName_1)',
      ['a'],
      [{ L: [{ N: 1 }] }],
    ],
    // Not recorded.
    [
      '{ a: 1, b: null }',
      'SET #expName_1 = :expValue_1, #expName_2 = :expValue_2',
      ['a', 'b'],
      [{ N: 1 }, { NULL: null }],
    ],
    ['{ a: ddb.operations.increment() }', 'SET #expName_1 = #expName_1 + :expValue_1', ['a'], [{ N: 1 }]],
    ['{ a: { b: 1 } }', 'SET #expName_1.#expName_2 = :expValue_1', ['a', 'b'], [{ N: 1 }]],
    ['{ a: ddb.operations.remove(), b: 1 }', 'SET #expName_2 = :expValue_1 REMOVE #expName_1', ['a', 'b'], [{ N: 1 }]],
    [
      '{ a: [ddb.operations.updateListItem("x", 1), ddb.operations.updateListItem("y", 2)] }',
      'SET #expName_1[1] = :expValue_1, #expName_1[2] = :expValue_2',
      ['a'],
      [{ S: 'x' }, { S: 'y' }],
    ],
  ])('updates %s', (update, expression, names, values) => {
    const result = javaScript.valueOf(`ddb.update({ key: { id: "test" }, update: ${update} })`);

    expect(result).toEqual({
      operation: 'UpdateItem',
      key: KEY,
      update: {
        expression,
        expressionNames: numbered('#expName_', names),
        expressionValues: numbered(':expValue_', values),
      },
    });
  });

  it('numbers condition and update together, as DynamoDB takes them in one request', () => {
    const result = javaScript.valueOf(
      'ddb.update({ key: { id: "test" }, update: { a: 1 }, condition: { b: { eq: 2 } } })',
    );

    expect(result).toMatchObject({ condition: { expression: '(#expName_2 = :expValue_2)' } });
  });

  it.each([
    ['get()', 'get takes an object.'],
    ['get({})', 'get, as key, takes an object.'],
    ['put({ key: {} })', 'put, as item, takes an object.'],
    ['query({})', 'query, as query, takes an object.'],
    ['update({ key: {}, update: { a: ddb.operations.updateListItem(1, 2) } })', 'stands in an array'],
    ['operations.updateListItem(1)', 'operations.updateListItem takes a number.'],
  ])('refuses %s', (call, sentence) => {
    const { error } = javaScript.run(`return ddb.${call};`);

    expect(error?.message).toContain(sentence);
  });
});

describe('JS-35 what the data source does not do', () => {
  it.each(['sync', 'batchGet', 'batchPut', 'batchDelete', 'transactGet', 'transactWrite'])(
    'refuses %s by name',
    (name) => {
      const { error } = javaScript.run(`return ddb.${name}({});`);

      expect(error?.message).toContain(`dynamodb.${name} is not supported by the local engine.`);
    },
  );
});

function numbered(prefix: string, values: JsonValue): JsonValue {
  return Object.fromEntries(
    Object.values(values ?? {}).map((value, index) => [`${prefix}${index + 1}`, value as JsonValue]),
  );
}
