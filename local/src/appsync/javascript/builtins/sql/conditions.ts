// Condition objects as the text behind WHERE, HAVING and ON. What is empty leaves the same gaps as on AWS, as recorded.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError } from '../builtin';
import { isTypeHint, type Writing } from './writing';

/** A column that is compared. */
interface Column {
  /** Such as `persons.id`. */
  readonly name: string;
  readonly writing: Writing;
}

type Operator = (column: Column, value: JsonValue) => string;

const COMPARISONS: ReadonlyMap<string, string> = new Map([
  ['eq', '='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
]);

/** The aggregates of `agg` and of conditions, as text around a column. */
export const AGGREGATES: ReadonlyMap<string, (column: string) => string> = new Map(
  ['max', 'min', 'count', 'avg', 'sum'].flatMap((name) => [
    [name, (column: string) => `${name.toUpperCase()}(${column})`] as const,
    [`${name}Distinct`, (column: string) => `${name.toUpperCase()}(DISTINCT ${column})`] as const,
  ]),
);

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ...[...COMPARISONS.keys()].map((name) => [name, comparison(name)] as const),
  ['between', (column, value) => between(column, value, 'between', quoted(column))],
  ['contains', like('contains', 'LIKE', (text) => `%${text}%`)],
  ['notContains', like('notContains', 'NOT LIKE', (text) => text)],
  ['beginsWith', like('beginsWith', 'LIKE', (text) => `${text}%`)],
  ['attributeExists', attributeExists],
  ['size', (column, value) => within(column, value, 'size', `LENGTH (${quoted(column)})`)],
  ...[...AGGREGATES].map(
    ([name, write]) =>
      [name, (column: Column, value: JsonValue) => within(column, value, name, write(quoted(column)))] as const,
  ),
]);

/** @throws BuiltinError with AWS's sentences */
export function writeConditions(conditions: JsonObject, writing: Writing): string {
  return Object.entries(conditions)
    .map(([name, value]) => writeEntry(name, value, writing))
    .join(' AND ');
}

const GROUPS: ReadonlyMap<string, string> = new Map([
  ['and', ' AND '],
  ['or', ' OR '],
]);

function writeEntry(name: string, value: JsonValue, writing: Writing): string {
  const separator = GROUPS.get(name);
  if (separator !== undefined) return writeGroup(name, value, writing).join(separator);
  if (name === 'not') return negated(writeGroup(name, value, writing).join(' AND '));
  if (!isJsonObject(value) || isStatement(value)) throw new BuiltinError('Expected condition to be an Object.');
  return Object.entries(value)
    .map(([key, operand]) => {
      const write = OPERATORS.get(key);
      if (!write) throw new BuiltinError(`Unsupported condition ${name}.${key}.`);
      return write({ name, writing }, operand);
    })
    .join(' AND ');
}

function writeGroup(name: string, value: JsonValue, writing: Writing): readonly string[] {
  const items = name === 'not' && isJsonObject(value) ? [value] : value;
  if (!isJsonArray(items)) throw new BuiltinError(`${name} expects conditions to be an array`);
  return items.map((item) => {
    if (!isJsonObject(item) || isStatement(item)) throw new BuiltinError(`Expected ${name} to be an Object.`);
    const text = writeConditions(item, writing);
    return text === '' ? '' : `(${text})`;
  });
}

function negated(text: string): string {
  return text === '' ? '' : `NOT (${text})`;
}

/** Statements have a type and properties, conditions have columns. */
function isStatement({ properties, type }: JsonObject): boolean {
  return typeof type === 'string' && isJsonObject(properties);
}

function quoted({ name, writing }: Column): string {
  return writing.name(name);
}

function required(column: Column, operator: string, value: JsonValue): Exclude<JsonValue, null> {
  if (value === null) throw new BuiltinError(`Value for ${column.name}.${operator} can't be null.`);
  return value;
}

function comparison(name: string): Operator {
  return (column, value) =>
    `${quoted(column)} ${COMPARISONS.get(name) ?? ''} ${column.writing.value(required(column, name, value))}`;
}

function between(column: Column, value: JsonValue, operator: string, target: string): string {
  const place = `${column.name}.${operator}`;
  if (!isJsonArray(value)) throw new BuiltinError(`${place} condition expects an array with length of 2.`);
  const [from = null, to = null] = value;
  if (value.length !== 2) {
    throw new BuiltinError(
      `${place} condition expects an array with 2 values but received an array with length ${value.length}.`,
    );
  }
  return `${target} BETWEEN ${column.writing.value(from)} AND ${column.writing.value(to)}`;
}

function like(name: string, operator: string, pattern: (text: string) => string): Operator {
  return (column, value) => {
    const text = required(column, name, value);
    if (typeof text !== 'string') {
      throw new BuiltinError(`${column.name}.${name} expects a string value to be passed.`);
    }
    return `${quoted(column)} ${operator} ${column.writing.value(pattern(text))}`;
  };
}

function attributeExists(column: Column, value: JsonValue): string {
  const exists = required(column, 'attributeExists', value);
  if (typeof exists !== 'boolean') {
    throw new BuiltinError(`${column.name}.attributeExists expects a boolean value to be passed.`);
  }
  return `${quoted(column)} IS ${exists ? 'NOT ' : ''}NULL`;
}

/** Conditions on what a function makes of the column. */
function within(column: Column, value: JsonValue, operator: string, target: string): string {
  if (!isJsonObject(value) || isTypeHint(value)) {
    throw new BuiltinError(`Expected ${column.name}.${operator} to be an Object.`);
  }
  return Object.entries(value)
    .map(([key, operand]) => {
      if (key === 'between') return between(column, operand, operator, target);
      const sign = COMPARISONS.get(key);
      if (sign === undefined) throw new BuiltinError(`${column.name}.${operator} has invalid ${operator} operator.`);
      return `${target} ${sign} ${column.writing.value(operand)}`;
    })
    .join(' AND ');
}
