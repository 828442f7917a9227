import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseInput } from '../../src/eventbridge/inputs/input-definition';
import { TakenEvent } from '../../src/eventbridge/buses/taken-event';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { anEvent } from '../support/eventbridge';
import { thrownBy } from '../support/sqs';

/** The end of a case's name says what comes out: `_NEG` an event that cannot be delivered, anything else `expected`. */
interface Case {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
  readonly detail?: JsonObject;
  readonly expected?: string;
}

/** The rule of local/README.md for cases whose name fits. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^(array|object)_quoted/, 'EB-43'],
  [/^missing|prototype_is_missing/, 'EB-45'],
  [/in_text|^text_/, 'EB-44'],
  [/^event_|^rule_/, 'EB-46'],
  [/^path|^envelope/, 'EB-49'],
  [/^(array|boolean|null|number|object)_/, 'EB-42'],
  [/_quoted|^escaped_quote/, 'EB-41'],
  [/^string|^angle|^placeholder/, 'EB-40'],
];

const FOLDER = join(__dirname, '../cases/input-transformers');
const cases = readdirSync(FOLDER).map((file) => ({
  name: file.replace('.json', ''),
  rule: RULES.find(([names]) => names.test(file))?.[1],
  ...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case),
}));
const delivered = cases.filter(({ name }) => !name.endsWith('_NEG'));
const undelivered = cases.filter(({ name }) => name.endsWith('_NEG'));

test('every case is one of a rule', () => {
  expect(cases.filter(({ rule }) => rule === undefined)).toEqual([]);
});

test.each(delivered)('$rule $name is written as AWS writes it', ({ paths, template, detail = {}, expected }) => {
  expect(write(paths, template, detail)).toBe(expected);
});

test.each(undelivered)('$rule $name is not delivered', ({ paths, template, detail = {} }) => {
  expect(thrownBy(() => write(paths, template, detail))).toMatchObject({ code: 'INVALID_JSON' });
});

test('EB-40 Any value arrives unchanged at an unquoted placeholder', () => {
  const template = '{"a": <a>, "b": [<b>, <a>]}';
  const string = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<a>', '<b>', '"', '\\', '\n', '🚀', '<aws.events.event>'),
  );
  const value = fc.oneof(
    string,
    fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as JsonValue),
  );

  fc.assert(
    fc.property(value, string, (a, b) => {
      const text = write({ a: '$.detail.a', b: '$.detail.b' }, template, { a, b });

      expect(JSON.parse(text)).toEqual({ a, b: [b, a] });
    }),
  );
});

test('A string of 200 KB arrives unchanged', () => {
  const a = '"<a>\\\n🚀'.repeat(20_000);

  expect(JSON.parse(write({ a: '$.detail.a' }, '{"a": <a>}', { a }))).toEqual({ a });
});

test('EB-47 A placeholder that nothing defines is refused', () => {
  expect(thrownBy(() => write({}, '{"a": <notdefined>}', {}))).toMatchObject({
    code: 'ValidationException',
    message: 'InputTemplate for target t contains invalid placeholder notdefined.',
  });
});

test.each(['constructor', '__proto__', 'aws.events.other'])('EB-47 A placeholder called %s is refused', (name) => {
  expect(thrownBy(() => write({}, `{"a": <${name}>}`, {}))).toMatchObject({ code: 'ValidationException' });
});

test('EB-46 Variables cannot have the names that AWS keeps for itself', () => {
  expect(thrownBy(() => write({ 'aws.events.rule-name': '$.id' }, '<aws.events.rule-name>', {}))).toMatchObject({
    code: 'ValidationException',
  });
});

test.each(['detail', '$detail', '$.', '$.a..b', '$.a[', '$.a[x]', '$.a b', '$.a[?(@.b)]'])(
  'EB-49 %s is not a JSON path',
  (path) => {
    expect(thrownBy(() => write({ a: path }, '<a>', {}))).toMatchObject({ code: 'ValidationException' });
  },
);

test.each([
  { path: '$', expected: anEvent({ detail: { list: [1, 2], 'odd key': 3 } }) },
  { path: '$.detail.list', expected: [1, 2] },
  { path: '$.detail.list[1]', expected: 2 },
  { path: "$.detail['odd key']", expected: 3 },
  { path: '$["detail"]["odd key"]', expected: 3 },
  { path: '$.detail.*', expected: [[1, 2], 3] },
])('EB-49 InputPath $path takes a part of the event', ({ path, expected }) => {
  const input = parseInput({ InputPath: path }, 't');

  expect(input(aSource({ list: [1, 2], 'odd key': 3 })).value()).toEqual(expected);
});

test('EB-50 An event in which InputPath leads nowhere is not delivered', () => {
  const input = parseInput({ InputPath: '$.detail.none' }, 't');

  expect(thrownBy(() => input(aSource({})))).toMatchObject({ code: 'INVALID_JSON' });
});

test('Input is the same for every event', () => {
  const input = parseInput({ Input: '{"a": 1}' }, 't');

  expect(input(aSource({})).text()).toBe('{"a": 1}');
});

test('Input that is not JSON is refused', () => {
  expect(thrownBy(() => parseInput({ Input: 'hello' }, 't'))).toMatchObject({ code: 'ValidationException' });
});

test.each(['a.b', 'ä', 'a b', '', '<a>', 'n'.repeat(257)])('EB-49 A variable is not called "%s"', (name) => {
  expect(thrownBy(() => write({ [name]: '$.detail' }, '{}', {}))).toMatchObject({
    code: 'ValidationException',
    message: expect.stringMatching(/ failed to satisfy constraint: Map keys must satisfy constraint: /),
  });
});

test.each(['a-b', 'a_b', 'A1', 'n'.repeat(256), '__proto__'])('EB-49 A variable may be called "%s"', (name) => {
  expect(write(Object.fromEntries([[name, '$.detail.x']]), `<${name}>`, { x: 1 })).toBe('1');
});

test('EB-49 A path has at most 256 characters', () => {
  const path = `$.${'a'.repeat(254)}`;

  expect(write({ v: path }, '<v>', {})).toBe('""');
  expect(thrownBy(() => write({ v: `${path}a` }, '<v>', {}))).toMatchObject({ code: 'ValidationException' });
});

test('EB-49 A transformer has at most a hundred paths', () => {
  const paths = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`v${index}`, '$.detail']));

  expect(thrownBy(() => write(paths, '<v0>', {}))).toMatchObject({ code: 'ValidationException' });
});

test('EB-48 A target has one input', () => {
  expect(thrownBy(() => parseInput({ Input: '{}', InputPath: '$' }, 't'))).toMatchObject({
    code: 'ValidationException',
    message: 'Only one of Input, InputPath, or InputTransformer must be provided for target t.',
  });
});

function write(InputPathsMap: JsonObject, InputTemplate: string, detail: JsonObject): string {
  return parseInput({ InputTransformer: { InputPathsMap, InputTemplate } }, 't')(aSource(detail)).text();
}

function aSource(detail: JsonObject) {
  const takenAt = Date.parse('2026-01-01T00:00:01Z');
  const rule = { name: 'deliver', arn: 'arn:aws:events:us-west-2:123456789012:rule/chat/deliver' };
  return { taken: new TakenEvent(anEvent({ detail }), takenAt, false), rule };
}
