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
import { runField, type RunContext, type RunObserver } from './field-run';
import { executionError, locationsOf, RequestRefused, ResolverError, resolverError } from './graphql-error';
import type { Evaluation, Invalidation, ResponseHeader } from '../javascript/javascript';
import { MAX_EXECUTION_TIME, MAX_INVALIDATIONS, MAX_RESPONSE_BYTES, MAX_RESPONSE_HEADER_BYTES } from '../limits';
import { type FieldPlace, type Plan, PlannedSize, type PlannedRoot } from './plan';
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
  /** By their JSON, so that equal ones count once; most requests have none. */
  invalidations: Map<string, Invalidation> | undefined;
  readonly size: ResponseSize;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  resolversRun: number;
  /** When the resolver that was begun last got its turn. */
  turn: Promise<void>;
  /** What the root's fields that were begun came to, by their keys. */
  readonly begun: Record<string, JsonValue | Promise<JsonValue>>;
}

/**
 * Executes a query or mutation. Errors of fields are in the response.
 * @returns at once where nothing has to be waited for
 * @throws RequestRefused when the response would be too large, also by its promise
 */
export function executeOperation(
  api: ExecutedApi,
  prepared: PreparedOperation,
  invocation: Invocation,
): Execution | Promise<Execution> {
  const scope = newScope(api, prepared, invocation);
  const data = prepared.plan && plannedData(prepared.plan, scope);
  return data instanceof Promise ? data.then((planned) => executed(scope, planned)) : executed(scope, data);
}

/** @param data what the plan came to */
function executed(scope: Scope, data: JsonObject | undefined): Execution | Promise<Execution> {
  if (!data) return executeByGraphQl(scope);
  if (scope.appended.length > 0) return executionOf(scope, { data, errors: scope.appended });
  return { response: { data }, invalidations: invalidationsOf(scope) };
}

/** An answer that is made by a plan. */
interface PlannedAnswer {
  readonly plan: Plan;
  readonly scope: Scope;
  readonly isSerial: boolean;
  readonly data: Record<string, JsonValue>;
  readonly size: PlannedSize;
}

type PlannedData = JsonObject | undefined;

/** @returns what is answered if nothing is wrong with it, and nothing else */
function plannedData(plan: Plan, scope: Scope): PlannedData | Promise<PlannedData> {
  const { api, invocation, prepared } = scope;
  if (!plan.isFor(invocation.caller, api)) return undefined;
  // The fields of a mutation run one after the other: https://spec.graphql.org/October2021/#sec-Mutation
  const isSerial = prepared.operation.operation === OperationTypeNode.MUTATION || plan.roots.length === 1;
  try {
    if (!isSerial) beginAll(plan.roots, scope);
    const data = dataFrom(0, { plan, scope, isSerial, data: {}, size: new PlannedSize(MAX_RESPONSE_BYTES) });
    return data instanceof Promise ? data.catch(() => undefined) : data;
  } catch {
    // The error of a resolver, or of a scalar: GraphQL.js gives it its place.
    return undefined;
  }
}

/** @param first the root with which to go on */
function dataFrom(first: number, answer: PlannedAnswer): PlannedData | Promise<PlannedData> {
  const { plan, scope, isSerial, data } = answer;
  for (let index = first; ; index += 1) {
    const root = plan.roots[index];
    if (!root) return scope.size.isExceeded ? undefined : data;
    const value = isSerial ? begin(root, scope) : begunIn(scope, root.key);
    if (value instanceof Promise) {
      return value.then((given) => (complete(root, given, answer) ? dataFrom(index + 1, answer) : undefined));
    }
    if (!complete(root, value, answer)) return undefined;
  }
}

/** @returns whether nothing is wrong with the value */
function complete(
  root: PlannedRoot,
  given: JsonValue | undefined,
  { plan, scope, data, size }: PlannedAnswer,
): boolean {
  // Resolvers may have come meanwhile.
  if (given === undefined || !plan.isFor(scope.invocation.caller, scope.api)) return false;
  const completed = root.completed(given, size);
  if (completed === undefined) return false;
  data[root.key] = completed;
  return true;
}

/** Several can fail before anybody waits for them. */
function beginAll(roots: readonly PlannedRoot[], scope: Scope): void {
  for (const root of roots) {
    const value = begin(root, scope);
    if (value instanceof Promise) value.catch(() => undefined);
  }
}

/** Runs a field of the root, once: what it comes to is kept. @returns nothing when its arguments do not fit */
function begin({ key, place, argumentsFrom }: PlannedRoot, scope: Scope): JsonValue | Promise<JsonValue> | undefined {
  const args = argumentsFrom(scope.prepared.coercedVariables);
  const value = args && fieldValue(null, args, scope, place);
  if (value !== undefined) scope.begun[key] = value;
  return value;
}

/** What GraphQL.js makes of an operation, errors as well. What the root's fields came to already they come to again. */
async function executeByGraphQl(scope: Scope): Promise<Execution> {
  const { api, prepared } = scope;
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
  return executionOf(scope, {
    data: (data ?? null) as JsonObject | null,
    ...(written.length > 0 && { errors: written }),
  });
}

/** Errors count, too: each has its path, which is made of names that the client chose. @throws RequestRefused when they do not fit */
function executionOf(scope: Scope, response: GraphQlResponse): Execution {
  if (!new ResponseSize(MAX_RESPONSE_BYTES).fits(response)) throw responseTooLarge();
  return { response, invalidations: invalidationsOf(scope) };
}

function invalidationsOf({ invalidations }: Scope): readonly Invalidation[] {
  return invalidations ? [...invalidations.values()] : [];
}

function newScope(api: ExecutedApi, prepared: PreparedOperation, invocation: Invocation): Scope {
  return {
    api,
    prepared,
    invocation,
    appended: [],
    invalidations: undefined,
    size: new ResponseSize(MAX_RESPONSE_BYTES),
    deadline: api.now() + MAX_EXECUTION_TIME,
    resolversRun: 0,
    turn: BEGUN,
    begun: {},
  };
}

const BEGUN = Promise.resolve();

function responseTooLarge(): RequestRefused {
  const { message } = new ResponseTooLarge(MAX_RESPONSE_BYTES);
  return new RequestRefused([{ path: null, locations: null, message }]);
}

const resolveField: GraphQLFieldResolver<unknown, Scope, JsonObject> = (source, args, scope, info) => {
  const begun = info.path.prev ? undefined : begunIn(scope, String(info.path.key));
  return begun === undefined ? fieldValue(source, args, scope, info) : begun;
};

function begunIn({ begun }: Scope, key: string): JsonValue | Promise<JsonValue> | undefined {
  return Object.hasOwn(begun, key) ? begun[key] : undefined;
}

/** @throws ResolverError or ResponseTooLarge, also by its promise */
function fieldValue(source: unknown, args: JsonObject, scope: Scope, info: FieldPlace): JsonValue | Promise<JsonValue> {
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
}

/** Never throws at once: also what a resolver fails with is kept, so that it does not run again. */
function resolved(resolver: Resolver, call: ResolvedCall, scope: Scope): JsonValue | Promise<JsonValue> {
  if (scope.resolversRun === 1) {
    try {
      return ran(resolver, call, scope);
    } catch (error) {
      return BEGUN.then(() => {
        throw error;
      });
    }
  }
  // Other requests are served between the resolvers of one, of which there can be thousands.
  scope.turn = scope.turn.then(() => nextTurn());
  return scope.turn.then(() => ran(resolver, call, scope));
}

function ran(resolver: Resolver, call: ResolvedCall, scope: Scope): JsonValue | Promise<JsonValue> {
  const { info } = call;
  requireTimeAndRoom(scope);
  const context = contextOf(scope, call);
  try {
    const value = runField({ resolver, context, observer: new Observer(scope, info) });
    if (!(value instanceof Promise)) return counted(value, scope.size, info);
    return value.then(
      (given) => counted(given, scope.size, info),
      (error: unknown) => fail(error, scope, info),
    );
  } catch (error) {
    return fail(error, scope, info);
  }
}

/** @throws what a resolver failed with, as it is answered */
function fail(error: unknown, scope: Scope, info: FieldPlace): never {
  if (!(error instanceof ResolverError)) throw error;
  scope.size.add([error.message, error.errorInfo]);
  throw filtered(error, scope, info);
}

function requireTimeAndRoom(scope: Scope): void {
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
  readonly info: FieldPlace;
}

/** AppSync's context, as a run begins with it. */
export function contextOf(
  { api, prepared, invocation }: { api: ExecutedApi; prepared: PreparedOperation; invocation: Invocation },
  { source, args, info }: FieldCall,
): RunContext {
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
    stash: {},
    prev: null,
    result: null,
    error: null,
  };
}

/** AppSync does not show cookies to resolvers. */
function withoutCookies(headers: Invocation['headers']): Invocation['headers'] {
  if (!Object.hasOwn(headers, 'cookie')) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'cookie'));
}

/** What a resolver's run tells of itself becomes part of the answer. */
class Observer implements RunObserver {
  readonly #scope: Scope;
  readonly #place: FieldPlace;

  constructor(scope: Scope, place: FieldPlace) {
    this.#scope = scope;
    this.#place = place;
  }

  logged(line: string): void {
    const { fieldName, parentType } = this.#place;
    this.#scope.api.logged(`${parentType.name}.${fieldName}: ${line}`);
  }

  appended(error: ResolverError): void {
    const { appended, size } = this.#scope;
    size.add([error.message, error.errorInfo]);
    appended.push(resolverError(filtered(error, this.#scope, this.#place), placeOf(this.#place)));
  }

  evaluated({ invalidations, responseHeaders }: Evaluation): void {
    if (responseHeaders) addHeaders(this.#scope, this.#place, responseHeaders);
    if (this.#place.operation.operation === OperationTypeNode.MUTATION) invalidate(this.#scope, invalidations);
  }
}

function filtered(error: ResolverError, scope: Scope, info: FieldPlace): ResolverError {
  const data = scope.prepared.selection.filtered(info.fieldNodes[0]?.selectionSet, error.data);
  return new ResolverError(error.message, error.errorType, data, error.errorInfo);
}

function invalidate(scope: Scope, invalidations: readonly Invalidation[]): void {
  if (invalidations.length === 0) return;
  scope.invalidations ??= new Map();
  for (const each of invalidations) scope.invalidations.set(JSON.stringify(each), each);
  if (scope.invalidations.size <= MAX_INVALIDATIONS) return;
  throw new ResolverError(
    `A request may invalidate subscriptions at most ${MAX_INVALIDATIONS} times.`,
    'BadRequestException',
  );
}

function addHeaders(scope: Scope, info: FieldPlace, headers: readonly ResponseHeader[]): void {
  for (const header of headers) {
    if (scope.invocation.responseHeaders?.add(header) !== false) continue;
    const message = `The response header "${header.name}" is left out: there is room for ${MAX_RESPONSE_HEADER_BYTES} bytes.`;
    scope.appended.push(resolverError(new ResolverError(message, 'ResponseHeaderError'), placeOf(info)));
  }
}

function placeOf(info: FieldPlace) {
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
