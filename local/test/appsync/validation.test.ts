// AppSync's sentences for documents and variables that do not fit.
import { parse, type OperationDefinitionNode } from 'graphql';
import { readSchema } from '../../src/appsync/schema/schema';
import { validationErrors } from '../../src/appsync/validation/validation';
import { variableError } from '../../src/appsync/validation/variables';
import type { JsonObject } from '../../src/foundation/json';

const { executable } = readSchema(`
  type Query { get(id: ID!, limit: Int, input: Input, data: AWSJSON, colour: Colour): Item }
  type Item { id: ID! name: String inner: Item }
  input Input { name: String! tags: [Int] at: AWSDateTime inner: Input }
  enum Colour { RED }
`);

const invalid: readonly (readonly [string, readonly string[]])[] = [
  ['{ x }', ["FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'"]],
  ['query Q { get(id: 1) { inner { x } } }', ["FieldUndefined: Field 'x' in type 'Item' is undefined @ 'get/inner/x'"]],
  ['{ get { id } }', ["MissingFieldArgument: Missing field argument id @ 'get'"]],
  ['{ get(id: 1, nope: 2) { id } }', ["UnknownArgument: Unknown field argument nope @ 'get'"]],
  ['{ get(id: 1) }', ["SubSelectionRequired: Sub selection required for type Item of field get @ 'get'"]],
  [
    '{ get(id: 1) { id { x } } }',
    ["SubSelectionNotAllowed: Sub selection not allowed on leaf type ID of field id @ 'get/id'"],
  ],
  ['{ get(id: $id) { id } }', ["UndefinedVariable: Undefined variable id @ 'get'"]],
  ['query Q($id: ID) { get(id: "1") { id } }', ['UnusedVariable: Unused variable id']],
  [
    'query Q($id: String) { get(id: $id) { id } }',
    ["VariableTypeMismatch: Variable type 'String' doesn't match expected type 'ID!' @ 'get'"],
  ],
  ['query Q($id: Nope!) { get(id: $id) { id } }', ['UnknownType: Unknown type Nope']],
  [
    '{ get(id: 1, limit: "x") { id } }',
    ["WrongType: argument 'limit' with value 'StringValue{value='x'}' is not a valid 'Int' @ 'get'"],
  ],
  ['{ get(id: null) { id } }', ["WrongType: argument 'id' with value 'NullValue{Null}' must not be null @ 'get'"]],
  [
    '{ get(id: 1, colour: BLUE) { id } }',
    ["WrongType: argument 'colour' with value 'EnumValue{name='BLUE'}' is not a valid 'Colour' @ 'get'"],
  ],
  [
    '{ get(id: 1, data: {a: 10}) { id } }',
    [
      "WrongType: argument 'data' with value 'ObjectValue{objectFields=[ObjectField{name='a', value=IntValue{value=10}}]}' is not a valid 'AWSJSON' @ 'get'",
    ],
  ],
  [
    '{ get(id: 1, input: {}) { id } }',
    [
      "WrongType: argument 'input' with value 'ObjectValue{objectFields=[]}' is missing required fields '[name]' @ 'get'",
    ],
  ],
  [
    '{ get(id: 1, input: {name: 1}) { id } }',
    ["WrongType: argument 'input.name' with value 'IntValue{value=1}' is not a valid 'String' @ 'get'"],
  ],
  [
    '{ get(id: 1, input: {name: "a", tags: [1, true]}) { id } }',
    ["WrongType: argument 'input.tags[1]' with value 'BooleanValue{value=true}' is not a valid 'Int' @ 'get'"],
  ],
  [
    '{ get(id: 1, input: "x") { id } }',
    ["WrongType: argument 'input' with value 'StringValue{value='x'}' must be an object type @ 'get'"],
  ],
  [
    '{ get(id: 1, input: {name: "a", at: "2019"}) { id } }',
    ["WrongType: argument 'input.at' with value 'StringValue{value='2019'}' is not a valid 'AWSDateTime' @ 'get'"],
  ],
  ['{ ...F }', ['UndefinedFragment: Undefined fragment F']],
  ['{ get(id: 1) { id } } fragment F on Item { id }', ['UnusedFragment: Unused fragment F']],
  [
    '{ get(id: 1) { ...F } } fragment F on Item { nope }',
    ["FieldUndefined: Field 'nope' in type 'Item' is undefined @ 'F/nope'"],
  ],
  ['{ get(id: 1) @nope { id } }', ["UnknownDirective: Unknown directive nope @ 'get'"]],
  [
    'query A { get(id: 1) { id } } query A { get(id: 1) { id } }',
    ["DuplicateOperationName: There can be only one operation named 'A'"],
  ],
  [
    '{ a b }',
    [
      "FieldUndefined: Field 'a' in type 'Query' is undefined @ 'a'",
      "FieldUndefined: Field 'b' in type 'Query' is undefined @ 'b'",
    ],
  ],
];

test.each(invalid)('GQ-09 %s is told in AppSync words', (query, sentences) => {
  const messages = validationErrors(executable, parse(query)).map(({ message }) => message);

  expect(messages).toEqual(sentences.map((sentence) => `Validation error of type ${sentence}`));
});

test('GQ-09 a validation error has a path of null and the place in the document', () => {
  const [error] = validationErrors(executable, parse('{\n  x\n}'));

  expect(error).toEqual({
    path: null,
    locations: [{ line: 2, column: 3, sourceName: null }],
    message: "Validation error of type FieldUndefined: Field 'x' in type 'Query' is undefined @ 'x'",
  });
});

test('a valid document has no errors', () => {
  expect(validationErrors(executable, parse('query Q($id: ID!) { get(id: $id) { id ... on Item { name } } }'))).toEqual(
    [],
  );
});

const misfits: readonly (readonly [string, JsonObject, string])[] = [
  ['$id: ID!', {}, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
  ['$id: ID!', { id: null }, "Variable 'id' has coerced Null value for NonNull type 'ID!'"],
  ['$in: Input', { in: {} }, "Variable 'in' has coerced Null value for NonNull type 'String!'"],
  [
    '$in: Input',
    { in: { name: 'a', inner: { name: null } } },
    "Variable 'in' has coerced Null value for NonNull type 'String!'",
  ],
  [
    '$in: Input',
    { in: { name: 'a', nope: 1 } },
    "The variables input contains a field name 'nope' that is not defined for input object type 'Input' ",
  ],
  [
    '$in: Input',
    { in: 'x' },
    "Variable 'in' has an invalid value. Expected type 'Map' but was 'String'. Variables for input objects must be an instance of type 'Map'.",
  ],
  [
    '$in: Input',
    { in: { name: 'a', at: '2019' } },
    "Variable 'in' has an invalid value. Unable to parse `2019` as a valid DateTime Object.",
  ],
  ['$n: Int', { n: 'x' }, "Variable 'n' has an invalid value. Expected type 'Int' but was 'String'."],
  ['$data: AWSJSON', { data: '{' }, "Variable 'data' has an invalid value. Unable to parse `{` as a valid JSON."],
];

test.each(misfits)('GQ-10 %s with %j is told in AppSync words', (definitions, variables, message) => {
  const [operation] = parse(`query Q(${definitions}) { __typename }`).definitions;

  const error = variableError(executable, operation as OperationDefinitionNode, variables);

  expect(error).toEqual({ path: null, locations: [{ line: 1, column: 9, sourceName: null }], message });
});

test('a default stands in for a variable that is missing', () => {
  const [operation] = parse('query Q($id: ID! = "1") { __typename }').definitions;

  expect(variableError(executable, operation as OperationDefinitionNode, {})).toBeUndefined();
});
