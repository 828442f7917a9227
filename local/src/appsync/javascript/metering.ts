// Code that tells how far it has got: AppSync ends a loop after so many iterations, and the engine an evaluation that takes
// too long or makes too much.
import type { AnyNode, ForInStatement, ForOfStatement, Function as FunctionNode, Pattern, Program } from 'acorn';
import { simple } from 'acorn-walk';
import type { Edit } from './edits';

/**
 * The edits that make the code call a meter: `call` in every function, `start` and `step` in every loop, and `items` with
 * whatever is spread or taken apart into a list.
 * @param meter the meter's name
 */
export function metered(program: Program, meter: string): readonly Edit[] {
  const edits: Edit[] = [];
  let loops = 0;
  const loop = (node: ForInStatement | ForOfStatement): void => {
    edits.push(...loopEdits(node, `${meter}.start(${loops})`, `${meter}.step(${loops});`));
    loops += 1;
  };
  const items = (node: AnyNode): void => {
    edits.push(...around(node, `${meter}.items(`));
  };
  simple(program, {
    ForInStatement: loop,
    ForOfStatement: loop,
    Function: (node) => {
      edits.push(...callEdits(node, `${meter}.call()`));
    },
    SpreadElement: ({ argument }) => items(argument),
    VariableDeclarator: ({ id, init }) => {
      if (init && takesTheRest(id)) items(init);
    },
  });
  return edits;
}

function loopEdits({ body, right }: ForInStatement | ForOfStatement, start: string, step: string): readonly Edit[] {
  const head = around(right, `(${start}, `);
  if (body.type === 'BlockStatement') return [...head, insert(body.start + 1, step)];
  return [...head, insert(body.start, `{${step}`), insert(body.end, '}')];
}

function callEdits({ body }: FunctionNode, call: string): readonly Edit[] {
  return body.type === 'BlockStatement' ? [insert(body.start + 1, `${call};`)] : around(body, `(${call}, `);
}

function takesTheRest(pattern: Pattern): boolean {
  return pattern.type === 'ArrayPattern' && pattern.elements.at(-1)?.type === 'RestElement';
}

function around({ start, end }: AnyNode, before: string): readonly Edit[] {
  return [insert(start, before), insert(end, ')')];
}

function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
