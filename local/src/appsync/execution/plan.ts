// How an operation is answered as long as nothing is wrong with it: worked out once for each document. Whatever does not fit is left
// to GraphQL.js, which knows what is wrong, and says so.
import {
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { Caller } from '../authorization/authorization';
import { MAX_PLANNED_FIELDS } from '../limits';
import { InputPlan } from './input-plan';
import { responseKey } from './selection';

/** What a field is asked for with, as far as executions look at it. */
export type FieldPlace = Pick<
  GraphQLResolveInfo,
  'fieldName' | 'fieldNodes' | 'parentType' | 'path' | 'returnType' | 'operation'
>;

/** A field of the root type. */
export interface PlannedRoot {
  readonly key: string;
  readonly place: FieldPlace;
  /** @returns its arguments; nothing when they do not fit */
  readonly argumentsFrom: (variables: JsonObject) => JsonObject | undefined;
  /** @returns the value as it is answered; nothing when it does not fit, or is too large @throws what a scalar has against it */
  readonly completed: (value: JsonValue, size: PlannedSize) => JsonValue | undefined;
}

/** What an API says about the fields of a plan. */
export interface Fields {
  maySee(caller: Caller, typeName: string, fieldName: string): boolean;
  readonly resolvers: {
    of(typeName: string, fieldName: string): unknown;
    /** Another number whenever one came or went. */
    readonly revision: number;
  };
}

/** The bytes that an answer may still have, counted as `ResponseSize` counts them. */
export class PlannedSize {
  left: number;

  /** @param limit bytes of the whole answer */
  constructor(limit: number) {
    // `{"data":{…}}`
    this.left = limit - ENVELOPE;
  }
}

const ENVELOPE = 10;
/** The mark after a key, the marks around it, and the mark after its value. */
const KEY = 4;
const TEXT = 2;

/** How one operation is answered. */
export class Plan {
  readonly roots: readonly PlannedRoot[];
  readonly #variables: InputPlan;
  readonly #visible = new Map<Caller['mode'], boolean>();
  readonly #fields: readonly PlannedField[];
  readonly #rootType: GraphQLObjectType;
  #revision: number | undefined;
  #isWithoutResolvers = false;

  private constructor(planning: Planning, variables: InputPlan, rootType: GraphQLObjectType, roots: Roots) {
    this.roots = roots.map(({ root }) => root);
    this.#variables = variables;
    this.#fields = planning.fields;
    this.#rootType = rootType;
  }

  /** @returns nothing for an operation that asks for more than plain fields of objects, or for too many */
  static of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Plan | undefined {
    const rootType = schema.getRootType(operation.operation);
    const variables = InputPlan.of(schema, operation.variableDefinitions ?? []);
    if (!rootType || !variables) return undefined;
    const planning = new Planning(document);
    const roots = planning.roots(rootType, operation);
    return roots && new Plan(planning, variables, rootType, roots);
  }

  /** @returns the variables with defaults, and scalars parsed; nothing when they do not fit */
  coerced(variables: JsonObject): JsonObject | undefined {
    return this.#variables.coerced(variables);
  }

  /** May the caller see everything below the root, and is it taken from what the root's resolvers answer? */
  isFor(caller: Caller, fields: Fields): boolean {
    const { resolvers } = fields;
    if (this.#revision !== resolvers.revision) {
      this.#revision = resolvers.revision;
      this.#isWithoutResolvers = !this.#fields.some(({ typeName, name }) => resolvers.of(typeName, name));
    }
    return this.#isWithoutResolvers && this.#isVisible(caller, fields);
  }

  /** May the caller see everything, the root's fields as well? */
  isVisibleTo(caller: Caller, fields: Fields): boolean {
    return (
      this.#isVisible(caller, fields) &&
      this.roots.every(({ place }) => fields.maySee(caller, this.#rootType.name, place.fieldName))
    );
  }

  /** By the caller's mode: the schema is the plan's, and so are the rules of the API. */
  #isVisible(caller: Caller, fields: Fields): boolean {
    if (caller.mode === 'AWS_LAMBDA' && caller.deniedFields.size > 0) return false;
    const known = this.#visible.get(caller.mode);
    if (known !== undefined) return known;
    const isVisible = this.#fields.every(({ typeName, name }) => fields.maySee(caller, typeName, name));
    this.#visible.set(caller.mode, isVisible);
    return isVisible;
  }
}

/** The plans of the operations of one document. */
export class Plans {
  readonly #plans = new Map<OperationDefinitionNode, Plan | undefined>();
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
  }

  of(operation: OperationDefinitionNode): Plan | undefined {
    const known = this.#plans.get(operation);
    if (known || this.#plans.has(operation)) return known;
    const plan = Plan.of(this.#schema, this.#document, operation);
    this.#plans.set(operation, plan);
    return plan;
  }
}

/** A field below the root. */
interface PlannedField {
  readonly typeName: string;
  readonly name: string;
  readonly key: string;
  readonly value: PlannedValue;
}

type PlannedValue = { readonly isRequired: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: PlannedValue }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
);

/** A field of an object, or the name of its type. */
type Member = PlannedField | { readonly key: string; readonly typeName: string; readonly name?: undefined };

type Roots = readonly { readonly root: PlannedRoot }[];

/** A plan that is being made. Gives up by answering nothing. */
class Planning {
  readonly fields: PlannedField[] = [];
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(document: DocumentNode) {
    this.#fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
  }

  roots(type: GraphQLObjectType, operation: OperationDefinitionNode): Roots | undefined {
    const groups = this.#grouped(type, [operation.selectionSet]);
    return groups && allOf(groups, ([key, nodes]) => this.#root(key, nodes, { type, operation }));
  }

  #root(
    key: string,
    nodes: Nodes,
    { type, operation }: { readonly type: GraphQLObjectType; readonly operation: OperationDefinitionNode },
  ): { readonly root: PlannedRoot } | undefined {
    const [node] = nodes;
    const definition = type.getFields()[node.name.value];
    const value = definition && this.#value(definition.type, nodes);
    const args = definition && allOf(definition.args, (argument) => plannedArgument(argument, node));
    if (!value || !args) return undefined;
    const place: FieldPlace = {
      fieldName: node.name.value,
      fieldNodes: nodes,
      parentType: type,
      path: { prev: undefined, key, typename: type.name },
      returnType: definition.type,
      operation,
    };
    const bytes = key.length + KEY;
    const completed = (given: JsonValue, size: PlannedSize) => {
      size.left -= bytes;
      const answered = completedValue(value, given, size);
      return size.left < 0 ? undefined : answered;
    };
    return { root: { key, place, argumentsFrom: (variables) => argumentsFrom(args, variables), completed } };
  }

  #value(type: GraphQLOutputType, nodes: Nodes): PlannedValue | undefined {
    if (isNonNullType(type)) {
      const value = this.#value(type.ofType, nodes);
      return value && { ...value, isRequired: true };
    }
    if (isLeafType(type)) return { kind: 'leaf', type, isRequired: false };
    if (isListType(type)) {
      const item = this.#value(type.ofType, nodes);
      return item && { kind: 'list', item, isRequired: false };
    }
    if (!isObjectType(type)) return undefined;
    const groups = this.#grouped(
      type,
      nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    );
    const members = groups && allOf(groups, ([key, inner]) => this.#member(type, key, inner));
    return members && { kind: 'object', members, isRequired: false };
  }

  #member(type: GraphQLObjectType, key: string, nodes: Nodes): Member | undefined {
    const name = nodes[0].name.value;
    if (name === '__typename') return { key, typeName: type.name };
    // The unfolded fields of nested fragments can be many millions.
    if (this.fields.length >= MAX_PLANNED_FIELDS) return undefined;
    const definition = type.getFields()[name];
    const value = definition && this.#value(definition.type, nodes);
    if (!value) return undefined;
    const field = { typeName: type.name, name, key, value };
    this.fields.push(field);
    return field;
  }

  /** Fields that come together in the response; nothing when a fragment may be for other types, too. */
  #grouped(type: GraphQLObjectType, sets: readonly SelectionSetNode[]): ReadonlyMap<string, Nodes> | undefined {
    const groups = new Map<string, [FieldNode, ...FieldNode[]]>();
    const seen = new Set<string>();
    const isWhole = sets.every((set) => this.#gather({ type, groups, seen }, set));
    // An object of JavaScript has no plain member of that name.
    return isWhole && !groups.has('__proto__') ? groups : undefined;
  }

  #gather(gathering: Gathering, { selections }: SelectionSetNode): boolean {
    const { type, groups, seen } = gathering;
    return selections.every((node) => {
      if (node.kind === Kind.FIELD) {
        const group = groups.get(responseKey(node));
        if (group) group.push(node);
        else groups.set(responseKey(node), [node]);
        return true;
      }
      const name = node.kind === Kind.FRAGMENT_SPREAD ? node.name.value : undefined;
      if (name !== undefined && seen.has(name)) return true;
      if (name !== undefined) seen.add(name);
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : node;
      if (!fragment || (fragment.typeCondition && fragment.typeCondition.name.value !== type.name)) return false;
      return this.#gather(gathering, fragment.selectionSet);
    });
  }
}

interface Gathering {
  readonly type: GraphQLObjectType;
  readonly groups: Map<string, [FieldNode, ...FieldNode[]]>;
  /** The fragments that were spread already. */
  readonly seen: Set<string>;
}

/** Fields with the same key. */
type Nodes = readonly [FieldNode, ...FieldNode[]];

/** An argument that is the same for every request, or a variable. */
interface PlannedArgument {
  readonly name: string;
  readonly isRequired: boolean;
  readonly variable: string | undefined;
  /** Of the argument; of a variable that is not given. */
  readonly value: JsonValue | undefined;
}

function plannedArgument(argument: GraphQLArgument, node: FieldNode): PlannedArgument | undefined {
  const { name, type } = argument;
  const given = node.arguments?.find((each) => each.name.value === name)?.value;
  const isRequired = isNonNullType(type);
  // Every scalar parses JSON into JSON.
  const byDefault = argument.defaultValue as JsonValue | undefined;
  if (given?.kind === Kind.VARIABLE) return { name, isRequired, variable: given.name.value, value: byDefault };
  // A literal that holds variables has no value without them.
  const value = given ? (valueFromAST(given, type) as JsonValue | undefined) : byDefault;
  if (value === undefined && (given || isRequired)) return undefined;
  return { name, isRequired, variable: undefined, value };
}

function argumentsFrom(planned: readonly PlannedArgument[], variables: JsonObject): JsonObject | undefined {
  const args: Record<string, JsonValue> = {};
  for (const { name, isRequired, variable, value } of planned) {
    const isGiven = variable !== undefined && Object.hasOwn(variables, variable);
    const given = isGiven ? variables[variable] : value;
    if (isRequired && (given ?? null) === null) return undefined;
    if (given !== undefined) args[name] = given;
  }
  return args;
}

/** @returns nothing when the value does not fit @throws what a scalar has against it */
function completedValue(planned: PlannedValue, value: JsonValue | undefined, size: PlannedSize): JsonValue | undefined {
  if (value === null || value === undefined) {
    size.left -= 1;
    return planned.isRequired ? undefined : null;
  }
  if (planned.kind === 'leaf') return completedLeaf(planned.type, value, size);
  return planned.kind === 'list' ? completedList(planned.item, value, size) : completedObject(planned, value, size);
}

function completedLeaf(type: GraphQLLeafType, value: JsonValue, size: PlannedSize): JsonValue | undefined {
  const written = type.serialize(value);
  if (typeof written === 'string') {
    size.left -= written.length + TEXT;
    return written;
  }
  size.left -= 1;
  return typeof written === 'number' || typeof written === 'boolean' ? written : undefined;
}

function completedList(planned: PlannedValue, value: JsonValue, size: PlannedSize): JsonValue | undefined {
  if (!isJsonArray(value)) return undefined;
  size.left -= 1;
  const list: JsonValue[] = [];
  for (const each of value) {
    size.left -= 1;
    const item = completedValue(planned, each, size);
    if (item === undefined || size.left < 0) return undefined;
    list.push(item);
  }
  return list;
}

function completedObject(
  { members }: Extract<PlannedValue, { kind: 'object' }>,
  source: JsonValue,
  size: PlannedSize,
): JsonValue | undefined {
  size.left -= 1;
  const object: Record<string, JsonValue> = {};
  for (const member of members) {
    const { key, name } = member;
    size.left -= key.length + KEY;
    const value = name === undefined ? typeNameOf(member, size) : memberOf(member, source, size);
    if (value === undefined || size.left < 0) return undefined;
    object[key] = value;
  }
  return object;
}

function typeNameOf({ typeName }: Member, size: PlannedSize): string {
  size.left -= typeName.length + TEXT;
  return typeName;
}

/** Nothing inherited. */
function memberOf({ name, value }: PlannedField, source: JsonValue, size: PlannedSize): JsonValue | undefined {
  const given = isJsonObject(source) && Object.hasOwn(source, name) ? source[name] : null;
  return completedValue(value, given, size);
}

/** @returns nothing as soon as there is nothing for one of them */
function allOf<Item, Result>(
  items: Iterable<Item>,
  resultOf: (item: Item) => Result | undefined,
): readonly Result[] | undefined {
  const results: Result[] = [];
  for (const item of items) {
    const result = resultOf(item);
    if (result === undefined) return undefined;
    results.push(result);
  }
  return results;
}
