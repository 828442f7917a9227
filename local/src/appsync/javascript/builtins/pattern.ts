// Patterns of Java, on which `util.matches` and `String.replace` are based, as patterns of JavaScript.
import { MAX_PATTERN_LENGTH } from '../limits';
import { BuiltinError, type Builtins, requireText } from './builtin';

/**
 * What the prelude calls to make a JavaScript pattern (flag `u`) and replacement of Java's:
 * https://docs.oracle.com/javase/8/docs/api/java/util/regex/Pattern.html
 */
export const pattern: Builtins = {
  'java.pattern': ([source]) => translatePattern(requireText(source, 'A pattern')),
  'java.replacement': ([replacement]) => translateReplacement(requireText(replacement, 'A replacement')),
};

/** Quoted text, a category, another escape, a class, an anchor or a dot. */
const TOKEN = /\\Q([\s\S]*?)(?:\\E|$)|\\[pP](?:\{[^}]*\}|.)|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[$.]/g;
const CATEGORY = /^\\[pP]\{[A-Z][a-z]?\}$/;
const SYNTAX = /[$()*+.?[\\\]^{|}/]/;
const LETTER_OR_DIGIT = /[A-Za-z0-9]/;
/** Escapes that mean the same in both languages. */
const SAME = /^\\(?:[1-9dDwWbBtnrfk]|[xuc])$/;
/** Java's line terminators; its `$` also matches before a last one. */
const LINE_END = String.raw`(?=(?:\r\n|[\n\r\u0085\u2028\u2029])?(?![\s\S]))`;
const SPACES = String.raw` \t\n\x0B\f\r`;
const TRANSLATED: ReadonlyMap<string, string> = new Map([
  ['$', LINE_END],
  ['.', String.raw`[^\n\r\u0085\u2028\u2029]`],
  [String.raw`\A`, String.raw`(?<![\s\S])`],
  [String.raw`\z`, String.raw`(?![\s\S])`],
  [String.raw`\Z`, LINE_END],
  [String.raw`\s`, `[${SPACES}]`],
  [String.raw`\S`, `[^${SPACES}]`],
]);

function translatePattern(source: string): string {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new BuiltinError(`A pattern has at most ${MAX_PATTERN_LENGTH} characters in the local engine.`);
  }
  return source.replace(TOKEN, (token: string, quoted?: string) => {
    if (quoted !== undefined) return quoted.replace(new RegExp(SYNTAX, 'g'), String.raw`\$&`);
    return TRANSLATED.get(token) ?? (token.startsWith('[') ? translateClass(token) : translateEscape(token));
  });
}

function translateEscape(token: string): string {
  if (SAME.test(token) || CATEGORY.test(token)) return token;
  const character = token.slice(1);
  if (LETTER_OR_DIGIT.test(character)) throw unsupported(token);
  return SYNTAX.test(character) ? token : character;
}

/** Java's classes can hold classes and intersections, which mean other things in JavaScript. */
function translateClass(token: string): string {
  const members = token.slice(token.startsWith('[^') ? 2 : 1, -1);
  const bare = members.replace(/\\[\s\S]/g, '');
  if (members === '' || bare.includes('[') || bare.includes('&&')) throw unsupported(token);
  const translated = members.replace(/\\[pP](?:\{[^}]*\}|.)|\\[\s\S]/g, (escape) => {
    if (escape === String.raw`\s`) return SPACES;
    return escape === String.raw`\-` ? escape : translateEscape(escape);
  });
  return `${token.startsWith('[^') ? '[^' : '['}${translated}]`;
}

function unsupported(construct: string): BuiltinError {
  return new BuiltinError(`The local engine does not support ${construct} in patterns.`);
}

/** `$1` and `${name}` are groups in Java, and a backslash takes the meaning of what follows. */
function translateReplacement(replacement: string): string {
  return replacement.replace(/\\([\s\S])|\$\{([A-Za-z][A-Za-z0-9]*)\}|\$(\d)|[$\\]/g, (...match: string[]) => {
    const [token = '', literal, name, group] = match;
    if (literal !== undefined) return literal === '$' ? '$$' : literal;
    if (name !== undefined) return `$<${name}>`;
    if (group !== undefined) return group === '0' ? '$&' : token;
    throw new BuiltinError(`A replacement cannot have a ${token} that stands for nothing.`);
  });
}
