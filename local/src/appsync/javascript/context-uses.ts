// Which parts of its context a handler looks at, as far as that can be seen: what it cannot look at is not copied for it.
import type { AnyNode, Pattern, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import type { Handler } from './javascript';
import { type AnyFunction, type FunctionBindings, functionBindings } from './lint/function-bindings';

/** The names of the parts; `all` where the context may go anywhere. */
export type Uses = ReadonlySet<string> | 'all';

/** What each handler looks at. */
export type ContextUses = ReadonlyMap<Handler, Uses>;

/**
 * @param program the code, parsed
 * @param handlers those that it exports
 */
export function contextUses(program: Program, handlers: Iterable<Handler>): ContextUses {
  const reading = new Reading(program);
  return new Map([...handlers].map((handler) => [handler, reading.usesOf(handler)] as const));
}

/** Where a name stands in the place of its value. */
interface Occurrence {
  readonly node: AnyNode;
  /** From the outermost. */
  readonly ancestors: readonly AnyNode[];
}

/** Follows a parameter through the functions that it is handed to. */
class Reading {
  readonly #program: Program;
  readonly #bindings: FunctionBindings;
  readonly #occurrences = new Map<string, Occurrence[]>();
  /** Names that stand for something else after a while. */
  readonly #assigned = new Set<string>();
  /** Can it be told at all what names stand for? */
  #isPlain = true;
  readonly #known = new Map<AnyFunction, Map<number, Uses>>();

  constructor(program: Program) {
    this.#program = program;
    this.#bindings = functionBindings(program);
    fullAncestor(program, (node, _state, ancestors) => this.#note(node, ancestors));
    // Every parameter can be reached by it.
    if (this.#occurrences.has('arguments')) this.#isPlain = false;
  }

  usesOf(handler: Handler): Uses {
    const handles = this.#isPlain ? this.#handlerOf(handler) : undefined;
    return handles ? this.#usesOf(handles, 0) : 'all';
  }

  #note(node: AnyNode, ancestors: readonly AnyNode[]): void {
    if (node.type === 'Identifier') {
      const others = this.#occurrences.get(node.name) ?? [];
      this.#occurrences.set(node.name, others);
      others.push({ node, ancestors: ancestors.slice(0, -1) });
    }
    if (node.type === 'AssignmentExpression') this.#assign(node.left);
    if (
      (node.type === 'ForOfStatement' || node.type === 'ForInStatement') &&
      node.left.type !== 'VariableDeclaration'
    ) {
      this.#assign(node.left);
    }
  }

  #assign(target: Pattern): void {
    if (target.type === 'Identifier') this.#assigned.add(target.name);
    else if (target.type !== 'MemberExpression') this.#isPlain = false;
  }

  #handlerOf(handler: Handler): AnyFunction | undefined {
    for (const node of this.#program.body) {
      if (node.type !== 'ExportNamedDeclaration') continue;
      if (node.declaration?.type === 'FunctionDeclaration' && node.declaration.id.name === handler) {
        return this.#assigned.has(handler) ? undefined : node.declaration;
      }
      const named = node.specifiers.find(({ exported }) => exported.type === 'Identifier' && exported.name === handler);
      if (named) return this.#functionOf(named.local, [this.#program]);
    }
    return undefined;
  }

  #functionOf(node: AnyNode, ancestors: readonly AnyNode[]): AnyFunction | undefined {
    if (node.type !== 'Identifier' || this.#assigned.has(node.name)) return undefined;
    return this.#bindings.functionOf(node, ancestors);
  }

  /** What a function looks at of one of its parameters. */
  #usesOf(called: AnyFunction, index: number): Uses {
    const known = this.#known.get(called) ?? new Map<number, Uses>();
    this.#known.set(called, known);
    const uses = known.get(index);
    if (uses) return uses;
    // Of one that calls itself it cannot be told.
    known.set(index, 'all');
    const found = this.#found(called, index);
    known.set(index, found);
    return found;
  }

  #found(called: AnyFunction, index: number): Uses {
    const parameters = called.params.slice(0, index + 1);
    const parameter = parameters[index];
    if (parameters.some(({ type }) => type === 'RestElement')) return 'all';
    if (!parameter) return new Set();
    if (parameter.type !== 'Identifier') return membersOf(parameter);
    const found = new Set<string>();
    for (const { node, ancestors } of this.#occurrences.get(parameter.name) ?? []) {
      const uses = ancestors.includes(called) && node !== parameter ? this.#usedBy(node, ancestors) : new Set<string>();
      if (uses === 'all') return 'all';
      for (const name of uses) found.add(name);
    }
    return found;
  }

  /** What is looked at where the whole parameter stands. */
  #usedBy(node: AnyNode, ancestors: readonly AnyNode[]): Uses {
    const parent = ancestors.at(-1);
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      if (!parent.computed && parent.property.type === 'Identifier') return new Set([parent.property.name]);
      return parent.property.type === 'Literal' ? new Set([String(parent.property.value)]) : 'all';
    }
    if (parent?.type === 'VariableDeclarator' && parent.init === node) return membersOf(parent.id);
    if (parent?.type !== 'CallExpression') return 'all';
    const called = this.#functionOf(parent.callee, ancestors);
    const index = parent.arguments.findIndex((argument) => argument === node);
    const isSpread = parent.arguments.slice(0, index).some(({ type }) => type === 'SpreadElement');
    return called && index >= 0 && !isSpread ? this.#usesOf(called, index) : 'all';
  }
}

/** What `{ args, env: { REGION } }` takes. */
function membersOf(pattern: Pattern): Uses {
  if (pattern.type !== 'ObjectPattern') return 'all';
  const names = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return 'all';
    names.add(property.key.name);
  }
  return names;
}
