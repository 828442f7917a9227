// Which results a subscription filter lets through, and which filters are refused.
import { argumentFilter, passes, readFilter } from '../../../local/appsync/realtime/filter';
import type { JsonObject, JsonValue } from '../../../local/json';

function aFilter(...groups: readonly (readonly JsonObject[])[]): JsonObject {
  return { filterGroup: groups.map((filters) => ({ filters })) };
}

function condition(fieldName: string, operator: string, value: JsonValue): JsonObject {
  return { fieldName, operator, value };
}

const result = { name: 'tech', size: 3, tags: ['a', 'b'], flag: true, author: { name: { first: 'Ada' } }, gone: null };

const holding: readonly (readonly [string, string, JsonValue])[] = [
  ['name', 'eq', 'tech'],
  ['flag', 'eq', true],
  ['name', 'ne', 'cars'],
  ['gone', 'ne', 'tech'],
  ['size', 'le', 3],
  ['size', 'lt', 4],
  ['size', 'ge', 3],
  ['size', 'gt', 2.5],
  ['name', 'gt', 'cars'],
  ['name', 'contains', 'ec'],
  ['tags', 'contains', 'a'],
  ['name', 'notContains', 'x'],
  ['tags', 'notContains', 'c'],
  ['name', 'beginsWith', 'te'],
  ['name', 'in', ['cars', 'tech']],
  ['size', 'notIn', [1, 2]],
  ['size', 'between', [1, 5]],
  ['tags', 'containsAny', ['z', 'b']],
  ['author.name.first', 'eq', 'Ada'],
];

const failing: readonly (readonly [string, string, JsonValue])[] = [
  ['name', 'eq', 'Tech'],
  ['size', 'eq', '3'],
  ['size', 'lt', '4'],
  ['size', 'between', [3, 5]],
  ['name', 'beginsWith', 'ech'],
  ['name', 'in', ['cars']],
  ['tags', 'containsAny', ['z']],
  ['size', 'notContains', 3],
  ['missing', 'eq', 'tech'],
  ['missing', 'ne', 'tech'],
  ['constructor', 'ne', 'tech'],
  ['__proto__.name', 'ne', 'tech'],
];

test.each(holding)('%s %s %j holds', (field, operator, value) => {
  expect(passes(readFilter(aFilter([condition(field, operator, value)])), result)).toBe(true);
});

test.each(failing)('%s %s %j does not hold', (field, operator, value) => {
  expect(passes(readFilter(aFilter([condition(field, operator, value)])), result)).toBe(false);
});

test('the filters of a group must all hold', () => {
  const filter = readFilter(aFilter([condition('name', 'eq', 'tech'), condition('size', 'gt', 3)]));

  expect(passes(filter, result)).toBe(false);
});

test('one group that holds is enough', () => {
  const filter = readFilter(aFilter([condition('name', 'eq', 'cars')], [condition('size', 'eq', 3)]));

  expect(passes(filter, result)).toBe(true);
});

test('a list as a result passes no enhanced filter', () => {
  expect(passes(readFilter(aFilter([condition('name', 'eq', 'tech')])), [result])).toBe(false);
});

test('no arguments let everything through', () => {
  expect(passes(argumentFilter({}), result)).toBe(true);
});

test('an argument that is null asks for null', () => {
  expect([passes(argumentFilter({ gone: null }), result), passes(argumentFilter({ name: null }), result)]).toEqual([
    true,
    false,
  ]);
});

test('an argument whose field was not selected lets nothing through', () => {
  expect(passes(argumentFilter({ missing: null }), result)).toBe(false);
});

const fields = (count: number) => Array.from({ length: count }, (_, index) => condition(`f${index}`, 'eq', 1));
const groups = (count: number) => fields(count).map((each) => [each]);

const refused: readonly (readonly [string, JsonValue, string | RegExp])[] = [
  [
    'six values of in',
    aFilter([condition('a', 'in', [1, 2, 3, 4, 5, 6])]),
    'subscription exceeds maximum value limit 5 for operator `in`.',
  ],
  ['six fields in a group', aFilter(fields(6)), 'Filters exceed maximum attributes limit 5 for subscription'],
  ['eleven groups', aFilter(...groups(11)), /limit 10/],
  [
    'eleven groups by way of in',
    aFilter([condition('a', 'in', [1, 2, 3]), condition('b', 'in', [1, 2, 3, 4])]),
    /limit 10/,
  ],
  ['a string of 257 characters', aFilter([condition('a', 'eq', 'x'.repeat(257))]), /does not take the value/],
  ['six levels', aFilter([condition('a.b.c.d.e.f', 'eq', 1)]), /deeper than 5/],
  ['an unknown operator', aFilter([condition('a', 'lte', 1)]), /"lte"/],
  ['an operator of Object', aFilter([condition('a', 'constructor', 1)]), /"constructor"/],
  ['an object as value', aFilter([condition('a', 'eq', {})]), /does not take/],
  ['no groups', { filterGroup: [] }, /filterGroup/],
  ['no filters', aFilter([]), /needs filters/],
  ['a text', 'filter', /filterGroup/],
];

test.each(refused)('a filter with %s is refused', (_, filter, sentence) => {
  expect(() => readFilter(filter)).toThrow(sentence);
});

test('five fields, ten groups and five values are taken', () => {
  expect(() => readFilter(aFilter(fields(5)))).not.toThrow();
  expect(() => readFilter(aFilter(...groups(10)))).not.toThrow();
  expect(() => readFilter(aFilter([condition('a', 'in', [1, 2, 3, 4, 5])]))).not.toThrow();
});
