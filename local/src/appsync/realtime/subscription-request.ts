// The `data` of a `start` message: what a client wants to listen to, and whether it may.
import { createHash } from 'node:crypto';
import {
  executeSync,
  getArgumentValues,
  getNamedType,
  isLeafType,
  OperationTypeNode,
  type FieldNode,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
} from 'graphql';
import type { JsonObject, JsonValue } from '../../foundation/json';
import { requirePermission, type Caller } from '../authorization/authorization';
import { contextOf, notAuthorized, propertyOf, type Invocation } from '../execution/execution';
import { runField } from '../execution/field-run';
import { executionError, RequestRefused } from '../execution/graphql-error';
import { ResponseSize } from '../execution/response-size';
import type { GraphQlRequest } from '../execution/graphql-request';
import type { GraphqlApi } from '../graphql-api';
import type { Evaluation } from '../javascript/javascript';
import { MAX_PAYLOAD_BYTES } from '../limits';
import { PlannedSize } from '../execution/plan';
import type { PreparedOperation } from '../execution/prepared-operation';
import { argumentFilter, readFilter, type Filter } from './filter';
import type { Listener } from './subscriptions';

/** A subscription with two root fields, which AppSync calls a duplicate: https://github.com/aws-amplify/amplify-js/issues/4813 */
export class SeveralRootFields extends Error {}

/** A subscription field and its arguments. */
interface Subscribed {
  readonly prepared: PreparedOperation;
  readonly root: GraphQLObjectType;
  readonly node: FieldNode;
  readonly args: JsonObject;
}

/** The filters that a subscription's resolver set. */
interface Filters {
  readonly filter: Filter | undefined;
  readonly invalidationFilter: Filter | undefined;
}

/**
 * Prepares a subscription: validates it, asks whether the caller may, and runs its resolver.
 * @throws MalformedRequest, RequestRefused, Unauthorized, ResolverError, FilterRefused or SeveralRootFields
 */
export async function prepareSubscription(
  api: GraphqlApi,
  request: GraphQlRequest,
  invocation: Invocation,
): Promise<Listener> {
  const prepared = api.prepare(request);
  const subscribed = subscribedField(api, prepared);
  const field = subscribed.node.name.value;
  const resources = [api.fieldArn(subscribed.root.name, field)];
  requirePermission(invocation.caller, { action: 'appsync:GraphQL', resources }, api.iam);
  if (!api.maySee(invocation.caller, subscribed.root.name, field)) {
    throw notAuthorized(field, subscribed.root.name);
  }
  const { filter, invalidationFilter } = await filtersOf(api, subscribed, invocation);
  const used = filter ?? argumentFilter(filteringArguments(subscribed));
  api.subscribed(field, subscribed.args, invocation);
  const { operation, document, coercedVariables } = prepared;
  const payloadKey = digestOf([
    document.loc?.source.body ?? null,
    operation.name?.value ?? null,
    coercedVariables,
    ...sightOf(invocation.caller),
  ]);
  return {
    key: digestOf([payloadKey, used, invalidationFilter ?? null]),
    payloadKey,
    field,
    mutations: api.schema.mutationsOf(field),
    filter: used,
    invalidationFilter,
    payloadOf: (published) => payloadOf({ api, prepared, invocation, field }, published),
  };
}

/** Stands for texts that may be a megabyte long, of which there may be as many as there are subscriptions. */
function digestOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}

/** What decides which fields a caller sees: those for whom it is the same can share a payload. */
function sightOf(caller: Caller): readonly string[] {
  return caller.mode === 'AWS_LAMBDA' ? [caller.mode, ...[...caller.deniedFields].sort()] : [caller.mode];
}

/** The one root field. AppSync refuses a document with two before it looks at anything else. */
function subscribedField(api: GraphqlApi, prepared: PreparedOperation): Subscribed {
  const root = api.schema.executable.getSubscriptionType();
  if (prepared.operation.operation !== OperationTypeNode.SUBSCRIPTION || !root) throw notASubscription();
  const [node, another] = prepared.rootFields;
  if (another) throw new SeveralRootFields();
  const definition = node && root.getFields()[node.name.value];
  if (!node || !definition) throw notASubscription();
  // Every scalar parses JSON into JSON.
  const args = getArgumentValues(definition, node, prepared.coercedVariables) as JsonObject;
  return { prepared, root, node, args };
}

function notASubscription(): RequestRefused {
  const message = 'Only subscriptions are supported through the realtime channel';
  return new RequestRefused([{ path: null, locations: null, message }]);
}

/** The resolver of a subscription field runs once, now: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
async function filtersOf(api: GraphqlApi, subscribed: Subscribed, invocation: Invocation): Promise<Filters> {
  const { prepared, root, node, args } = subscribed;
  const resolver = api.resolvers.of(root.name, node.name.value);
  const evaluations: Evaluation[] = [];
  if (resolver) {
    const info = { fieldName: node.name.value, parentType: root, fieldNodes: [node] };
    await runField({
      resolver,
      context: contextOf({ api, prepared, invocation }, { source: null, args, info }),
      observer: {
        evaluated: (evaluation) => evaluations.push(evaluation),
        appended: (error) => {
          throw error;
        },
        logged: (line) => api.logged(`${root.name}.${node.name.value}: ${line}`),
      },
    });
  }
  const filter = evaluations.findLast(({ subscriptionFilter }) => subscriptionFilter !== undefined)?.subscriptionFilter;
  const ending = evaluations.findLast(({ invalidationFilter }) => invalidationFilter !== undefined)?.invalidationFilter;
  return {
    filter: isGiven(filter) ? readFilter(filter) : undefined,
    invalidationFilter: isGiven(ending) ? readFilter(ending) : undefined,
  };
}

function isGiven(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined && value !== null;
}

/**
 * The arguments that the client wrote down. An omitted one does not filter; a variable without a value filters by null:
 * https://github.com/awslabs/aws-mobile-appsync-sdk-js/issues/241
 */
function filteringArguments({ node, args }: Subscribed): JsonObject {
  const names = (node.arguments ?? []).map(({ name }) => name.value);
  return Object.fromEntries(names.map((name) => [name, args[name] ?? null]));
}

/** Where a payload goes. */
interface Delivery {
  readonly api: GraphqlApi;
  readonly prepared: PreparedOperation;
  readonly invocation: Invocation;
  readonly field: string;
}

/** What is delivered, as JSON; nothing when AppSync would drop it. */
function payloadOf(delivery: Delivery, published: JsonValue): Buffer | undefined {
  const result = plannedSelection(delivery, published) ?? selected(delivery, published);
  const payload = result && Buffer.from(JSON.stringify(result));
  if (payload && payload.length <= MAX_PAYLOAD_BYTES) return payload;
  const { api, field } = delivery;
  api.payloadDropped(`Subscription.${field}`);
  return undefined;
}

/** As below, if nothing is wrong with it. */
function plannedSelection({ api, prepared, invocation }: Delivery, published: JsonValue): object | undefined {
  const plan = prepared.plans?.delivery.of(prepared.operation);
  const [root] = plan?.roots ?? [];
  if (!root || !plan?.isVisibleTo(invocation.caller, api)) return undefined;
  try {
    const completed = root.completed(published, new PlannedSize(MAX_PAYLOAD_BYTES));
    return completed === undefined ? undefined : { data: { [root.key]: completed } };
  } catch {
    return undefined;
  }
}

/**
 * The client's selection of what the mutation selected. Resolvers of fields do not run again.
 * @returns nothing as soon as it is too large
 */
function selected({ api, prepared, invocation, field }: Delivery, published: JsonValue): object | undefined {
  const { wire } = api.schema;
  const size = new ResponseSize(MAX_PAYLOAD_BYTES);
  const { data, errors = [] } = executeSync({
    schema: wire,
    document: prepared.document,
    operationName: prepared.operation.name?.value,
    variableValues: prepared.variables,
    rootValue: { [field]: published },
    contextValue: { api, invocation, size },
    fieldResolver: selectField,
  });
  if (size.isExceeded) return undefined;
  const written = errors.map((error) => executionError(error, wire));
  const result = { data, ...(written.length > 0 && { errors: written }) };
  return new ResponseSize(MAX_PAYLOAD_BYTES).fits(result) ? result : undefined;
}

const selectField: GraphQLFieldResolver<unknown, SelectionScope> = (source, _args, scope, info) => {
  const { api, invocation, size } = scope;
  const { fieldName, parentType, returnType } = info;
  size.add(info.path.key);
  if (!api.maySee(invocation.caller, parentType.name, fieldName)) {
    throw notAuthorized(fieldName, parentType.name);
  }
  const value = propertyOf(source, fieldName);
  if (isLeafType(getNamedType(returnType))) size.add(value);
  return value;
};

type SelectionScope = Pick<Delivery, 'api' | 'invocation'> & { readonly size: ResponseSize };
