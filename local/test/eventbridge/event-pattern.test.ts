import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compileEventPattern } from '../../src/eventbridge/patterns/event-pattern';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { thrownBy } from '../support/sqs';

/** The end of a case's name says what comes out: `_NEG` no match, `_EXC` an invalid pattern, anything else a match. */
interface Case {
  readonly pattern: JsonValue;
  readonly event: JsonObject;
  readonly reason?: string;
}

/** The rule of local/README.md for cases whose name begins so. */
const RULES: readonly (readonly [string, string])[] = [
  ['anything_but', 'EB-23'],
  ['array', 'EB-29'],
  ['cidr', 'EB-25'],
  ['constructor', 'EB-31'],
  ['dot', 'EB-31'],
  ['equals_ignore_case', 'EB-22'],
  ['exact', 'EB-20'],
  ['exists', 'EB-26'],
  ['later', 'EB-31'],
  ['more_fields', 'EB-20'],
  ['nested', 'EB-20'],
  ['numeric', 'EB-24'],
  ['object', 'EB-26'],
  ['or', 'EB-28'],
  ['prefix', 'EB-21'],
  ['proto', 'EB-31'],
  ['shape', 'EB-30'],
  ['suffix', 'EB-21'],
  ['to_string', 'EB-31'],
  ['wildcard', 'EB-27'],
];

const FOLDER = join(__dirname, '../cases/event-patterns');
const cases = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  rule: RULES.find(([start]) => file.startsWith(start))?.[1],
  ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case),
}));
const negative = cases.filter(({ name }) => name.endsWith('_NEG'));
const invalid = cases.filter(({ name }) => name.endsWith('_EXC'));
const positive = cases.filter((one) => !negative.includes(one) && !invalid.includes(one));

test('every case is one of a rule', () => {
  expect(cases.filter(({ rule }) => rule === undefined)).toEqual([]);
});

test.each(positive)('$rule $name matches', ({ pattern, event }) => {
  expect(compileEventPattern(pattern).matches(event)).toBe(true);
});

test.each(negative)('$rule $name does not match', ({ pattern, event }) => {
  expect(compileEventPattern(pattern).matches(event)).toBe(false);
});

test.each(invalid)('$rule $name is refused', ({ pattern, reason }) => {
  expect(thrownBy(() => compileEventPattern(pattern))).toMatchObject({
    code: 'InvalidEventPatternException',
    message: `Event pattern is not valid. Reason: ${reason}`,
  });
});

test('EB-28 A pattern may not have more than a thousand combinations', () => {
  const or = (name: string) => ({ $or: Array.from({ length: 11 }, (_, index) => ({ [`${name}${index}`]: [1] })) });
  const pattern = { a: or('a'), b: or('b'), c: or('c') };

  expect(thrownBy(() => compileEventPattern(pattern))).toMatchObject({ code: 'InvalidEventPatternException' });
});

test('EB-20 A pattern made of the values of an event matches it', () => {
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const event = fc.dictionary(
    fc.string({ minLength: 1 }).filter((key) => key !== '$or'),
    leaf,
    { minKeys: 1 },
  );

  fc.assert(
    fc.property(event, (detail) => {
      const pattern = Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, [value]]));

      expect(compileEventPattern({ detail: pattern }).matches({ detail })).toBe(true);
    }),
  );
});

test('EB-27 A wildcard matches whatever stands for its asterisk', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (start, middle, end) => {
      const literal = (text: string) => text.replaceAll(/[*\\]/g, '\\$&');
      const pattern = { a: [{ wildcard: `${literal(start)}*${literal(end)}` }] };

      expect(compileEventPattern(pattern).matches({ a: `${start}${middle}${end}` })).toBe(true);
    }),
  );
});

test('Fields that lie in the same long array are found without trying every pair of its elements', () => {
  const users = Array.from({ length: 50_000 }, (_, id) => ({ id, role: 'guest' }));
  const pattern = compileEventPattern({ users: { id: [{ exists: true }], role: ['admin'] } });

  expect(pattern.matches({ users })).toBe(false);
});

test('Fields that lie in different long arrays are found without trying every combination of their elements', () => {
  const many = Array.from({ length: 3_000 }, (_, id) => ({ id, tags: [id, id] }));
  const numbers = many.map(({ id }) => id);
  const anything = [{ exists: true }];
  const pattern = compileEventPattern({
    a: { id: anything, tags: anything },
    b: anything,
    c: { tags: anything },
    d: ['x'],
  });

  expect(pattern.matches({ a: many, b: numbers, c: many, d: numbers })).toBe(false);
});
