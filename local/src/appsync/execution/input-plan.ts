// How the variables of an operation are read as long as they fit: worked out once for each document.
import {
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';

type PlannedInput = { readonly isRequired: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: PlannedInput }
  | { readonly kind: 'object'; readonly members: readonly PlannedMember[] }
);

/** A variable, or a field of an input object. */
interface PlannedMember {
  readonly name: string;
  readonly input: PlannedInput;
  readonly byDefault: JsonValue | undefined;
}

/** The variables of one operation. */
export class InputPlan {
  readonly #members: readonly PlannedMember[];

  private constructor(members: readonly PlannedMember[]) {
    this.#members = members;
  }

  /** @returns nothing for variables that only GraphQL.js reads */
  static of(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): InputPlan | undefined {
    const planning = new InputPlanning();
    const members: PlannedMember[] = [];
    for (const { variable, type: typeNode, defaultValue } of definitions) {
      const type = typeFromAST(schema, typeNode);
      if (!isInputType(type)) return undefined;
      const name = variable.name.value;
      const input = planning.input(type);
      // Every scalar parses JSON into JSON.
      const byDefault = defaultValue && (valueFromAST(defaultValue, type) as JsonValue | undefined);
      const isPlain = name !== '__proto__' && (!defaultValue || byDefault !== undefined);
      if (!input || !isPlain) return undefined;
      members.push({ name, input, byDefault });
    }
    return new InputPlan(members);
  }

  /** @returns the variables with defaults, and scalars parsed; nothing when they do not fit */
  coerced(variables: JsonObject): JsonObject | undefined {
    try {
      return membersOf(this.#members, variables);
    } catch {
      // A scalar does not take its value, or the stack is full: GraphQL.js says so.
      return undefined;
    }
  }
}

class InputPlanning {
  /** An input object may have fields of its own type. */
  readonly #objects = new Map<GraphQLInputObjectType, readonly PlannedMember[]>();

  input(type: GraphQLInputType): PlannedInput | undefined {
    if (isNonNullType(type)) {
      const input = this.input(type.ofType);
      return input && { ...input, isRequired: true };
    }
    if (isLeafType(type)) return { kind: 'leaf', type, isRequired: false };
    if (isListType(type)) {
      const item = this.input(type.ofType);
      return item && { kind: 'list', item, isRequired: false };
    }
    const members = isInputObjectType(type) ? this.#membersOf(type) : undefined;
    return members && { kind: 'object', members, isRequired: false };
  }

  #membersOf(type: GraphQLInputObjectType): readonly PlannedMember[] | undefined {
    const known = this.#objects.get(type);
    if (known) return known;
    if (type.isOneOf) return undefined;
    const members: PlannedMember[] = [];
    this.#objects.set(type, members);
    for (const { name, type: fieldType, defaultValue } of Object.values(type.getFields())) {
      const input = this.input(fieldType);
      if (!input) return undefined;
      members.push({ name, input, byDefault: defaultValue as JsonValue | undefined });
    }
    return members;
  }
}

function membersOf(members: readonly PlannedMember[], given: JsonObject): JsonObject | undefined {
  const coerced: Record<string, JsonValue> = {};
  for (const { name, input, byDefault } of members) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value === undefined) {
      if (byDefault !== undefined) coerced[name] = byDefault;
      else if (input.isRequired) return undefined;
      continue;
    }
    const read = valueOf(input, value);
    if (read === undefined) return undefined;
    coerced[name] = read;
  }
  return coerced;
}

/** @returns nothing when the value does not fit @throws what a scalar has against it */
function valueOf(input: PlannedInput, value: JsonValue): JsonValue | undefined {
  if (value === null) return input.isRequired ? undefined : null;
  switch (input.kind) {
    case 'leaf':
      return input.type.parseValue(value) as JsonValue | undefined;
    case 'list':
      return listOf(input.item, isJsonArray(value) ? value : [value]);
    case 'object':
      return isJsonObject(value) ? objectOf(input.members, value) : undefined;
  }
}

function listOf(input: PlannedInput, values: readonly JsonValue[]): JsonValue | undefined {
  const list: JsonValue[] = [];
  for (const each of values) {
    const value = valueOf(input, each);
    if (value === undefined) return undefined;
    list.push(value);
  }
  return list;
}

function objectOf(members: readonly PlannedMember[], given: JsonObject): JsonObject | undefined {
  for (const name in given) {
    if (!members.some((member) => member.name === name)) return undefined;
  }
  return membersOf(members, given);
}
