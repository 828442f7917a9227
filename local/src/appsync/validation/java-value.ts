// Values as Java has them, because AppSync's sentences speak of them so.
import { GRAPHQL_MAX_INT, Kind, type ValueNode } from 'graphql';
import type { JsonValue } from '../../foundation/json';

/** A literal as graphql-java prints it, such as `StringValue{value='x'}`. */
export function javaValue(node: ValueNode): string {
  switch (node.kind) {
    case Kind.STRING:
      return `StringValue{value='${node.value}'}`;
    case Kind.INT:
      return `IntValue{value=${node.value}}`;
    case Kind.FLOAT:
      return `FloatValue{value=${node.value}}`;
    case Kind.BOOLEAN:
      return `BooleanValue{value=${String(node.value)}}`;
    case Kind.ENUM:
      return `EnumValue{name='${node.value}'}`;
    case Kind.NULL:
      return 'NullValue{Null}';
    case Kind.VARIABLE:
      return `VariableReference{name='${node.name.value}'}`;
    case Kind.LIST:
      return `ArrayValue{values=[${node.values.map(javaValue).join(', ')}]}`;
    case Kind.OBJECT:
      return `ObjectValue{objectFields=[${node.fields
        .map(({ name, value }) => `ObjectField{name='${name.value}', value=${javaValue(value)}}`)
        .join(', ')}]}`;
  }
}

/** The class that AppSync's JSON reader would make of a value. */
export function javaTypeOf(value: JsonValue): string {
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (typeof value === 'number') return numberTypeOf(value);
  return Array.isArray(value) ? 'ArrayList' : 'LinkedHashMap';
}

function numberTypeOf(value: number): string {
  if (!Number.isInteger(value)) return 'Double';
  return Math.abs(value) > GRAPHQL_MAX_INT ? 'Long' : 'Integer';
}
