// `["a", 1, true, null]`: the value itself.
import type { Leaf, Matcher } from './matcher';

/** Numbers are equal by value, however they are written. */
export function exact(expected: Leaf): Matcher {
  return (leaf) => leaf === expected;
}
