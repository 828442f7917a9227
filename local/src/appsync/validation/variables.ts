// Variables that do not fit, in AppSync's words.
import {
  getVariableValues,
  isInputObjectType,
  isListType,
  isNonNullType,
  typeFromAST,
  isInputType,
  isLeafType,
  type GraphQLInputType,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { GraphQlError } from '../appsync';
import { locationsOf } from '../execution/graphql-error';
import { InvalidScalar } from '../schema/scalars/scalar';
import { javaTypeOf } from './java-value';

/**
 * Checks an operation's variables.
 * @returns the first thing that is wrong, as AppSync answers it; `undefined` when they fit
 */
export function variableError(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: JsonObject,
): GraphQlError | undefined {
  const definitions = operation.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables);
  const [own] = errors ?? [];
  if (!own) return undefined;
  // graphql decided that the variables do not fit; the walk below finds AppSync's sentence for it.
  for (const definition of definitions) {
    const message = sentenceFor(schema, definition, variables);
    const { loc } = definition;
    if (message === undefined) continue;
    const locations = loc ? [{ line: loc.startToken.line, column: loc.startToken.column, sourceName: null }] : null;
    return { path: null, locations, message };
  }
  return { path: null, locations: locationsOf(own), message: own.message };
}

function sentenceFor(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: JsonObject,
): string | undefined {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return undefined;
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (given === undefined && definition.defaultValue) return undefined;
  return misfit(type, given, name);
}

/** The outer variable is named even for an inner field: https://github.com/aws/aws-appsync-community/issues/406 */
function misfit(type: GraphQLInputType, value: JsonValue | undefined, name: string): string | undefined {
  if (isNonNullType(type)) {
    if (value !== null && value !== undefined) return misfit(type.ofType, value, name);
    return `Variable '${name}' has coerced Null value for NonNull type '${String(type)}'`;
  }
  if (value === null || value === undefined) return undefined;
  if (isListType(type)) return listMisfit(type.ofType, value, name);
  if (isInputObjectType(type)) return objectMisfit(type, value, name);
  return isLeafType(type) ? leafMisfit(type, value, name) : undefined;
}

function listMisfit(item: GraphQLInputType, value: JsonValue, name: string): string | undefined {
  const values: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  for (const each of values) {
    const sentence = misfit(item, each, name);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

function objectMisfit(type: GraphQLInputObjectType, value: JsonValue, name: string): string | undefined {
  if (!isJsonObject(value)) {
    return (
      `Variable '${name}' has an invalid value. Expected type 'Map' but was '${javaTypeOf(value)}'. ` +
      `Variables for input objects must be an instance of type 'Map'.`
    );
  }
  const fields = type.getFields();
  const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) {
    return `The variables input contains a field name '${unknown}' that is not defined for input object type '${type.name}' `;
  }
  for (const field of Object.values(fields)) {
    const given = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    if (given === undefined && field.defaultValue !== undefined) continue;
    const sentence = misfit(field.type, given, name);
    if (sentence !== undefined) return sentence;
  }
  return undefined;
}

function leafMisfit(
  type: { readonly name: string; parseValue: (value: unknown) => unknown },
  value: JsonValue,
  name: string,
): string | undefined {
  try {
    type.parseValue(value);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidScalar) return `Variable '${name}' has an invalid value. ${error.message}`;
    return `Variable '${name}' has an invalid value. Expected type '${type.name}' but was '${javaTypeOf(value)}'.`;
  }
}
