// `{"equals-ignore-case": "a"}`: a string, in capitals or not.
import type { JsonObject } from '../../../foundation/json';
import { AnyCase } from './any-case';
import { invalidPattern, type Operator } from './matcher';

const NOT_A_STRING = 'equals-ignore-case match pattern must be a string';

/** @throws AwsError `InvalidEventPatternException` */
export const equalsIgnoreCase: Operator = (operand) => {
  if (typeof operand !== 'string') throw invalidPattern(NOT_A_STRING);
  const expected = new AnyCase(operand);
  return (leaf) => typeof leaf === 'string' && expected.isAllOf(leaf);
};

/**
 * The string of `{"equals-ignore-case": "a"}` inside of another operator.
 * @param outer the other operator, as the sentences name it
 * @throws AwsError `InvalidEventPatternException`
 */
export function ignoredCase(operand: JsonObject, outer: 'Prefix' | 'Suffix'): AnyCase {
  const [[name, value] = [], ...more] = Object.entries(operand);
  if (name === undefined) throw invalidPattern(`${outer} expression name not found`);
  if (name !== 'equals-ignore-case') {
    throw invalidPattern(`Unsupported ${outer.toLowerCase()} pattern: ${name}`);
  }
  if (typeof value !== 'string') throw invalidPattern(NOT_A_STRING);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  return new AnyCase(value);
}
