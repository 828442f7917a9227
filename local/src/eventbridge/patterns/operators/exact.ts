// `["a", 1, true, null]`: the value itself.
import { addressOf } from './address';
import type { Leaf, Matcher } from './matcher';

/** Numbers are equal by value, however they are written, and so are addresses. */
export function exact(expected: Leaf): Matcher {
  const address = typeof expected === 'string' ? addressOf(expected) : undefined;
  if (!address) return (leaf) => leaf === expected;
  return (leaf) => {
    const other = typeof leaf === 'string' ? addressOf(leaf) : undefined;
    return other?.bits === address.bits && other.value === address.value;
  };
}
