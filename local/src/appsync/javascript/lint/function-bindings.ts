// Which function a name stands for, as far as that can be seen without types.
import type { AnyNode, Pattern, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';

/** A function of the code, of whichever form. */
export type AnyFunction = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** Looks names up. */
export interface FunctionBindings {
  /**
   * The function that a node is, or whose name it is.
   * @param ancestors the nodes around it, from the outermost
   */
  functionOf(node: AnyNode, ancestors: readonly AnyNode[]): AnyFunction | undefined;
  /** Is the name declared by the code at all there? */
  isDeclared(name: string, ancestors: readonly AnyNode[]): boolean;
}

/** Names of a scope, each with its function if it is one's from its declaration on. */
type Scope = Map<string, AnyFunction | undefined>;

function emptyScope(): Scope {
  return new Map();
}

/** Finds what the code declares. */
export function functionBindings(program: Program): FunctionBindings {
  const scopes = new Map<AnyNode, Scope>();
  fullAncestor(program, (node, _state, ancestors) => {
    for (const { scope, name, value } of declarationsOf(node, ancestors.slice(0, -1))) {
      scopes.set(scope, (scopes.get(scope) ?? emptyScope()).set(name, value));
    }
  });
  const scopeOf = (name: string, ancestors: readonly AnyNode[]): Scope | undefined => {
    const owner = ancestors.findLast((ancestor) => scopes.get(ancestor)?.has(name));
    return owner && scopes.get(owner);
  };
  return {
    functionOf: (node, ancestors) => {
      if (isFunctionExpression(node)) return node;
      return node.type === 'Identifier' ? scopeOf(node.name, ancestors)?.get(node.name) : undefined;
    },
    isDeclared: (name, ancestors) => scopeOf(name, ancestors) !== undefined,
  };
}

/** Is it a function in the place of a value? */
export function isFunctionExpression(node: AnyNode): node is AnyFunction {
  return node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** Is it a function at all? */
export function isFunction(node: AnyNode): node is AnyFunction {
  return node.type === 'FunctionDeclaration' || isFunctionExpression(node);
}

interface Declaration {
  readonly scope: AnyNode;
  readonly name: string;
  readonly value: AnyFunction | undefined;
}

function declarationsOf(node: AnyNode, ancestors: readonly AnyNode[]): readonly Declaration[] {
  if (isFunction(node)) return [...declaredName(node, ancestors), ...parametersOf(node)];
  if (node.type === 'VariableDeclaration') {
    const scope = ancestors.findLast(node.kind === 'var' ? isFunctionScope : isBlockScope);
    return node.declarations.flatMap(({ id, init }) => {
      const value = init && id.type === 'Identifier' && isFunctionExpression(init) ? init : undefined;
      return scope ? namesIn(id).map((name) => ({ scope, name, value })) : [];
    });
  }
  if (node.type !== 'ImportDeclaration') return [];
  const [program] = ancestors;
  return program ? node.specifiers.map(({ local }) => ({ scope: program, name: local.name, value: undefined })) : [];
}

/** A declared function's name is of the block around it, an expression's own name of itself. */
function declaredName(node: AnyFunction, ancestors: readonly AnyNode[]): readonly Declaration[] {
  if (!('id' in node) || !node.id) return [];
  const scope = node.type === 'FunctionDeclaration' ? ancestors.findLast(isBlockScope) : node;
  return scope ? [{ scope, name: node.id.name, value: node }] : [];
}

function parametersOf(node: AnyFunction): readonly Declaration[] {
  return node.params.flatMap(namesIn).map((name) => ({ scope: node, name, value: undefined }));
}

function isFunctionScope(node: AnyNode): boolean {
  return node.type === 'Program' || isFunction(node);
}

function isBlockScope(node: AnyNode): boolean {
  return isFunctionScope(node) || BLOCKS.includes(node.type);
}

const BLOCKS: readonly string[] = [
  'BlockStatement',
  'ForInStatement',
  'ForOfStatement',
  'ForStatement',
  'SwitchStatement',
];

/** The names that a pattern declares. */
function namesIn(pattern: Pattern): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    case 'RestElement':
      return namesIn(pattern.argument);
    default:
      return [];
  }
}
