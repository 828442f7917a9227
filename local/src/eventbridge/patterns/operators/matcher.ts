// What every operator of an event pattern is made of.
import { AwsError } from '../../../foundation/errors';
import type { JsonValue } from '../../../foundation/json';

/** A value of an event that holds no other value. */
export type Leaf = string | number | boolean | null;

/** Says whether a leaf is what the pattern asks for. */
export type Matcher = (leaf: Leaf) => boolean;

/**
 * Reads what stands behind an operator's name in a pattern.
 * @throws AwsError `InvalidEventPatternException`
 */
export type Operator = (operand: JsonValue) => Matcher;

/** The sentence is EventBridge's own, without the place in the pattern's text, which a parsed pattern does not have. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
