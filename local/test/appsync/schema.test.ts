// Which schemas AppSync takes, and whom their directives let see what.
import { readSchema } from '../../src/appsync/schema/schema';

test('GQ-21 the scalars of AppSync need no declaration', () => {
  const { executable } = readSchema('type Query { at: AWSDateTime data: AWSJSON }');

  expect(executable.getType('AWSJSON')).toBeDefined();
});

test('GQ-21 a declared scalar of an AppSync name is AppSync’s own', () => {
  expect(() => readSchema('scalar AWSJSON type Query { data: AWSJSON }')).not.toThrow();
});

test('GQ-06 a field directive counts before the directive of its type', () => {
  const schema = readSchema('type Query @aws_iam { a: String @aws_api_key b: String }');

  expect([schema.modesOf('Query', 'a'), schema.modesOf('Query', 'b')]).toEqual([
    new Set(['API_KEY']),
    new Set(['AWS_IAM']),
  ]);
});

test('GQ-06 without directives no mode is named', () => {
  expect(readSchema('type Query { a: String }').modesOf('Query', 'a')).toBeUndefined();
});

test('GQ-22 a subscription field knows its mutations', () => {
  const schema = readSchema(`
    type Query { a: String }
    type Mutation { x: String y: String }
    type Subscription { s: String @aws_subscribe(mutations: ["x", "y"]) }
  `);

  expect(schema.mutationsOf('s')).toEqual(['x', 'y']);
});

const refused: readonly (readonly [string, string, RegExp])[] = [
  ['a syntax error', 'type Query {', /line 1, column 13/],
  ['an unknown type', 'type Query { a: Nope }', /Nope/],
  ['no query', 'type Mutation { a: String }', /Query root type/],
  ['GQ-21: more than 1 MiB', `type Query { a: String } # ${'x'.repeat(1024 * 1024)}`, /more than 1048576 bytes/],
  ['GQ-21: a scalar of its own', 'scalar Mine type Query { a: Mine }', /no custom scalars.*"Mine"/],
  ['GQ-21: the scalar Long', 'scalar Long type Query { a: Long }', /no custom scalars.*"Long"/],
  [
    'GQ-21 a directive of its own',
    'directive @mine on FIELD_DEFINITION type Query { a: String }',
    /Directive definitions are not supported/,
  ],
  [
    'GQ-21 one of AppSync directives',
    'directive @aws_iam on FIELD_DEFINITION type Query { a: String }',
    /Directive definitions are not supported/,
  ],
  ['an unknown directive', 'type Query { a: String @nope }', /@nope/],
  ['Cognito groups by @aws_auth', 'type Query { a: String @aws_auth(cognito_groups: ["A"]) }', /@aws_auth/],
  [
    'GQ-22: a subscription to no mutation',
    'type Query { a: String } type Subscription { s: String @aws_subscribe(mutations: ["x"]) }',
    /Subscription\.s listens to Mutation\.x, which does not exist/,
  ],
  [
    'GQ-22: a subscription of another type',
    'type Query { a: String } type Mutation { x: Int } type Subscription { s: String @aws_subscribe(mutations: ["x"]) }',
    /The subscription has an invalid output type\. Subscription\.s returns String, but Mutation\.x returns Int/,
  ],
];

test.each(refused)('a schema with %s is refused', (_, definition, sentence) => {
  expect(() => readSchema(definition)).toThrow(sentence);
});
