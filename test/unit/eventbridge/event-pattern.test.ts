import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compileEventPattern } from '../../../local/eventbridge/event-pattern';
import type { JsonObject, JsonValue } from '../../../local/json';
import { thrownBy } from '../../support/sqs';

/** The end of a case's name says what comes out: `_NEG` no match, `_EXC` an invalid pattern, anything else a match. */
interface Case {
  readonly pattern: JsonValue;
  readonly event: JsonObject;
  readonly reason?: string;
}

const FOLDER = join(__dirname, '../../cases/event-patterns');
const cases = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case),
}));
const negative = cases.filter(({ name }) => name.endsWith('_NEG'));
const invalid = cases.filter(({ name }) => name.endsWith('_EXC'));
const positive = cases.filter((one) => !negative.includes(one) && !invalid.includes(one));

test.each(positive)('$name matches', ({ pattern, event }) => {
  expect(compileEventPattern(pattern).matches(event)).toBe(true);
});

test.each(negative)('$name does not match', ({ pattern, event }) => {
  expect(compileEventPattern(pattern).matches(event)).toBe(false);
});

test.each(invalid)('$name is refused', ({ pattern, reason }) => {
  expect(thrownBy(() => compileEventPattern(pattern))).toMatchObject({
    code: 'InvalidEventPatternException',
    message: `Event pattern is not valid. Reason: ${reason}`,
  });
});

test('A pattern may not have more than a thousand combinations', () => {
  const or = (name: string) => ({ $or: Array.from({ length: 11 }, (_, index) => ({ [`${name}${index}`]: [1] })) });
  const pattern = { a: or('a'), b: or('b'), c: or('c') };

  expect(thrownBy(() => compileEventPattern(pattern))).toMatchObject({ code: 'InvalidEventPatternException' });
});

test('A pattern made of the values of an event matches it', () => {
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

test('A wildcard matches whatever stands for its asterisk', () => {
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
