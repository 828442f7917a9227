// Whether a module can keep something from one evaluation to the next. One that cannot is run once, and not anew for each.
import type { AnyNode, CallExpression, MemberExpression, Program } from 'acorn';
import { full, fullAncestor } from 'acorn-walk';

/** What changes the value that it is a method of, or is given first. Nothing else in APPSYNC_JS does. */
const CHANGING: ReadonlySet<string> = new Set([
  ...['assign', 'fill', 'pop', 'push', 'reverse', 'shift', 'sort', 'splice', 'unshift'],
]);
/** What is called by the language itself, where a value is made a text or a number. */
const CONVERTING: ReadonlySet<string> = new Set(['toString', 'valueOf', 'toJSON']);
/** What calls a function as a method of its second argument. */
const CALLING: ReadonlySet<string> = new Set([
  ...['every', 'filter', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'forEach', 'map', 'some'],
]);
const HANDLERS: ReadonlySet<string> = new Set(['request', 'response']);

/**
 * Is it certain that an evaluation leaves nothing behind? So it is when the module's own statements only declare, and no code in it changes
 * anything but its local variables and the stash. What cannot be told is taken for a change.
 * @param program the code, parsed and linted
 */
export function isStateless(program: Program): boolean {
  return program.body.every(isDeclaration) && !new Changes(program).areFound;
}

/** A statement that makes the same whenever it runs, and does nothing else. */
function isDeclaration(node: AnyNode): boolean {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'FunctionDeclaration':
      return true;
    case 'ExportNamedDeclaration':
      return !node.declaration || isDeclaration(node.declaration);
    case 'VariableDeclaration':
      return node.declarations.every(({ id, init }) => id.type === 'Identifier' && (!init || isConstant(init)));
    default:
      return false;
  }
}

/** A value that is the same whenever it is made. No function is called for it. */
function isConstant(node: AnyNode): boolean {
  switch (node.type) {
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
    case 'Identifier':
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every(isConstant);
    case 'SpreadElement':
    case 'UnaryExpression':
      return isConstant(node.argument);
    case 'BinaryExpression':
    case 'LogicalExpression':
      return isConstant(node.left) && isConstant(node.right);
    case 'ConditionalExpression':
      return [node.test, node.consequent, node.alternate].every(isConstant);
    case 'MemberExpression':
      return !node.computed && isConstant(node.object);
    case 'ArrayExpression':
      return node.elements.every((element) => element !== null && isConstant(element));
    case 'ObjectExpression':
      return node.properties.every(isConstant);
    case 'Property':
      return (
        node.kind === 'init' && !node.computed && !CONVERTING.has(nameOf(node.key) ?? '') && isConstant(node.value)
      );
    default:
      return false;
  }
}

/** Looks for whatever can change a value that is there after the evaluation. */
class Changes {
  areFound = false;
  /** Variables of the module, which outlive an evaluation. */
  readonly #own = new Set<string>();
  /** Where `Object` stands, and where it stands only for a function of it. */
  #objects = 0;
  #namedObjects = 0;

  constructor(program: Program) {
    for (const node of program.body) this.#declare(node);
    fullAncestor(program, (node, _state, ancestors, type) => {
      // A name that is declared, or given a value, is another thing than its value.
      if (type !== 'VariablePattern' && this.#isChange(node, ancestors)) this.areFound = true;
    });
    if (this.#objects !== this.#namedObjects) this.areFound = true;
  }

  #declare(node: AnyNode): void {
    if (node.type === 'FunctionDeclaration' && node.id) this.#own.add(node.id.name);
    if (node.type === 'ExportNamedDeclaration' && node.declaration) this.#declare(node.declaration);
    if (node.type !== 'VariableDeclaration') return;
    for (const { id } of node.declarations) if (id.type === 'Identifier') this.#own.add(id.name);
  }

  #isChange(node: AnyNode, ancestors: readonly AnyNode[]): boolean {
    switch (node.type) {
      case 'AssignmentExpression':
        if (node.left.type === 'Identifier') return this.#own.has(node.left.name);
        return node.left.type !== 'MemberExpression' || !isInStash(node.left, ancestors);
      case 'ForInStatement':
      case 'ForOfStatement':
        return node.left.type !== 'VariableDeclaration';
      case 'UnaryExpression':
        return node.operator === 'delete';
      case 'UpdateExpression':
      case 'TaggedTemplateExpression':
        return true;
      case 'CallExpression':
        return isCallOfAny(node);
      case 'MemberExpression':
        if (isNamed(node.object, 'Object') && !node.computed) this.#namedObjects += 1;
        return CHANGING.has(memberOf(node) ?? '');
      case 'ObjectPattern':
        return node.properties.some(
          (each) => each.type === 'Property' && (each.computed || CHANGING.has(nameOf(each.key) ?? '')),
        );
      case 'Identifier':
        if (node.name === 'Object') this.#objects += 1;
        // A handler that is called by code may be given anything for its context.
        return node.name === 'globalThis' || (HANDLERS.has(node.name) && this.#own.has(node.name));
      default:
        return false;
    }
  }
}

/** Does it call a method that nobody can name, or make one of a function that nobody can name? */
function isCallOfAny({ callee: called, arguments: given }: CallExpression): boolean {
  // `(list?.[name])(1)` is a call of a method, too.
  const callee = called.type === 'ChainExpression' ? called.expression : called;
  if (callee.type !== 'MemberExpression') return false;
  const name = memberOf(callee);
  if (name === undefined) return true;
  return CALLING.has(name) && (given.length > 1 || given.some(({ type }) => type === 'SpreadElement'));
}

/** `ctx.stash.message`, in a handler whose parameter is `ctx`: its stash is one of this evaluation's. */
function isInStash({ object }: MemberExpression, ancestors: readonly AnyNode[]): boolean {
  if (object.type !== 'MemberExpression' || memberOf(object) !== 'stash') return false;
  const context = object.object;
  if (context.type !== 'Identifier') return false;
  // The program, perhaps an export, and the function.
  const handler = ancestors.slice(1, 3).find(({ type }) => type === 'FunctionDeclaration');
  if (handler?.type !== 'FunctionDeclaration' || !HANDLERS.has(handler.id?.name ?? '')) return false;
  return isNamed(handler.params[0], context.name) && bindingsOf(context.name, handler) === 1;
}

/** How often a name is declared, or given another value. */
function bindingsOf(name: string, within: AnyNode): number {
  let count = 0;
  full(within, (node, _state, type) => {
    if (type === 'VariablePattern' && isNamed(node, name)) count += 1;
  });
  return count;
}

/** The name of a member; none where code makes it. */
function memberOf({ computed, property }: MemberExpression): string | undefined {
  return computed && property.type === 'Identifier' ? undefined : nameOf(property);
}

function nameOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' ? String(node.value) : undefined;
}

function isNamed(node: AnyNode | undefined | null, name: string): boolean {
  return node?.type === 'Identifier' && node.name === name;
}
