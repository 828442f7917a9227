// `{"wildcard": "a*b"}`: a string in which `*` stands for any characters, or none.
import { invalidPattern, type Matcher, type Operator } from './matcher';

/** @throws AwsError `InvalidEventPatternException` */
export const wildcard: Operator = (operand) => {
  if (typeof operand !== 'string') throw invalidPattern('wildcard match pattern must be a string');
  return matcherOf(literalsOf(operand));
};

/** What stands between the asterisks. `\*` and `\\` stand for `*` and `\`. */
function literalsOf(pattern: string): readonly string[] {
  const literals = [''];
  const append = (text: string) => literals.push((literals.pop() ?? '') + text);
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (character === '*' && next === '*') {
      throw invalidPattern(`Consecutive wildcard characters at pos ${position(pattern, at)}`);
    }
    if (character === '\\' && next !== '*' && next !== '\\') {
      throw invalidPattern(`Invalid escape character at pos ${position(pattern, at)}`);
    }
    if (character === '*') literals.push('');
    else append(character === '\\' ? next : character);
    if (character === '\\') at += 1;
  }
  return literals;
}

/** EventBridge counts bytes, and the quote before the first. */
function position(pattern: string, at: number): number {
  return Buffer.byteLength(`"${pattern.slice(0, at)}`);
}

/** Every literal is taken where it first occurs: no text is read twice. */
function matcherOf(literals: readonly string[]): Matcher {
  const [first = '', ...others] = literals;
  const last = others.pop();
  if (last === undefined) return (leaf) => leaf === first;
  return (leaf) => {
    if (typeof leaf !== 'string' || !leaf.startsWith(first)) return false;
    let end = first.length;
    for (const literal of others) {
      const start = leaf.indexOf(literal, end);
      if (start < 0) return false;
      end = start + literal.length;
    }
    return leaf.length - last.length >= end && leaf.endsWith(last);
  };
}
