// What graphql found wrong with a document, in AppSync's words, which are those of graphql-java.
import {
  ExecutableDefinitionsRule,
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  getNamedType,
  isInputObjectType,
  isRequiredInputField,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  Kind,
  LoneAnonymousOperationRule,
  NoFragmentCyclesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  print,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  UniqueArgumentNamesRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
  VariablesInAllowedPositionRule,
  type ASTNode,
  type GraphQLError,
  type GraphQLSchema,
  type ValidationRule,
} from 'graphql';
import { javaValue } from './java-value';
import type { Place } from './node-location';

/** One thing that is wrong with a document. */
export interface Problem {
  /** graphql's own error. */
  readonly error: GraphQLError;
  /** The node that the sentence is about. */
  readonly node: ASTNode;
  readonly place: Place;
  readonly schema: GraphQLSchema;
}

/** graphql-java's type of validation error and its sentence. */
export interface Sentence {
  readonly type: string;
  readonly text: string;
}

/** How the problems of one rule are told. */
export interface Wording {
  /** Which of the error's nodes the sentence is about; the first unless told. */
  readonly subject?: number;
  readonly say: (problem: Problem) => Sentence;
}

/**
 * The wording of each of graphql's rules. Sentences seen from AppSync: FieldUndefined, MissingFieldArgument, WrongType,
 * UnknownArgument (https://github.com/aws-amplify/amplify-js/issues/11317); the others are graphql-java's:
 * https://github.com/graphql-java/graphql-java/tree/master/src/main/java/graphql/validation
 */
export const wordings: ReadonlyMap<ValidationRule, Wording> = new Map<ValidationRule, Wording>([
  [FieldsOnCorrectTypeRule, { say: fieldUndefined }],
  [ProvidedRequiredArgumentsRule, { say: missingArgument }],
  [KnownArgumentNamesRule, { say: unknownArgument }],
  [ScalarLeafsRule, { say: subSelection }],
  [ValuesOfCorrectTypeRule, { say: wrongType }],
  [NoUndefinedVariablesRule, { say: named('UndefinedVariable', (name) => `Undefined variable ${name}`) }],
  [NoUnusedVariablesRule, { say: named('UnusedVariable', (name) => `Unused variable ${name}`) }],
  [VariablesInAllowedPositionRule, { subject: 1, say: variableMismatch }],
  [VariablesAreInputTypesRule, { say: fixed('NonInputTypeOnVariable', 'Wrong type for a variable') }],
  [KnownTypeNamesRule, { say: named('UnknownType', (name) => `Unknown type ${name}`) }],
  [KnownFragmentNamesRule, { say: named('UndefinedFragment', (name) => `Undefined fragment ${name}`) }],
  [NoUnusedFragmentsRule, { say: named('UnusedFragment', (name) => `Unused fragment ${name}`) }],
  [NoFragmentCyclesRule, { say: fixed('FragmentCycle', 'Fragment cycles not allowed') }],
  [KnownDirectivesRule, { say: directive }],
  [FragmentsOnCompositeTypesRule, { say: fragmentCondition }],
  [PossibleFragmentSpreadsRule, { say: graphqlsOwn('InvalidFragmentType') }],
  [OverlappingFieldsCanBeMergedRule, { say: graphqlsOwn('FieldsConflict') }],
  [
    LoneAnonymousOperationRule,
    { say: fixed('LoneAnonymousOperationViolation', 'Anonymous operation with other operations.') },
  ],
  [UniqueOperationNamesRule, { say: onlyOne('DuplicateOperationName', 'operation') }],
  [UniqueFragmentNamesRule, { say: onlyOne('DuplicateFragmentName', 'fragment') }],
  [UniqueArgumentNamesRule, { say: onlyOne('DuplicateArgumentNames', 'argument') }],
  [UniqueVariableNamesRule, { say: onlyOne('DuplicateVariableName', 'variable') }],
  [UniqueInputFieldNamesRule, { say: onlyOne('DuplicateInputFieldName', 'input field') }],
  [ExecutableDefinitionsRule, { say: graphqlsOwn('NonExecutableDefinition') }],
]);

/** For rules that AppSync's version of graphql-java does not know. */
export const otherWording: Wording = { say: graphqlsOwn('InvalidSyntax') };

function fixed(type: string, text: string): Wording['say'] {
  return () => ({ type, text });
}

function named(type: string, text: (name: string) => string): Wording['say'] {
  return ({ node }) => ({ type, text: text(nameOf(node)) });
}

function onlyOne(type: string, noun: string): Wording['say'] {
  return named(type, (name) => `There can be only one ${noun} named '${name}'`);
}

function graphqlsOwn(type: string): Wording['say'] {
  return ({ error }) => ({ type, text: error.message });
}

function nameOf(node: ASTNode): string {
  if (node.kind === Kind.VARIABLE_DEFINITION) return node.variable.name.value;
  if (node.kind === Kind.NAME) return node.value;
  if (node.kind === Kind.OPERATION_DEFINITION) return node.name?.value ?? '';
  return 'name' in node ? node.name.value : '';
}

function fieldUndefined({ node, place }: Problem): Sentence {
  return { type: 'FieldUndefined', text: `Field '${nameOf(node)}' in type '${place.parentType}' is undefined` };
}

/** Only graphql's sentence tells which argument it is. */
const REQUIRED_ARGUMENT = /[Aa]rgument "(\w+)"/;

function missingArgument({ node, error }: Problem): Sentence {
  const name = REQUIRED_ARGUMENT.exec(error.message)?.[1] ?? '';
  if (node.kind === Kind.DIRECTIVE) {
    return { type: 'MissingDirectiveArgument', text: `Missing directive argument ${name}` };
  }
  return { type: 'MissingFieldArgument', text: `Missing field argument ${name}` };
}

function unknownArgument({ node, error }: Problem): Sentence {
  if (error.message.includes('on directive')) {
    return { type: 'UnknownDirective', text: `Unknown directive argument ${nameOf(node)}` };
  }
  return { type: 'UnknownArgument', text: `Unknown field argument ${nameOf(node)}` };
}

function subSelection({ node, place }: Problem): Sentence {
  const field = place.path.at(-1) ?? '';
  if (node.kind === Kind.SELECTION_SET) {
    return {
      type: 'SubSelectionNotAllowed',
      text: `Sub selection not allowed on leaf type ${place.type} of field ${field}`,
    };
  }
  return { type: 'SubSelectionRequired', text: `Sub selection required for type ${place.type} of field ${field}` };
}

/** Only graphql's sentence holds both types with their marks. */
const MISMATCH = /of type "([^"]+)" used in position expecting type "([^"]+)"/;

function variableMismatch({ error }: Problem): Sentence {
  const [, actual = '', expected = ''] = MISMATCH.exec(error.message) ?? [];
  return {
    type: 'VariableTypeMismatch',
    text: `Variable type '${actual}' doesn't match expected type '${expected}'`,
  };
}

function directive({ node, error }: Problem): Sentence {
  const unknown = error.message.startsWith('Unknown');
  if (unknown) return { type: 'UnknownDirective', text: `Unknown directive ${nameOf(node)}` };
  return { type: 'MisplacedDirective', text: `Directive ${nameOf(node)} not allowed here` };
}

function fragmentCondition({ error }: Problem): Sentence {
  const must = 'type condition is invalid, must be on Object/Interface/Union';
  if (error.message.startsWith('Fragment cannot')) {
    return { type: 'InlineFragmentTypeConditionInvalid', text: `Inline fragment ${must}` };
  }
  return { type: 'FragmentTypeConditionInvalid', text: `Fragment ${must}` };
}

function wrongType(problem: Problem): Sentence {
  const { node, place } = problem;
  if (!place.argument) {
    return { type: 'BadValueForDefaultArg', text: `Bad default value ${print(node)} for type ${place.inputType}` };
  }
  const { text, path = place.argument.path, value = valueText(node) } = misfit(problem);
  return { type: 'WrongType', text: `argument '${path}' with value '${value}' ${text}` };
}

function misfit({ node, place, schema }: Problem): { text: string; path?: string; value?: string } {
  if (node.kind === Kind.OBJECT_FIELD) {
    const name = node.name.value;
    return {
      text: `contains a field not in '${place.parentInputType}': '${name}'`,
      path: (place.argument?.path ?? '').slice(0, -name.length - 1),
      value: place.argument ? valueText(place.argument.node.value) : '',
    };
  }
  if (node.kind === Kind.NULL) return { text: 'must not be null' };
  const type = getNamedType(schema.getType(place.inputType));
  if (!isInputObjectType(type)) return { text: `is not a valid '${place.inputType}'` };
  if (node.kind !== Kind.OBJECT) return { text: 'must be an object type' };
  const given = new Set(node.fields.map(({ name }) => name.value));
  const missing = Object.values(type.getFields()).filter(
    (field) => isRequiredInputField(field) && !given.has(field.name),
  );
  return { text: `is missing required fields '[${missing.map(({ name }) => name).join(', ')}]'` };
}

function valueText(node: ASTNode): string {
  switch (node.kind) {
    case Kind.STRING:
    case Kind.INT:
    case Kind.FLOAT:
    case Kind.BOOLEAN:
    case Kind.ENUM:
    case Kind.NULL:
    case Kind.LIST:
    case Kind.OBJECT:
    case Kind.VARIABLE:
      return javaValue(node);
    default:
      return print(node);
  }
}
