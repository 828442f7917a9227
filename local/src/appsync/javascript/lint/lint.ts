// The language features that APPSYNC_JS refuses, found and worded as AWS's own lint rules do.
import type { AnyNode, Function as FunctionNode, Identifier, Program, Property, SpreadElement } from 'acorn';
import { base, full, recursive, type RecursiveVisitors } from 'acorn-walk';
import { type Complaint, compileError } from '../code-error';
import { objectionsToFunctions } from './function-rules';
import type { CodeError } from '../javascript';
import { spanOf } from '../module-source';

/**
 * What is refused wherever it stands: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html. The
 * rules are those of https://www.npmjs.com/package/@aws-appsync/eslint-plugin; what has none is in the documentation alone.
 */
const REFUSED: ReadonlyMap<string, Complaint> = new Map([
  ['AwaitExpression', { rule: '@aws-appsync/no-await', message: 'The `await` keyword is not supported' }],
  ['ClassDeclaration', { rule: '@aws-appsync/no-classes', message: 'Class declarations are not supported.' }],
  ['ClassExpression', { rule: '@aws-appsync/no-classes', message: 'Class declarations are not supported.' }],
  ['ContinueStatement', { rule: '@aws-appsync/no-continue', message: 'Continue statements are not supported' }],
  ['DoWhileStatement', { rule: '@aws-appsync/no-while', message: 'do...while statements are not supported.' }],
  ['ForStatement', { rule: '@aws-appsync/no-for', message: 'For statements are not supported.' }],
  ['ImportExpression', { message: 'Dynamic imports are not supported.' }],
  ['LabeledStatement', { rule: '@aws-appsync/no-labels', message: 'Labeled statements are not supported.' }],
  ['MetaProperty', { message: 'Meta properties are not supported.' }],
  ['Super', { message: 'Super expressions are not supported.' }],
  ['ThisExpression', { rule: '@aws-appsync/no-this', message: 'This expressions are not supported.' }],
  ['ThrowStatement', { message: 'Throw statements are not supported.' }],
  ['TryStatement', { rule: '@aws-appsync/no-try', message: 'Try statements are not supported.' }],
  ['WhileStatement', { rule: '@aws-appsync/no-while', message: 'While statements are not supported.' }],
  ['YieldExpression', { rule: '@aws-appsync/no-yield', message: 'Yield statements are not supported' }],
]);

/** The unsupported features of a module, in their order. */
export function lint(program: Program): readonly CodeError[] {
  const found: { readonly node: AnyNode; readonly objection: Complaint }[] = [];
  const report = (node: AnyNode, objection: Complaint | undefined): void => {
    if (objection) found.push({ node, objection });
  };
  full(program, (node) => {
    report(node, REFUSED.get(node.type) ?? objectionTo(node));
    if (isHandler(node)) findReassignments(node, report);
  });
  for (const { node, complaint } of objectionsToFunctions(program)) report(node, complaint);
  return found
    .sort((one, other) => one.node.start - other.node.start)
    .map(({ node, objection }) => compileError('LINT_ERROR', objection, spanOf(node)));
}

function objectionTo(node: AnyNode): Complaint | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return objectionToFunction(node);
    case 'UnaryExpression':
      return node.operator === '~' ? unaryOperator(node.operator) : undefined;
    case 'UpdateExpression':
      return unaryOperator(node.operator);
    case 'BinaryExpression':
      return objectionToOperator(node.operator);
    case 'Literal':
      if (typeof node.bigint === 'string') return { message: 'BigInt literals are not supported.' };
      return node.regex ? { rule: '@aws-appsync/no-regex', message: 'Regex literals are not supported.' } : undefined;
    case 'ObjectExpression':
      return node.properties.some(setsPrototype) ? { message: 'Prototypes are not supported.' } : undefined;
    case 'NewExpression':
      return isNamed(node.callee, 'Promise')
        ? { rule: '@aws-appsync/no-promise', message: 'Promise is not supported' }
        : undefined;
    default:
      return undefined;
  }
}

function objectionToFunction({ async, generator }: FunctionNode): Complaint | undefined {
  if (async) return { rule: '@aws-appsync/no-async', message: 'Async functions are not supported.' };
  return generator
    ? { rule: '@aws-appsync/no-generators', message: 'Generator functions are not supported.' }
    : undefined;
}

function unaryOperator(operator: string): Complaint {
  return { rule: '@aws-appsync/no-disallowed-unary-operators', message: `The operator ${operator} is not supported` };
}

function objectionToOperator(operator: string): Complaint | undefined {
  if (operator === 'in') {
    return { rule: '@aws-appsync/no-in-operator', message: 'in operator is not supported. Use Object.hasOwn().' };
  }
  if (operator !== 'instanceof') return undefined;
  return { rule: '@aws-appsync/no-disallowed-binary-operators', message: `The operator ${operator} is not supported` };
}

type Handler = Extract<AnyNode, { type: 'FunctionDeclaration' }>;

function isHandler(node: AnyNode): node is Handler {
  return node.type === 'FunctionDeclaration' && (isNamed(node.id, 'request') || isNamed(node.id, 'response'));
}

/** The context's own properties are read-only; what they hold may change. */
function findReassignments(handler: Handler, report: (node: AnyNode, objection: Complaint) => void): void {
  const [context] = handler.params;
  if (context?.type !== 'Identifier') return;
  const check = (target: AnyNode): void => {
    const objection = objectionToTarget(target, context);
    if (objection) report(target, { rule: '@aws-appsync/no-disallowed-re-assignment', message: objection });
  };
  const visitors: RecursiveVisitors<undefined> = {
    Function: (node, state, visit) => {
      if (!node.params.some((parameter) => isNamed(parameter, context.name))) base.Function?.(node, state, visit);
    },
    AssignmentExpression: (node, state, visit) => {
      check(node.left);
      base.AssignmentExpression?.(node, state, visit);
    },
    UnaryExpression: (node, state, visit) => {
      if (node.operator === 'delete') check(node.argument);
      base.UnaryExpression?.(node, state, visit);
    },
  };
  recursive(handler.body, undefined, visitors);
}

function objectionToTarget(target: AnyNode, { name }: Identifier): string | undefined {
  if (isNamed(target, name)) return `${name} is readonly and re-assignment is not supported.`;
  if (target.type !== 'MemberExpression' || !isNamed(target.object, name)) return undefined;
  const { property } = target;
  if (property.type === 'Identifier') return `${name} is readonly. Adding/Updating ${property.name} is not supported.`;
  if (property.type === 'Literal')
    return `${name} is readonly. Adding/Updating ${String(property.value)} is not supported.`;
  return `${name} is readonly adding/modifying properties is not supported.`;
}

/** `{ __proto__: value }`: https://tc39.es/ecma262/#sec-__proto__-property-names-in-object-initializers */
function setsPrototype(property: Property | SpreadElement): boolean {
  if (property.type !== 'Property' || property.computed || property.shorthand || property.method) return false;
  const { key } = property;
  return isNamed(key, '__proto__') || (key.type === 'Literal' && key.value === '__proto__');
}

function isNamed(node: AnyNode | null | undefined, name: string): boolean {
  return node?.type === 'Identifier' && node.name === name;
}
