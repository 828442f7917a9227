// `{"exists": true}` and `{"exists": false}`: is there a leaf at all?
import type { JsonValue } from '../../../foundation/json';
import { invalidPattern } from './matcher';

/**
 * @returns whether there must be one
 * @throws AwsError `InvalidEventPatternException`
 */
export function mustExist(operand: JsonValue): boolean {
  if (typeof operand === 'boolean') return operand;
  throw invalidPattern('exists match pattern must be either true or false.');
}
