// `{"equals-ignore-case": "a"}`: a string, in capitals or not.
import type { JsonObject } from '../../../foundation/json';
import { invalidPattern, type Operator } from './matcher';

const NOT_A_STRING = 'equals-ignore-case match pattern must be a string';

/** @throws AwsError `InvalidEventPatternException` */
export const equalsIgnoreCase: Operator = (operand) => {
  if (typeof operand !== 'string') throw invalidPattern(NOT_A_STRING);
  const expected = operand.toLowerCase();
  return (leaf) => typeof leaf === 'string' && leaf.toLowerCase() === expected;
};

/**
 * The string, in small letters, of `{"equals-ignore-case": "a"}` inside of another operator.
 * @param outer the other operator, as the sentences name it
 * @throws AwsError `InvalidEventPatternException`
 */
export function ignoredCase(operand: JsonObject, outer: 'Prefix' | 'Suffix'): string {
  const [[name, value] = [], ...more] = Object.entries(operand);
  if (name === undefined) throw invalidPattern(`${outer} expression name not found`);
  if (name !== 'equals-ignore-case') {
    throw invalidPattern(`Unsupported ${outer.toLowerCase()} pattern: ${name}`);
  }
  if (typeof value !== 'string') throw invalidPattern(NOT_A_STRING);
  if (more.length > 0) throw invalidPattern('Only one key allowed in match expression');
  return value.toLowerCase();
}
