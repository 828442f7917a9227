// `{"numeric": [">", 0, "<=", 5]}`: a number, or where it lies.
import { isJsonArray, type JsonArray, type JsonValue } from '../../../foundation/json';
import { invalidPattern, type Matcher, type Operator } from './matcher';

const COMPARISONS: ReadonlyMap<string, (one: number, other: number) => boolean> = new Map([
  ['=', (one, other) => one === other],
  ['<', (one, other) => one < other],
  ['<=', (one, other) => one <= other],
  ['>', (one, other) => one > other],
  ['>=', (one, other) => one >= other],
]);

const LOWER_BOUNDS = ['>', '>='];
const UPPER_BOUNDS = ['<', '<='];

/** @throws AwsError `InvalidEventPatternException` */
export const numeric: Operator = (operand) => {
  if (!isJsonArray(operand)) throw invalidPattern('Value of numeric must be an array.');
  const [operator, value, ...rest] = operand;
  if (typeof operator !== 'string') throw invalidPattern(`Invalid member in numeric match: ${written(operator)}`);
  const first = comparison(operator, value);
  if (rest.length === 0) return first.matcher;
  if (!LOWER_BOUNDS.includes(operator)) throw invalidPattern('Too many elements in numeric expression');
  return range(first, rest);
};

/** A comparison with a number. */
interface Bound {
  readonly value: number;
  readonly matcher: Matcher;
}

function range(lower: Bound, [operator, value, ...rest]: JsonArray): Matcher {
  if (typeof operator !== 'string') throw invalidPattern(`Bad value in numeric range: ${written(operator)}`);
  if (!UPPER_BOUNDS.includes(operator)) throw invalidPattern(`Bad numeric range operator: ${operator}`);
  const upper = comparison(operator, value);
  if (rest.length > 0) throw invalidPattern('Too many terms in numeric range expression');
  if (lower.value >= upper.value) throw invalidPattern('Bottom must be less than top');
  return (leaf) => lower.matcher(leaf) && upper.matcher(leaf);
}

function comparison(operator: string, value: JsonValue | undefined): Bound {
  const compare = COMPARISONS.get(operator);
  if (!compare) throw invalidPattern(`Unrecognized numeric range operator: ${operator}`);
  if (typeof value !== 'number') {
    throw invalidPattern(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  }
  requireComparable(value);
  return { value, matcher: (leaf) => Number.isFinite(leaf) && compare(Number(leaf), value) };
}

/**
 * Numbers have the range of Java's `double`: https://github.com/aws/event-ruler#numeric-matching
 * @throws AwsError `InvalidEventPatternException` for one beyond it
 */
export function requireComparable(value: number): void {
  if (!Number.isFinite(value)) throw invalidPattern(`Cannot compare number : ${value}`);
}

function written(value: JsonValue | undefined): string {
  return value === undefined ? ']' : JSON.stringify(value);
}
