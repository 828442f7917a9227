// Code that tells how far it has got: AppSync ends a loop after so many iterations, and the engine an evaluation that takes
// too long or makes too much.
import type {
  AnyNode,
  AssignmentExpression,
  BinaryExpression,
  ForInStatement,
  ForOfStatement,
  Function as FunctionNode,
  Pattern,
  Program,
} from 'acorn';
import { base, type RecursiveVisitors, simple, type SimpleVisitors } from 'acorn-walk';
import type { Edit } from './text-edits';

/**
 * The edits that make the code call a meter: `call` in every function, `start` and `step` in every loop, `checkList` and
 * `checkMembers` with whatever is spread, and `checkSum` with whatever is put together. A pattern that takes the rest of a
 * value takes it from the value's member `list` or `members`.
 * @param meter the meter's name
 */
export function metered(program: Program, meter: string): readonly Edit[] {
  const metering = new Metering(meter);
  simple(program, metering.visitors, WALK);
  return metering.edits();
}

/** The template that is handed to a function is no text. */
const WALK: RecursiveVisitors<unknown> = {
  ...base,
  TaggedTemplateExpression: (node, state, visit) => {
    for (const part of [node.tag, ...node.quasi.expressions]) visit(part, state);
  },
};

class Metering {
  readonly visitors: SimpleVisitors<unknown> = {
    ForInStatement: (node) => {
      this.#loop(node);
      this.#around(node.right, `${this.#meter}.checkMembers(`);
    },
    ForOfStatement: (node) => this.#loop(node),
    Function: (node) => this.#call(node),
    ArrayExpression: ({ elements }) => this.#spread(elements, 'checkList'),
    CallExpression: (node) => this.#spread(node.arguments, 'checkList'),
    NewExpression: (node) => this.#spread(node.arguments, 'checkList'),
    ObjectExpression: ({ properties }) => this.#spread(properties, 'checkMembers'),
    ArrayPattern: (node) => this.#rest(node, node.elements, 'list'),
    ObjectPattern: (node) => this.#rest(node, node.properties, 'members'),
    AssignmentExpression: (node) => this.#assignment(node),
    BinaryExpression: (node) => this.#sum(node, '+'),
    TemplateLiteral: (node) => this.#around(node, `${this.#meter}.checkSum(`),
  };
  readonly #meter: string;
  readonly #openings: Edit[] = [];
  readonly #closings: Edit[] = [];
  #loops = 0;

  constructor(meter: string) {
    this.#meter = meter;
  }

  /** Where one ends, another begins; of those that begin at one place, the outermost has been seen last. */
  edits(): readonly Edit[] {
    return [...this.#closings, ...this.#openings.toReversed()];
  }

  #loop({ body, right }: ForInStatement | ForOfStatement): void {
    this.#around(right, `(${this.#meter}.start(${this.#loops}), `);
    const step = `${this.#meter}.step(${this.#loops});`;
    if (body.type === 'BlockStatement') this.#open(body.start + 1, step);
    else this.#around(body, `{${step}`, '}');
    this.#loops += 1;
  }

  #call({ body }: FunctionNode): void {
    if (body.type === 'BlockStatement') this.#open(body.start + 1, `${this.#meter}.call();`);
    else this.#around(body, `(${this.#meter}.call(), `);
  }

  #spread(parts: readonly (AnyNode | null)[], check: string): void {
    for (const part of parts) {
      if (part?.type === 'SpreadElement') this.#around(part.argument, `${this.#meter}.${check}(`);
    }
  }

  #rest(pattern: Pattern, parts: readonly (AnyNode | null)[], member: string): void {
    if (parts.at(-1)?.type === 'RestElement') this.#around(pattern, `{[${this.#meter}.${member}]: `, '}');
  }

  /** A pattern in braces cannot begin a statement. */
  #assignment(node: AssignmentExpression): void {
    if (node.left.type === 'ArrayPattern') this.#around(node, '(');
    this.#sum(node, '+=');
  }

  #sum(node: AssignmentExpression | BinaryExpression, operator: string): void {
    if (node.operator === operator) this.#around(node, `${this.#meter}.checkSum(`);
  }

  #around({ start, end }: AnyNode, before: string, after = ')'): void {
    this.#open(start, before);
    this.#closings.push({ start: end, end, text: after });
  }

  #open(at: number, text: string): void {
    this.#openings.push({ start: at, end: at, text });
  }
}
