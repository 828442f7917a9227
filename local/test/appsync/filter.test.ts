// Which results a subscription filter lets through, and which filters are refused.
import { argumentFilter, passes, readFilter } from '../../src/appsync/realtime/filter';
import type { JsonObject, JsonValue } from '../../src/foundation/json';

function aFilter(...groups: readonly (readonly JsonObject[])[]): JsonObject {
  return { filterGroup: groups.map((filters) => ({ filters })) };
}

function condition(fieldName: string, operator: string, value: JsonValue): JsonObject {
  return { fieldName, operator, value };
}

const result = { name: 'tech', size: 3, tags: ['a', 'b'], flag: true, author: { name: { first: 'Ada' } }, gone: null };

const holding: readonly (readonly [string, string, string, JsonValue])[] = [
  ['FI-02', 'name', 'eq', 'tech'],
  ['FI-02', 'flag', 'eq', true],
  ['FI-02', 'name', 'ne', 'cars'],
  ['FI-02', 'gone', 'ne', 'tech'],
  ['FI-03', 'size', 'le', 3],
  ['FI-03', 'size', 'lt', 4],
  ['FI-03', 'size', 'ge', 3],
  ['FI-03', 'size', 'gt', 2.5],
  ['FI-03', 'name', 'gt', 'cars'],
  ['FI-04', 'name', 'contains', 'ec'],
  ['FI-04', 'tags', 'contains', 'a'],
  ['FI-04', 'name', 'notContains', 'x'],
  ['FI-04', 'tags', 'notContains', 'c'],
  ['FI-05', 'name', 'beginsWith', 'te'],
  ['FI-06', 'name', 'in', ['cars', 'tech']],
  ['FI-06', 'size', 'notIn', [1, 2]],
  ['FI-07', 'size', 'between', [1, 5]],
  ['FI-06', 'tags', 'containsAny', ['z', 'b']],
  ['FI-08', 'author.name.first', 'eq', 'Ada'],
];

const failing: readonly (readonly [string, string, string, JsonValue])[] = [
  ['FI-02', 'name', 'eq', 'Tech'],
  ['FI-02', 'size', 'eq', '3'],
  ['FI-03', 'size', 'lt', '4'],
  ['FI-03', 'size', 'lt', 3],
  ['FI-03', 'size', 'gt', 3],
  ['FI-03', 'size', 'le', 2],
  ['FI-03', 'size', 'ge', 4],
  ['FI-07', 'size', 'between', [3, 5]],
  ['FI-07', 'size', 'between', [1, 3]],
  ['FI-05', 'name', 'beginsWith', 'ech'],
  ['FI-06', 'name', 'in', ['cars']],
  ['FI-06', 'tags', 'containsAny', ['z']],
  ['FI-04', 'size', 'notContains', 3],
  ['FI-09', 'missing', 'eq', 'tech'],
  ['FI-09', 'missing', 'ne', 'tech'],
  ['FI-09', 'constructor', 'ne', 'tech'],
  ['FI-09', '__proto__.name', 'ne', 'tech'],
];

test.each(holding)('%s: %s %s %j holds', (_, field, operator, value) => {
  expect(passes(readFilter(aFilter([condition(field, operator, value)])), result)).toBe(true);
});

test.each(failing)('%s: %s %s %j does not hold', (_, field, operator, value) => {
  expect(passes(readFilter(aFilter([condition(field, operator, value)])), result)).toBe(false);
});

test('FI-01 the filters of a group must all hold', () => {
  const filter = readFilter(aFilter([condition('name', 'eq', 'tech'), condition('size', 'gt', 3)]));

  expect(passes(filter, result)).toBe(false);
});

test('FI-01 one group that holds is enough', () => {
  const filter = readFilter(aFilter([condition('name', 'eq', 'cars')], [condition('size', 'eq', 3)]));

  expect(passes(filter, result)).toBe(true);
});

test('FI-10 a list as a result passes no enhanced filter', () => {
  expect(passes(readFilter(aFilter([condition('name', 'eq', 'tech')])), [result])).toBe(false);
});

test('RT-35 no arguments let everything through', () => {
  expect(passes(argumentFilter({}), result)).toBe(true);
});

test('RT-35 an argument that is null asks for null', () => {
  expect([passes(argumentFilter({ gone: null }), result), passes(argumentFilter({ name: null }), result)]).toEqual([
    true,
    false,
  ]);
});

test('RT-35 an argument whose field was not selected lets nothing through', () => {
  expect(passes(argumentFilter({ missing: null }), result)).toBe(false);
});

const fields = (count: number) => Array.from({ length: count }, (_, index) => condition(`f${index}`, 'eq', 1));
const groups = (count: number) => fields(count).map((each) => [each]);

const refused: readonly (readonly [string, JsonValue, string | RegExp])[] = [
  [
    'FI-13: six values of in',
    aFilter([condition('a', 'in', [1, 2, 3, 4, 5, 6])]),
    'subscription exceeds maximum value limit 5 for operator `in`.',
  ],
  ['FI-11: six fields in a group', aFilter(fields(6)), 'Filters exceed maximum attributes limit 5 for subscription'],
  ['FI-12: eleven groups', aFilter(...groups(11)), /limit 10/],
  [
    'FI-12: eleven groups by way of in',
    aFilter([condition('a', 'in', [1, 2, 3]), condition('b', 'in', [1, 2, 3, 4])]),
    /limit 10/,
  ],
  ['FI-14: a string of 257 characters', aFilter([condition('a', 'eq', 'x'.repeat(257))]), /does not take the value/],
  [
    'FI-14: twenty-one values of containsAny',
    aFilter([
      condition(
        'a',
        'containsAny',
        Array.from({ length: 21 }, (_, index) => index),
      ),
    ]),
    'subscription exceeds maximum value limit 20 for operator `containsAny`.',
  ],
  ['FI-08: six levels', aFilter([condition('a.b.c.d.e.f', 'eq', 1)]), /deeper than 5/],
  ['FI-15: an unknown operator', aFilter([condition('a', 'lte', 1)]), /"lte"/],
  ['FI-15: an operator of Object', aFilter([condition('a', 'constructor', 1)]), /"constructor"/],
  ['FI-15: an object as value', aFilter([condition('a', 'eq', {})]), /does not take/],
  ['FI-15: no groups', { filterGroup: [] }, /filterGroup/],
  ['FI-15: no filters', aFilter([]), /needs filters/],
  ['FI-15: a text', 'filter', /filterGroup/],
];

test.each(refused)('%s in a filter is refused', (_, filter, sentence) => {
  expect(() => readFilter(filter)).toThrow(sentence);
});

test('FI-11, FI-12, FI-13 five fields, ten groups and five values are taken', () => {
  expect(() => readFilter(aFilter(fields(5)))).not.toThrow();
  expect(() => readFilter(aFilter(...groups(10)))).not.toThrow();
  expect(() => readFilter(aFilter([condition('a', 'in', [1, 2, 3, 4, 5])]))).not.toThrow();
});
