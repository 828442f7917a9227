// `{"prefix": "a"}` and `{"prefix": {"equals-ignore-case": "a"}}`: how a string begins.
import { isJsonObject } from '../../../foundation/json';
import { ignoredCase } from './equals-ignore-case';
import { invalidPattern, type Operator } from './matcher';

/** @throws AwsError `InvalidEventPatternException` */
export const prefix: Operator = (operand) => {
  if (isJsonObject(operand)) {
    const start = ignoredCase(operand, 'Prefix');
    return (leaf) => typeof leaf === 'string' && start.isStartOf(leaf);
  }
  if (typeof operand !== 'string') throw invalidPattern('prefix match pattern must be a string');
  return (leaf) => typeof leaf === 'string' && leaf.startsWith(operand);
};
