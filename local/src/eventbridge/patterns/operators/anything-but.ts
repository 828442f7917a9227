// `{"anything-but": "a"}`: a leaf that something does not match. There must be one.
import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../../../foundation/json';
import { equalsIgnoreCase } from './equals-ignore-case';
import { invalidPattern, type Matcher, type Operator } from './matcher';
import { requireComparable } from './numeric';
import { prefix } from './prefix';
import { suffix } from './suffix';
import { wildcard } from './wildcard';

const NOT_A_VALUE = 'Value of anything-but must be an array or single string/number value.';
const TOO_MANY = 'Too many elements in numeric expression';

/** What may stand inside, and what EventBridge says of an operand that is not a string. */
const INNER: ReadonlyMap<string, { readonly operator: Operator; readonly notAString: string }> = new Map([
  ['prefix', { operator: affix(prefix), notAString: 'prefix/suffix match pattern must be a string' }],
  ['suffix', { operator: affix(suffix), notAString: 'prefix/suffix match pattern must be a string' }],
  ['wildcard', { operator: wildcard, notAString: 'wildcard match pattern must be a string' }],
  [
    'equals-ignore-case',
    {
      operator: equalsIgnoreCase,
      notAString: 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
    },
  ],
]);

/** @throws AwsError `InvalidEventPatternException` */
export const anythingBut: Operator = (operand) => {
  if (isJsonObject(operand)) return inverted(inner(operand));
  if (isJsonArray(operand)) return different(operand);
  if (typeof operand === 'string' || typeof operand === 'number') return different([operand]);
  throw invalidPattern(NOT_A_VALUE);
};

function inverted(matchers: readonly Matcher[]): Matcher {
  return (leaf) => !matchers.some((matches) => matches(leaf));
}

function different(operand: JsonArray): Matcher {
  const values = new Set<JsonValue>(operand);
  const types = new Set(operand.map((value) => (value === null ? 'null' : typeof value)));
  if ([...types].some((type) => type !== 'string' && type !== 'number')) {
    throw invalidPattern('Inside anything but list, start|null|boolean is not supported.');
  }
  if (types.size !== 1) {
    throw invalidPattern(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
  }
  operand.filter((value) => typeof value === 'number').forEach(requireComparable);
  return (leaf) => !values.has(leaf);
}

function inner(operand: JsonObject): readonly Matcher[] {
  const [[name, value] = [], ...more] = Object.entries(operand);
  if (name === undefined || value === undefined) throw invalidPattern('Anything-But expression name not found');
  const found = INNER.get(name);
  if (!found) throw invalidPattern(`Unsupported anything-but pattern: ${name}`);
  if (isJsonObject(value) || value === null || typeof value === 'boolean') throw invalidPattern(NOT_A_VALUE);
  const matchers = (isJsonArray(value) ? value : [value]).map((single) => {
    if (typeof single !== 'string') throw invalidPattern(found.notAString);
    return found.operator(single);
  });
  if (more.length > 0) throw invalidPattern(TOO_MANY);
  return matchers;
}

/** Nothing would be left if every string had what is excluded. */
function affix(operator: Operator): Operator {
  return (operand) => {
    if (operand === '') throw invalidPattern('Null prefix/suffix not allowed');
    return operator(operand);
  };
}
