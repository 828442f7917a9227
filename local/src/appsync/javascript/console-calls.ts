// Where the calls of `console` stand: V8 blames the method's name; AWS the call's first character.
import type { AnyNode, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { Position } from './code-error';

/** Finds the start of a call of `console` by where V8 saw it. */
export type LocateConsoleCall = (seen: Position) => Position;

/** @param program the code, parsed with locations */
export function consoleCalls(program: Program): LocateConsoleCall {
  const calls: { readonly start: Position; readonly end: Position }[] = [];
  simple(program, {
    CallExpression: (node) => {
      if (node.loc && isConsole(node.callee)) {
        calls.push({ start: fromOne(node.loc.start), end: fromOne(node.loc.end) });
      }
    },
  });
  calls.sort((one, other) => compare(one.start, other.start));
  return (seen) => {
    return calls.findLast(({ start, end }) => compare(start, seen) <= 0 && compare(seen, end) < 0)?.start ?? seen;
  };
}

function isConsole(callee: AnyNode): boolean {
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'console';
}

/** acorn counts columns from 0. */
function fromOne({ line, column }: Position): Position {
  return { line, column: column + 1 };
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}
