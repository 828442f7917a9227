// Loops that count their iterations, as AppSync ends a loop after so many.
import type { ForInStatement, ForOfStatement, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { Edit } from './edits';

/**
 * The edits that make every loop call `start` and `step` of a counter.
 * @param counter the counter's name
 */
export function countedLoops(program: Program, counter: string): readonly Edit[] {
  const edits: Edit[] = [];
  let count = 0;
  const add = (loop: ForInStatement | ForOfStatement): void => {
    edits.push(...editsOf(loop, `${counter}.start(${count})`, `${counter}.step(${count});`));
    count += 1;
  };
  simple(program, { ForInStatement: add, ForOfStatement: add });
  return edits;
}

function editsOf({ body, right }: ForInStatement | ForOfStatement, start: string, step: string): readonly Edit[] {
  const head = [insert(right.start, `(${start}, `), insert(right.end, ')')];
  if (body.type === 'BlockStatement') return [...head, insert(body.start + 1, step)];
  return [...head, insert(body.start, `{${step}`), insert(body.end, '}')];
}

function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
