// What V8 says of exceptions, in fewer words.
import type { Position } from './code-error';
import { tooLarge } from './watch';

/** An exception as code's author sees it. */
export interface Description {
  readonly sentence: string;
  readonly position: Position | undefined;
}

/** Where it happened. */
export interface Place {
  readonly code: string;
  /** What a value may hold. */
  readonly memoryLimit: number;
}

const STACK_FULL = 'Maximum call stack size exceeded';
const TOO_LONG = /^Invalid (?:string|array) length$/;
const CIRCLE = /^Converting circular structure to JSON/;
const READING = /^Cannot read properties of (undefined|null) \(reading '(.*)'\)$/s;

/** @param position what V8 blames */
export function describeException(message: string, position: Position | undefined, place: Place): Description {
  if (message === STACK_FULL) return { sentence: 'stack overflow', position };
  if (TOO_LONG.test(message)) return { sentence: tooLarge(place.memoryLimit), position };
  if (CIRCLE.test(message)) return { sentence: 'circular reference', position };
  const [, owner, property] = READING.exec(message) ?? [];
  if (owner === undefined || property === undefined) return { sentence: message, position };
  const sentence = `cannot read property '${property}' of ${owner}`;
  return { sentence, position: position && operatorBefore(position, place.code) };
}

/** V8 blames the property, and we the dot before it. */
function operatorBefore({ line, column }: Position, code: string): Position {
  const text = code.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? '';
  return { line, column: text.charAt(column - 2) === '.' ? column - 1 : column };
}
