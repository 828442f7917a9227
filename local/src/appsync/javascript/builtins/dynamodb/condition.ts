// Filters and conditions as DynamoDB's expressions: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { MAX_EXPRESSION_LENGTH } from '../../limits';
import { BuiltinError } from '../builtin';

/** How an expression calls attributes and values; it keeps what it called them. */
export abstract class ExpressionNames {
  #left = MAX_EXPRESSION_LENGTH;

  /** @returns such as `#title` */
  abstract attribute(name: string): string;
  /**
   * @param hint where the value stands: `title.contains`
   * @returns such as `:title_contains`
   */
  abstract value(value: JsonValue, hint: string): string;

  /**
   * @param part of the expression, which can repeat the names of all that it is in
   * @throws BuiltinError when the expression gets too long
   */
  take(part: string): string {
    this.#left -= part.length;
    if (this.#left >= 0) return part;
    throw new BuiltinError(`An expression has at most ${MAX_EXPRESSION_LENGTH} characters in the local engine.`);
  }
}

/** An attribute that is compared. */
interface Operand {
  /** `#address.#city`, or `size(#tags)`. */
  readonly path: string;
  readonly hint: string;
  readonly names: ExpressionNames;
}

type Operator = (operand: Operand, value: JsonValue) => string;

const COMPARISONS = [
  ['eq', '='],
  ['ne', '<>'],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
] as const;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
const TYPES: ReadonlyMap<JsonValue, string> = new Map<JsonValue, string>([
  ['_null', 'NULL'],
  ['string', 'S'],
  ['stringSet', 'SS'],
  ['number', 'N'],
  ['numberSet', 'NS'],
  ['binary', 'B'],
  ['binarySet', 'BS'],
  ['boolean', 'BOOL'],
  ['list', 'L'],
  ['map', 'M'],
]);

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...COMPARISONS.map(([name, sign]) => [name, compare(name, sign)] as const),
  ['between', between],
  ['in', oneOf],
  ['contains', (operand, value) => `contains(${operand.path},${valueOf(operand, value, 'contains')})`],
  ['notContains', (operand, value) => `NOT contains(${operand.path},${valueOf(operand, value, 'notContains')})`],
  ['beginsWith', (operand, value) => `begins_with(${operand.path},${valueOf(operand, value, 'beginsWith')})`],
  ['attributeExists', (operand, value) => `attribute_${value === false ? 'not_' : ''}exists(${operand.path})`],
  ['attributeType', attributeType],
  ['size', size],
]);

/**
 * A condition object as an expression: terms in parentheses, joined by AND, as recorded on AWS.
 * @throws BuiltinError for what is no condition
 */
export function writeCondition(condition: JsonObject, names: ExpressionNames): string {
  return writeAll(condition, '', names).join(' AND ');
}

function writeAll(condition: JsonObject, hint: string, names: ExpressionNames): readonly string[] {
  return Object.entries(condition).flatMap(([name, value]) => {
    if (value === null) return [];
    if (name === 'and' || name === 'or') return writeGroup(name, value, hint, names);
    if (name === 'not') return [`(NOT (${joined(value, `${hint}not.`, names)}))`];
    return writeAttribute(value, { path: names.attribute(name), hint: hint + name, names });
  });
}

function writeGroup(name: 'and' | 'or', value: JsonValue, hint: string, names: ExpressionNames): readonly string[] {
  const items = isJsonArray(value) ? value : [value];
  const terms = items.map((item, index) => joined(item, `${hint}${name}.${index}.`, names));
  return terms.length === 0 ? [] : [`(${terms.join(name === 'and' ? ' AND ' : ' OR ')})`];
}

function joined(value: JsonValue, hint: string, names: ExpressionNames): string {
  if (!isJsonObject(value)) throw new BuiltinError('A condition is an object.');
  const terms = writeAll(value, hint, names);
  return terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' AND ')})`;
}

function writeAttribute(value: JsonValue, operand: Operand): readonly string[] {
  if (!isJsonObject(value)) throw new BuiltinError(`${operand.hint} takes an object of operators.`);
  operand.names.take(operand.path);
  return Object.entries(value).flatMap(([key, argument]) => {
    if (argument === null) return [];
    const write = OPERATORS.get(key);
    if (write) return [operand.names.take(`(${write(operand, argument)})`)];
    if (!isJsonObject(argument)) throw new BuiltinError(`There is no operator ${key} for ${operand.hint}.`);
    const { hint, names, path } = operand;
    return writeAttribute(argument, { path: `${path}.${names.attribute(key)}`, hint: `${hint}.${key}`, names });
  });
}

/**
 * The key condition of a query, without parentheses.
 * @throws BuiltinError for what is no key condition
 */
export function writeKeyCondition(condition: JsonObject, names: ExpressionNames): string {
  return writeAll(condition, '', names)
    .map((term) => term.slice(1, -1))
    .join(' AND ');
}

function valueOf({ hint, names }: Operand, value: JsonValue, place: string): string {
  return names.take(names.value(value, `${hint}.${place}`));
}

function compare(name: string, sign: string): Operator {
  return (operand, value) => `${operand.path} ${sign} ${valueOf(operand, value, name)}`;
}

function between(operand: Operand, value: JsonValue): string {
  const [from, to] = isJsonArray(value) && value.length === 2 ? value : [];
  if (from === undefined || to === undefined) {
    throw new BuiltinError(`${operand.hint}.between takes two values.`);
  }
  return `${operand.path} BETWEEN ${valueOf(operand, from, 'between.0')} AND ${valueOf(operand, to, 'between.1')}`;
}

function oneOf(operand: Operand, value: JsonValue): string {
  if (!isJsonArray(value)) throw new BuiltinError(`${operand.hint}.in takes an array.`);
  return `${operand.path} IN (${value.map((item, index) => valueOf(operand, item, `in.${index}`)).join(', ')})`;
}

function attributeType(operand: Operand, value: JsonValue): string {
  const type = TYPES.get(value);
  if (type === undefined) throw new BuiltinError(`There is no attribute type ${JSON.stringify(value)}.`);
  return `attribute_type(${operand.path},${valueOf(operand, type, 'attributeType')})`;
}

function size(operand: Operand, value: JsonValue): string {
  if (!isJsonObject(value)) throw new BuiltinError(`${operand.hint}.size takes an object of operators.`);
  const { hint, names, path } = operand;
  return writeAttribute(value, { path: `size(${path})`, hint: `${hint}.size`, names })
    .map((term) => term.slice(1, -1))
    .join(' AND ');
}
