// GraphQL errors as AppSync writes them: each kind of error has fields of its own.
import { GraphQLError, isObjectType, type GraphQLSchema } from 'graphql';
import { jsonIn, type JsonValue } from '../../foundation/json';
import type { GraphQlError } from '../appsync';
import { InvalidScalar } from '../schema/scalars/scalar';
import { shortened } from '../excerpt';
import { javaTypeOf } from '../validation/java-value';

/** An error that a resolver raised, or that stopped it. */
export class ResolverError extends Error {
  constructor(
    message: string,
    readonly errorType: string | null,
    readonly data: JsonValue = null,
    readonly errorInfo: JsonValue = null,
  ) {
    super(message);
    this.name = 'ResolverError';
  }
}

/** A request that is answered only with errors, because none of it was executed. */
export class RequestRefused extends Error {
  readonly errors: readonly GraphQlError[];

  constructor(errors: readonly GraphQlError[]) {
    super('The request was refused.');
    this.name = 'RequestRefused';
    this.errors = errors.map((error) => ({ ...error, message: shortened(error.message) }));
  }
}

/** The request cannot be read at all: HTTP 400. */
export class MalformedRequest extends Error {
  /** AppSync's code: https://github.com/graphql/graphql-over-http/issues/81 */
  readonly errorType = 'MalformedHttpRequestException';

  constructor(message = 'Unable to parse GraphQL query.') {
    super(message);
    this.name = 'MalformedRequest';
  }
}

/** Lines and columns as AppSync writes them. */
export function locationsOf(error: GraphQLError): GraphQlError['locations'] {
  return error.locations?.map(({ line, column }) => ({ line, column, sourceName: null })) ?? null;
}

/** The error of one resolver. */
export function resolverError(
  { message, errorType, data, errorInfo }: ResolverError,
  place: Pick<GraphQlError, 'path' | 'locations'>,
): GraphQlError {
  return { path: place.path, data, errorType, errorInfo, locations: place.locations, message };
}

/**
 * An error that graphql met while it executed.
 * @throws errors that are not the request's fault
 */
export function executionError(error: GraphQLError, schema: GraphQLSchema): GraphQlError {
  const path = error.path ?? null;
  const { originalError } = error;
  const place = shortened(slashed(path));
  if (originalError instanceof ResolverError) {
    return resolverError(originalError, { path, locations: locationsOf(error) });
  }
  if (originalError instanceof InvalidScalar) {
    const reason = originalError.message.replace('Unable to parse', 'Unable to serialize');
    return { path, locations: null, message: shortened(`Can't serialize value (${place}) : ${reason}`) };
  }
  const message = completionSentence(error.message, place, schema);
  if (message !== undefined) return { path, locations: null, message };
  // graphql itself says what its own types cannot carry; anything else that was thrown is a fault of ours.
  if (originalError && !(originalError instanceof GraphQLError)) throw originalError;
  const reason = serializationSentence(error.message);
  return { path, locations: null, message: shortened(`Can't serialize value (${place}) : ${reason}`) };
}

const NULL_FIELD = /^Cannot return null for non-nullable field (\w+)\.(\w+)\.$/;
const NO_LIST = /^Expected Iterable, but did not find one for field /;
const NO_TYPE = /^Abstract type "(\w+)" must resolve to an Object type/;

/** AppSync's words for a value that does not fit: https://github.com/aws-amplify/amplify-js/issues/6940 */
function completionSentence(message: string, place: string, schema: GraphQLSchema): string | undefined {
  const [, parent, field] = NULL_FIELD.exec(message) ?? [];
  if (parent !== undefined && field !== undefined) {
    return `Cannot return null for non-nullable type: '${typeNameOf(schema, parent, field)}' within parent '${parent}' (${place})`;
  }
  if (NO_LIST.test(message)) return `Can't resolve value (${place}) : type mismatch error, expected type LIST`;
  const [, abstract] = NO_TYPE.exec(message) ?? [];
  return abstract && `Can't resolve value (${place}) : type mismatch error, expected type ${abstract}`;
}

const NOT_REPRESENTED = /^(\w+) cannot represent [^:]*: ([\s\S]+)$/;

/** https://github.com/aws/aws-appsync-community/issues/21 */
function serializationSentence(message: string): string {
  const [, type, shown] = NOT_REPRESENTED.exec(message) ?? [];
  if (type === undefined || shown === undefined) return message;
  return `Expected type '${type}' but was '${shownTypeOf(shown)}'.`;
}

/** @param shown a value as graphql shows it: lists and objects have no quotes around their names */
function shownTypeOf(shown: string): string {
  if (shown.startsWith('[')) return javaTypeOf([]);
  return javaTypeOf(shown.startsWith('{') ? {} : (jsonIn(shown) ?? shown));
}

function typeNameOf(schema: GraphQLSchema, parent: string, field: string): string {
  const type = schema.getType(parent);
  const fieldType = isObjectType(type) ? type.getFields()[field]?.type : undefined;
  return String(fieldType ?? '').replaceAll(/[![\]]/g, '');
}

/** `/listPosts/items[0]/id` */
function slashed(path: readonly (string | number)[] | null): string {
  return (path ?? []).map((key) => (typeof key === 'number' ? `[${key}]` : `/${key}`)).join('');
}
