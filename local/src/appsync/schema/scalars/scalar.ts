// What every scalar of AppSync has in common.
import { GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { shortened } from '../../excerpt';

/** A value that is not of the scalar's kind. AppSync's sentences begin differently for input and output. */
export class InvalidScalar extends Error {
  /** @param kind how AppSync calls a value of this scalar, such as `DateTime Object` */
  constructor(
    readonly value: unknown,
    readonly kind: string,
  ) {
    super(`Unable to parse \`${shortened(plainText(value))}\` as a valid ${kind}.`);
    this.name = 'InvalidScalar';
  }
}

/** One scalar, described. */
export interface ScalarDefinition {
  readonly name: string;
  /** How AppSync calls a value of this scalar in its sentences, such as `DateTime Object`. */
  readonly kind: string;
  /** Is this one of the scalar's values? Input and output obey the same rule. */
  readonly accepts: (value: unknown) => boolean;
}

/** A scalar that travels as it is and is only checked. */
export function checkedScalar({ name, kind, accepts }: ScalarDefinition): GraphQLScalarType {
  const check = (value: unknown) => {
    if (!accepts(value)) throw new InvalidScalar(value, kind);
    return value;
  };
  return new GraphQLScalarType({
    name,
    serialize: check,
    parseValue: check,
    parseLiteral: (literal) => check(literalValue(literal)),
  });
}

/** Texts that each scalar remembers to have accepted, of so many characters at most. */
const MAX_ACCEPTED = 100;
const MAX_ACCEPTED_LENGTH = 50;

/** A scalar whose values are strings of one form. A text comes several times: with a message, and out of each of its resolvers. */
export function textScalar(name: string, kind: string, accepts: (text: string) => boolean): GraphQLScalarType {
  const accepted = new Set<unknown>();
  return checkedScalar({
    name,
    kind,
    accepts: (value) => {
      if (accepted.has(value)) return true;
      if (typeof value !== 'string' || !accepts(value)) return false;
      if (accepted.size === MAX_ACCEPTED) accepted.clear();
      if (value.length <= MAX_ACCEPTED_LENGTH) accepted.add(value);
      return true;
    },
  });
}

/** The value of a literal; `undefined`, which no scalar accepts, for objects, lists and variables. */
function literalValue(literal: ValueNode): unknown {
  if (literal.kind === Kind.OBJECT || literal.kind === Kind.LIST || literal.kind === Kind.VARIABLE) return undefined;
  return literal.kind === Kind.ENUM ? undefined : valueFromASTUntyped(literal);
}

/** The value as AppSync quotes it in a sentence. */
function plainText(value: unknown): string {
  if (value === undefined) return 'undefined';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
