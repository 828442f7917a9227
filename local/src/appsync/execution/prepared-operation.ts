// An operation that may be executed: parsed, valid, its variables fitting.
import {
  getVariableValues,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { JsonObject } from '../../foundation/json';
import type { DocumentPlans, Documents } from './documents';
import { RequestRefused } from './graphql-error';
import type { GraphQlRequest } from './graphql-request';
import type { Plan } from './plan';
import { Selection } from './selection';
import { variableError } from '../validation/variables';

/** An operation and everything that is known of it before it is executed. */
export interface PreparedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As the client sent them. */
  readonly variables: JsonObject;
  /** With defaults, and scalars parsed. */
  readonly coercedVariables: JsonObject;
  readonly selection: Selection;
  /** The fields of the root type. */
  readonly rootFields: readonly FieldNode[];
  /** How it is answered while nothing is wrong; there is none for what only GraphQL.js executes. */
  readonly plan: Plan | undefined;
  readonly plans: DocumentPlans | undefined;
}

/**
 * Finds the operation of a request.
 * @throws MalformedRequest when the query is not GraphQL
 * @throws RequestRefused when AppSync would not execute it
 */
export function prepare(request: GraphQlRequest, schema: GraphQLSchema, documents: Documents): PreparedOperation {
  const { document, errors, selection: known, plans } = documents.check(request.query);
  if (errors.length > 0) throw new RequestRefused(errors);
  const operation = chosenOperation(document, request.operationName);
  const plan = plans?.execution.of(operation);
  const { variables } = request;
  const coercedVariables = plan?.coerced(variables) ?? coercedByGraphQl(schema, operation, variables);
  const selection = known ?? new Selection(document, coercedVariables);
  const rootFields = selection.fieldsOf(operation.selectionSet);
  return { document, operation, variables, coercedVariables, selection, rootFields, plan, plans };
}

/** @throws RequestRefused when they do not fit */
function coercedByGraphQl(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): JsonObject {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const wrong = coerced ? undefined : variableError(schema, operation, variables);
  if (wrong) throw new RequestRefused([wrong]);
  // Every scalar parses JSON into JSON.
  return (coerced ?? {}) as JsonObject;
}

/** graphql-java's sentences: https://github.com/graphql-java/graphql-java/blob/master/src/main/java/graphql/language/NodeUtil.java */
function chosenOperation(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const [only, ...others] = document.definitions;
  const isOnly = only?.kind === Kind.OPERATION_DEFINITION && others.length === 0;
  if (isOnly && (!name || only.name?.value === name)) return only;
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  // Clients that leave the name empty mean that they name none.
  const named = name ? operations.filter((node) => node.name?.value === name) : operations;
  const [operation, another] = named;
  if (!operation) throw refused(name ? `Unknown operation named '${name}'.` : 'Must provide an operation.');
  if (another) throw refused('Must provide operation name if query contains multiple operations.');
  return operation;
}

function refused(message: string): RequestRefused {
  return new RequestRefused([{ path: null, locations: null, message }]);
}
