// Executes an operation: graphql walks it, resolvers answer it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  execute,
  getNamedType,
  GraphQLError,
  isLeafType,
  OperationTypeNode,
  responsePathAsArray,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
} from 'graphql';
import type { JsonObject, JsonValue } from '../../foundation/json';
import { isJsonObject } from '../../foundation/json';
import type { GraphQlError, GraphQlResponse } from '../appsync';
import { identityOf, type Caller } from '../authorization/authorization';
import type { ExecutedApi } from './executed-api';
import { runField } from './field-run';
import { executionError, locationsOf, RequestRefused, ResolverError, resolverError } from './graphql-error';
import type { Evaluation, Invalidation, ResponseHeader } from '../javascript/javascript';
import { MAX_EXECUTION_TIME, MAX_INVALIDATIONS, MAX_RESPONSE_BYTES, MAX_RESPONSE_HEADER_BYTES } from '../limits';
import type { PreparedOperation } from './prepared-operation';
import type { Resolver } from './resolver';
import type { ResponseHeaders } from './response-headers';
import { ResponseSize, ResponseTooLarge } from './response-size';

/** Who asks, and how the request came. */
export interface Invocation {
  readonly caller: Caller;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: readonly string[] | null;
  /** The custom domain name that the request came to; `null` for the API's own hosts. */
  readonly domainName?: string | null;
  /** Takes what resolvers add to the response; without it, there is none to add to. */
  readonly responseHeaders?: ResponseHeaders;
}

/** What an execution did. */
export interface Execution {
  readonly response: GraphQlResponse;
  /** The calls of `extensions.invalidateSubscriptions`, each once. */
  readonly invalidations: readonly Invalidation[];
}

/** An execution under way. */
interface Scope {
  readonly api: ExecutedApi;
  readonly prepared: PreparedOperation;
  readonly invocation: Invocation;
  readonly appended: GraphQlError[];
  /** By their JSON, so that equal ones count once. */
  readonly invalidations: Map<string, Invalidation>;
  readonly size: ResponseSize;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  resolversRun: number;
  /** When the resolver that was begun last got its turn. */
  turn: Promise<void>;
}

/**
 * Executes a query or mutation. Errors of fields are in the response.
 * @throws RequestRefused when the response would be too large
 */
export async function executeOperation(
  api: ExecutedApi,
  prepared: PreparedOperation,
  invocation: Invocation,
): Promise<Execution> {
  const scope = newScope(api, prepared, invocation);
  const schema = api.schema.executable;
  const { data, errors = [] } = await execute({
    schema,
    document: prepared.document,
    operationName: prepared.operation.name?.value,
    variableValues: prepared.variables,
    contextValue: scope,
    fieldResolver: resolveField,
  });
  if (scope.size.isExceeded) throw responseTooLarge();
  const written = [...scope.appended, ...errors.map((error) => executionError(error, schema))];
  const response = { data: (data ?? null) as JsonObject | null, ...(written.length > 0 && { errors: written }) };
  // Errors count, too: each has its path, which is made of names that the client chose.
  if (!new ResponseSize(MAX_RESPONSE_BYTES).fits(response)) throw responseTooLarge();
  return { response, invalidations: [...scope.invalidations.values()] };
}

function newScope(api: ExecutedApi, prepared: PreparedOperation, invocation: Invocation): Scope {
  return {
    api,
    prepared,
    invocation,
    appended: [],
    invalidations: new Map(),
    size: new ResponseSize(MAX_RESPONSE_BYTES),
    deadline: api.now() + MAX_EXECUTION_TIME,
    resolversRun: 0,
    turn: Promise.resolve(),
  };
}

function responseTooLarge(): RequestRefused {
  const { message } = new ResponseTooLarge(MAX_RESPONSE_BYTES);
  return new RequestRefused([{ path: null, locations: null, message }]);
}

const resolveField: GraphQLFieldResolver<unknown, Scope, JsonObject> = (source, args, scope, info) => {
  const { api, invocation, size } = scope;
  const { fieldName, parentType } = info;
  size.add(info.path.key);
  if (!api.maySee(invocation.caller, parentType.name, fieldName)) {
    throw notAuthorized(fieldName, parentType.name);
  }
  const resolver = api.resolvers.of(parentType.name, fieldName);
  if (!resolver) return counted(propertyOf(source, fieldName), size, info);
  scope.resolversRun += 1;
  if (scope.resolversRun > api.resolverCountLimit) throw tooManyResolvers(api.resolverCountLimit);
  return resolved(resolver, { source, args, info }, scope);
};

async function resolved(resolver: Resolver, call: ResolvedCall, scope: Scope): Promise<JsonValue> {
  const { info } = call;
  await takeTurn(scope);
  const context = contextOf(scope, call);
  try {
    return counted(await runField({ resolver, context, observer: observerOf(scope, info) }), scope.size, info);
  } catch (error) {
    if (!(error instanceof ResolverError)) throw error;
    scope.size.add([error.message, error.errorInfo]);
    throw filtered(error, scope, info);
  }
}

/** Other requests are served between the resolvers of one, of which there can be thousands. */
async function takeTurn(scope: Scope): Promise<void> {
  if (scope.resolversRun > 1) scope.turn = scope.turn.then(() => nextTurn());
  await scope.turn;
  if (scope.api.now() >= scope.deadline) throw executionTimeout();
  // What is too large already is not added to.
  scope.size.requireRoom();
}

/** A value that is written as it is has its size now; an object's fields are counted one by one. */
function counted(
  value: JsonValue,
  size: ResponseSize,
  { returnType }: Pick<GraphQLResolveInfo, 'returnType'>,
): JsonValue {
  if (isLeafType(getNamedType(returnType))) size.add(value);
  return value;
}

/** AppSync's error for a field that the caller's mode may not see. */
export function notAuthorized(fieldName: string, typeName: string): ResolverError {
  return new ResolverError(`Not Authorized to access ${fieldName} on type ${typeName}`, 'Unauthorized');
}

/** A field of a value that a resolver returned; nothing inherited. */
export function propertyOf(source: unknown, fieldName: string): JsonValue {
  return isJsonObject(source) && Object.hasOwn(source, fieldName) ? (source[fieldName] ?? null) : null;
}

/** One field and what it is called with. */
export interface FieldCall {
  readonly source: unknown;
  readonly args: JsonObject;
  readonly info: Pick<GraphQLResolveInfo, 'fieldName' | 'parentType' | 'fieldNodes'>;
}

interface ResolvedCall extends FieldCall {
  readonly info: GraphQLResolveInfo;
}

/** AppSync's context, without what changes from handler to handler: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
export function contextOf(
  { api, prepared, invocation }: { api: ExecutedApi; prepared: PreparedOperation; invocation: Invocation },
  { source, args, info }: FieldCall,
): JsonObject {
  return {
    // `ctx.args` is the same object: the engine makes it, so that large arguments cross into it once.
    arguments: args,
    identity: identityOf(invocation.caller, invocation.sourceIp),
    source: isJsonObject(source) ? source : null,
    request: { headers: withoutCookies(invocation.headers), domainName: invocation.domainName ?? null },
    info: {
      fieldName: info.fieldName,
      parentTypeName: info.parentType.name,
      variables: prepared.variables,
      ...prepared.selection.infoOf(info.fieldNodes[0]?.selectionSet),
    },
    env: api.environment,
  };
}

/** AppSync does not show cookies to resolvers. */
function withoutCookies(headers: Invocation['headers']): Invocation['headers'] {
  if (!Object.hasOwn(headers, 'cookie')) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'cookie'));
}

function observerOf(scope: Scope, info: GraphQLResolveInfo) {
  return {
    logged: (line: string) => scope.api.logged(`${info.parentType.name}.${info.fieldName}: ${line}`),
    appended: (error: ResolverError) => {
      scope.size.add([error.message, error.errorInfo]);
      scope.appended.push(resolverError(filtered(error, scope, info), placeOf(info)));
    },
    evaluated: (evaluation: Evaluation) => {
      addHeaders(scope, info, evaluation.responseHeaders ?? []);
      if (info.operation.operation === OperationTypeNode.MUTATION) invalidate(scope, evaluation.invalidations);
    },
  };
}

function filtered(error: ResolverError, scope: Scope, info: GraphQLResolveInfo): ResolverError {
  const data = scope.prepared.selection.filtered(info.fieldNodes[0]?.selectionSet, error.data);
  return new ResolverError(error.message, error.errorType, data, error.errorInfo);
}

function invalidate(scope: Scope, invalidations: readonly Invalidation[]): void {
  for (const each of invalidations) scope.invalidations.set(JSON.stringify(each), each);
  if (scope.invalidations.size <= MAX_INVALIDATIONS) return;
  throw new ResolverError(
    `A request may invalidate subscriptions at most ${MAX_INVALIDATIONS} times.`,
    'BadRequestException',
  );
}

function addHeaders(scope: Scope, info: GraphQLResolveInfo, headers: readonly ResponseHeader[]): void {
  for (const header of headers) {
    if (scope.invocation.responseHeaders?.add(header) !== false) continue;
    const message = `The response header "${header.name}" is left out: there is room for ${MAX_RESPONSE_HEADER_BYTES} bytes.`;
    scope.appended.push(resolverError(new ResolverError(message, 'ResponseHeaderError'), placeOf(info)));
  }
}

function placeOf(info: GraphQLResolveInfo) {
  const nodes = [...info.fieldNodes];
  return { path: responsePathAsArray(info.path), locations: locationsOf(new GraphQLError('', { nodes })) };
}

/** https://github.com/aws-amplify/amplify-cli/issues/8192 */
function executionTimeout(): ResolverError {
  return new ResolverError('Execution timed out.', 'ExecutionTimeout');
}

function tooManyResolvers(limit: number): ResolverError {
  return new ResolverError(`The request runs more than ${limit} resolvers.`, 'LimitExceededException');
}
