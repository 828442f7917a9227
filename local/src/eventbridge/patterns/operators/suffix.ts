// `{"suffix": "a"}` and `{"suffix": {"equals-ignore-case": "a"}}`: how a string ends.
import { isJsonObject } from '../../../foundation/json';
import { ignoredCase } from './equals-ignore-case';
import { invalidPattern, type Operator } from './matcher';

/** @throws AwsError `InvalidEventPatternException` */
export const suffix: Operator = (operand) => {
  if (isJsonObject(operand)) {
    const end = ignoredCase(operand, 'Suffix');
    return (leaf) => typeof leaf === 'string' && end.isEndOf(leaf);
  }
  if (typeof operand !== 'string') throw invalidPattern('suffix match pattern must be a string');
  return (leaf) => typeof leaf === 'string' && leaf.endsWith(operand);
};
