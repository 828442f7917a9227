// The GraphQL editor without its drawing: what it offers to run, and which operation of a document it runs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { examplesFor } from '../../../../client/src/console/example';
import { operationIn, OperationError } from '../../../../client/src/console/operation';
import { ROOT } from '../../../support/packages/templates';

/** AppSync's own scalars and directives. */
const SCALARS = 'scalar AWSJSON scalar AWSDateTime';
const schema = buildSchema(`${readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')} ${SCALARS}`, {
  assumeValidSDL: true,
});

const TWO = 'query One { region }\nsubscription Two { subscribe(name: "tech") { id } }';

it.each(examplesFor('tech', 'us-west-2'))('offers what the API takes: $title', ({ document, variables }) => {
  expect(validate(schema, parse(document))).toEqual([]);
  expect(operationIn(document, variables, 0).variables).toEqual(JSON.parse(variables));
});

it.each([
  ['the first', 0, { operationName: 'One', isSubscription: false }],
  ['the second', TWO.length - 3, { operationName: 'Two', isSubscription: true }],
])('runs %s operation where the cursor is in it', (_which, cursor, expected) => {
  expect(operationIn(TWO, '', cursor)).toEqual({ query: TWO, variables: {}, ...expected });
});

it('runs an operation without a name', () => {
  expect(operationIn('{ region }', '{}', 5)).toEqual({ query: '{ region }', variables: {}, isSubscription: false });
});

it.each([
  ['a document that is no GraphQL', '{ region', '', 'Line 1: Syntax Error: Expected Name, found <EOF>.'],
  ['no operation', 'fragment F on Query { region }', '', 'There is no operation'],
  ['variables that are no JSON', '{ region }', '{', 'The variables are no JSON object.'],
  ['variables that are no object', '{ region }', '[]', 'The variables are no JSON object.'],
])('says so of %s', (_what, document, variables, sentence) => {
  const run = () => operationIn(document, variables, 0);

  expect(run).toThrow(OperationError);
  expect(run).toThrow(sentence);
});
