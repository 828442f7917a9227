// Functions that call themselves, directly or through others, as AWS's rule `no-recursion` finds them.
import type { AnyNode, CallExpression, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import { type AnyFunction, type FunctionBindings, isFunction } from './function-bindings';
import type { Objection } from './objection';

/** A call of one of the code's own functions. */
interface Call {
  readonly node: CallExpression;
  /** Nothing for a call of the module's own body. */
  readonly caller: AnyFunction | undefined;
  readonly callee: AnyFunction;
  /** Is it in the arguments of another one? The rule follows those from their own place alone. */
  readonly isWithinCall: boolean;
}

type Calls = ReadonlyMap<AnyFunction, ReadonlySet<AnyFunction>>;

/** The calls that lead into a circle, each with the first circle that it leads into. */
export function recursions(program: Program, bindings: FunctionBindings): readonly Objection[] {
  const names = new Map<AnyFunction, string>();
  const calls: Call[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    if (isFunction(node)) names.set(node, nameOf(node, ancestors.at(-2)));
    if (node.type !== 'CallExpression') return;
    const callee = bindings.functionOf(node.callee, ancestors);
    if (callee && node.callee.type === 'Identifier') calls.push({ node, callee, ...placeOf(ancestors) });
  });
  const outgoing = outgoingCalls(calls);
  return calls.flatMap(({ node, caller, callee }) => {
    const circle = new Walk(outgoing, caller).circleFrom(callee);
    if (!circle) return [];
    const path = circle.map((each) => names.get(each) ?? 'Unknown').join(' <-');
    const message = `Recursive function calls not supported. Detected cycle in ${path}`;
    return [{ node, complaint: { rule: '@aws-appsync/no-recursion', message } }];
  });
}

function placeOf(ancestors: readonly AnyNode[]): Pick<Call, 'caller' | 'isWithinCall'> {
  const index = ancestors.findLastIndex(isFunction);
  const caller = ancestors.find((ancestor, at): ancestor is AnyFunction => at === index && isFunction(ancestor));
  return { caller, isWithinCall: ancestors.slice(index + 1, -1).some(({ type }) => type === 'CallExpression') };
}

function outgoingCalls(calls: readonly Call[]): Calls {
  const outgoing = new Map<AnyFunction, Set<AnyFunction>>();
  for (const { isWithinCall, caller, callee } of calls) {
    if (caller && !isWithinCall) outgoing.set(caller, (outgoing.get(caller) ?? new Set()).add(callee));
  }
  return outgoing;
}

/** Walks the calls from a function on, each function once, until one is met again that is still under way. */
class Walk {
  readonly #path: AnyFunction[] = [];
  readonly #underWay = new Set<AnyFunction>();
  readonly #done = new Set<AnyFunction>();
  readonly #outgoing: Calls;

  constructor(outgoing: Calls, caller: AnyFunction | undefined) {
    this.#outgoing = outgoing;
    if (caller) this.#enter(caller);
  }

  circleFrom(from: AnyFunction): readonly AnyFunction[] | undefined {
    if (this.#underWay.has(from)) return [...this.#path.slice(this.#path.indexOf(from)), from];
    if (this.#done.has(from)) return undefined;
    this.#enter(from);
    for (const next of this.#outgoing.get(from) ?? []) {
      const circle = this.circleFrom(next);
      if (circle) return circle;
    }
    this.#path.pop();
    this.#underWay.delete(from);
    this.#done.add(from);
    return undefined;
  }

  #enter(each: AnyFunction): void {
    this.#path.push(each);
    this.#underWay.add(each);
  }
}

function nameOf(node: AnyFunction, parent: AnyNode | undefined): string {
  if ('id' in node && node.id && node.type === 'FunctionDeclaration') return node.id.name;
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  return node.type === 'ArrowFunctionExpression' ? 'Anonymous Arrow Function' : 'Anonymous Function';
}
