// The lint rules about functions, which AWS's own check with types: here as far as names alone tell.
import type { AnyNode, CallExpression, MemberExpression, Program } from 'acorn';
import { fullAncestor } from 'acorn-walk';
import type { Complaint } from '../code-error';
import { type FunctionBindings, functionBindings, isFunctionExpression } from './function-bindings';
import type { Objection } from './objection';
import { recursions } from './recursion';

const RETURN: Complaint = { rule: '@aws-appsync/no-function-return', message: 'returning a function is not allowed' };
const REASSIGN: Complaint = {
  rule: '@aws-appsync/no-function-reassign',
  message: 're-assigning function is not allowed',
};
const PASSING: Complaint = {
  rule: '@aws-appsync/no-function-passing',
  message: 'Functions can not be passed as an argument',
};

/** What https://www.npmjs.com/package/@aws-appsync/eslint-plugin finds with its rules `no-function-*`, `no-recursion` and `no-disallowed-methods`. */
export function objectionsToFunctions(program: Program): readonly Objection[] {
  const bindings = functionBindings(program);
  const found: Objection[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    for (const complaint of complaintsAbout(node, ancestors, bindings)) found.push({ node, complaint });
  });
  return [...found, ...recursions(program, bindings)];
}

function complaintsAbout(
  node: AnyNode,
  ancestors: readonly AnyNode[],
  bindings: FunctionBindings,
): readonly Complaint[] {
  const isNameOfFunction = (value: AnyNode | null | undefined): boolean =>
    value?.type === 'Identifier' && bindings.functionOf(value, ancestors) !== undefined;
  const isFunctionValue = (value: AnyNode | null | undefined): boolean =>
    value !== null && value !== undefined && (isFunctionExpression(value) || isNameOfFunction(value));
  switch (node.type) {
    case 'ReturnStatement':
      return isFunctionValue(node.argument) ? [RETURN] : [];
    case 'ArrowFunctionExpression':
      return isFunctionValue(node.body) ? [RETURN] : [];
    case 'VariableDeclarator':
      return isNameOfFunction(node.init) ? [REASSIGN] : [];
    case 'AssignmentExpression':
      return node.operator === '=' && isNameOfFunction(node.right) ? [REASSIGN] : [];
    case 'CallExpression':
      return [
        ...(node.arguments.some(isFunctionValue) && takesNoFunction(node, ancestors, bindings) ? [PASSING] : []),
        ...disallowedMethod(node, ancestors, bindings),
      ];
    default:
      return [];
  }
}

const CALLBACK_METHODS: readonly string[] = [
  ...['map', 'find', 'filter', 'findIndex', 'findLast', 'findLastIndex', 'forEach', 'reduce', 'reduceRight', 'every'],
  ...['some', 'flatMap'],
];

/** Is it a function of the code that is called, or a method of the language that takes none? */
function takesNoFunction(
  { callee }: CallExpression,
  ancestors: readonly AnyNode[],
  bindings: FunctionBindings,
): boolean {
  if (callee.type === 'Identifier') return bindings.functionOf(callee, ancestors) !== undefined;
  const method = callee.type === 'MemberExpression' ? knownMethod(callee, ancestors, bindings) : undefined;
  return method !== undefined && !(method.type === 'Array' && CALLBACK_METHODS.includes(method.name));
}

/** A method whose owner can be seen, by the names of TypeScript's interfaces. */
interface KnownMethod {
  readonly type: string;
  readonly name: string;
}

const GLOBAL_TYPES: ReadonlyMap<string, string> = new Map([
  ['Object', 'ObjectConstructor'],
  ['JSON', 'JSON'],
  ['Math', 'Math'],
]);

function knownMethod(
  { computed, object, property }: MemberExpression,
  ancestors: readonly AnyNode[],
  bindings: FunctionBindings,
): KnownMethod | undefined {
  if (computed || property.type !== 'Identifier') return undefined;
  const type = typeOf(object, ancestors, bindings);
  return type === undefined ? undefined : { type, name: property.name };
}

function typeOf(object: AnyNode, ancestors: readonly AnyNode[], bindings: FunctionBindings): string | undefined {
  if (object.type === 'ArrayExpression') return 'Array';
  if (object.type === 'TemplateLiteral' || (object.type === 'Literal' && typeof object.value === 'string')) {
    return 'String';
  }
  if (object.type !== 'Identifier' || bindings.isDeclared(object.name, ancestors)) return undefined;
  return GLOBAL_TYPES.get(object.name);
}

const DENIED_METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Array', ['copyWithin', 'entries', 'keys', 'toLocaleString', 'toString', 'values']],
  [
    'ObjectConstructor',
    [
      ...['create', 'defineProperties', 'defineProperty', 'freeze', 'getOwnPropertyDescriptor'],
      ...['getOwnPropertyDescriptors', 'getOwnPropertyNames', 'getOwnPropertySymbols', 'getPrototypeOf', 'is'],
      ...['isExtensible', 'isFrozen', 'isSealed', 'preventExtensions', 'seal', 'setPrototypeOf'],
    ],
  ],
  [
    'String',
    [
      ...['charCodeAt', 'localeCompare', 'matchAll', 'padEnd', 'padStart', 'repeat', 'search', 'toLocaleLowerCase'],
      ...['toLocaleUpperCase', 'valueOf'],
    ],
  ],
]);

function disallowedMethod(
  { callee }: CallExpression,
  ancestors: readonly AnyNode[],
  bindings: FunctionBindings,
): readonly Complaint[] {
  const method = callee.type === 'MemberExpression' ? knownMethod(callee, ancestors, bindings) : undefined;
  if (!method || DENIED_METHODS.get(method.type)?.includes(method.name) !== true) return [];
  const message = `Method ${method.type}.${method.name} is not implemented`;
  return [{ rule: '@aws-appsync/no-disallowed-methods', message }];
}
