// How a resource's properties are read.
import { propertiesOf } from '../../src/cloudformation/properties';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { thrownBy } from '../support/sqs';

function reading(properties: JsonObject) {
  return propertiesOf({ logicalId: 'Thing', properties });
}

it.each<[string, (value: JsonValue) => unknown, JsonValue, unknown]>([
  ['a text', (A) => reading({ A }).text('A'), 5, '5'],
  ['a whole number', (A) => reading({ A }).integer('A'), '5', 5],
  ['a flag', (A) => reading({ A }).flag('A'), 'True', true],
  ['an object', (A) => reading({ A }).object('A'), '{"B": 1}', { B: 1 }],
  ['texts by name', (A) => reading({ A }).textMap('A'), { B: 1, C: true }, { B: '1', C: 'true' }],
])('takes %s in another writing, as AWS does', (_, read, value, expected) => {
  expect(read(value)).toEqual(expected);
});

it.each<[string, (value: JsonValue) => unknown, JsonValue, string]>([
  ['a text', (A) => reading({ A }).text('A'), {}, 'property A must be a string, not {}'],
  ['a whole number', (A) => reading({ A }).integer('A'), '1.5', 'property A must be a whole number, not "1.5"'],
  ['a whole number', (A) => reading({ A }).integer('A'), '9'.repeat(20), 'property A must be a whole number'],
  ['a flag', (A) => reading({ A }).flag('A'), 'yes', 'property A must be true or false, not "yes"'],
  ['an object', (A) => reading({ A }).object('A'), '[]', 'property A must be an object, not "[]"'],
  ['a list', (A) => reading({ A }).list('A'), 'a', 'property A must be a list, not "a"'],
  ['a list of texts', (A) => reading({ A }).texts('A'), [1], 'property A must be a list of strings, not [1]'],
  ['a list of objects', (A) => reading({ A }).each('A', []), ['a'], 'property A must be a list of objects, not ["a"]'],
  ['texts by name', (A) => reading({ A }).textMap('A'), { B: [] }, 'Resource Thing A: property B must be a string.'],
  [
    'a number within a range',
    (A) => reading({ A }).integer('A', { min: 1, max: 3 }),
    4,
    'property A must be from 1 to 3, not 4',
  ],
])('refuses what is not %s', (_, read, value, sentence) => {
  expect(thrownBy(() => read(value))).toMatchObject({
    code: 'PROPERTY_INVALID',
    message: expect.stringContaining(sentence),
  });
});

it('gives nothing for a property that is not there', () => {
  expect(reading({}).text('constructor')).toBeUndefined();
});

it('refuses the lack of a property that is required', () => {
  expect(() => reading({}).required.text('A')).toThrow('Resource Thing: property A is required.');
});

it('refuses an empty text where one is required', () => {
  expect(() => reading({ A: '' }).required.text('A')).toThrow('Resource Thing: property A must not be empty.');
  expect(reading({ A: '' }).text('A')).toBe('');
});

it('says of a value that AWS does not have that it is invalid', () => {
  expect(thrownBy(() => reading({ A: 'c' }).oneOf('A', ['a', 'b']))).toMatchObject({
    code: 'PROPERTY_INVALID',
    message: 'Resource Thing: property A must be one of a, b, not c.',
  });
});

it('says of a value that the engine does not have that it is unsupported', () => {
  expect(thrownBy(() => reading({ A: 'c' }).choice('A', ['a', 'b']))).toMatchObject({
    code: 'UNSUPPORTED_VALUE',
    message: 'Resource Thing: property A must be one of a, b, not c.',
  });
});

it('names the way to an object inside', () => {
  const [item] = reading({ A: { B: [{}] } })
    .required.inside('A', ['B'])
    .required.each('B', ['C']);

  expect(() => item?.required.text('C')).toThrow('Resource Thing A.B[0]: property C is required.');
});

it('refuses by name what is not supported of an object inside', () => {
  expect(thrownBy(() => reading({ A: { B: 1, D: 2 } }).inside('A', ['B', 'C']))).toMatchObject({
    code: 'UNSUPPORTED_PROPERTY',
    message: 'Resource Thing A has the property D, which the engine does not support; it supports B, C.',
  });
});
