// Patterns of Java's DateTimeFormatter: https://docs.oracle.com/javase/8/docs/api/java/time/format/DateTimeFormatter.html#patterns
import { BuiltinError } from './builtin';

/** A piece of a pattern. */
export type PatternPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  /** `[…]`, which may be missing in what is parsed. */
  | { readonly kind: 'optional'; readonly parts: readonly PatternPart[] };

/** Characters of a pattern, or of a text to parse. Ours. */
export const MAX_DATE_TIME_LENGTH = 200;

/** The fields that the engine knows, and how often their letter may stand. */
const MAX_COUNT: ReadonlyMap<string, number> = new Map([
  ...(['y', 'u'] as const).map((letter) => [letter, 9] as const),
  ...(['M', 'L', 'E', 'Q', 'q', 'G'] as const).map((letter) => [letter, 4] as const),
  ...(['d', 'h', 'H', 'k', 'K', 'm', 's', 'V'] as const).map((letter) => [letter, 2] as const),
  ...(['X', 'x', 'Z'] as const).map((letter) => [letter, 5] as const),
  ...[['D', 3] as const, ['S', 9] as const, ['a', 1] as const, ['O', 4] as const, ['A', 19] as const],
  ...[['n', 9] as const],
]);

/** @throws BuiltinError for a pattern that Java refuses, or that has a field which the engine does not know */
export function readPattern(pattern: string): readonly PatternPart[] {
  if (pattern.length > MAX_DATE_TIME_LENGTH) {
    throw new BuiltinError(`A pattern has at most ${MAX_DATE_TIME_LENGTH} characters in the local engine.`);
  }
  const open: PatternPart[][] = [[]];
  const add = (part: PatternPart) => open.at(-1)?.push(part);
  for (const [token] of pattern.matchAll(/([A-Za-z])\1*|'(?:[^']|'')*(?:'|$)|[\s\S]/g)) {
    if (token === '[') open.push([]);
    else if (token === ']') closeOptional(open, pattern);
    else add(partOf(token, pattern));
  }
  // Java closes what is left open at the end.
  while (open.length > 1) closeOptional(open, pattern);
  return open[0] ?? [];
}

function closeOptional(open: PatternPart[][], pattern: string): void {
  const parts = open.length > 1 ? open.pop() : undefined;
  if (!parts) throw refused(pattern, 'it has a ] without a [');
  open.at(-1)?.push({ kind: 'optional', parts });
}

function partOf(token: string, pattern: string): PatternPart {
  if (/^[A-Za-z]/.test(token)) return fieldOf(token, pattern);
  if (/^[{}#]$/.test(token)) throw refused(pattern, `${token} is reserved`);
  if (!token.startsWith("'")) return { kind: 'text', text: token };
  if (token.length === 1 || !token.endsWith("'")) throw refused(pattern, 'a string literal does not end');
  return { kind: 'text', text: token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'") };
}

function fieldOf(token: string, pattern: string): PatternPart {
  const letter = token.charAt(0);
  const most = MAX_COUNT.get(letter);
  if (most === undefined) {
    throw refused(pattern, `the local engine does not know the field ${letter}`);
  }
  const wrong = token.length > most || (letter === 'V' && token.length !== 2);
  if (wrong || (letter === 'O' && ![1, 4].includes(token.length))) throw refused(pattern, `too many letters: ${token}`);
  return { kind: 'field', letter, count: token.length };
}

function refused(pattern: string, why: string): BuiltinError {
  return new BuiltinError(`The pattern ${JSON.stringify(pattern)} is not accepted: ${why}.`);
}
