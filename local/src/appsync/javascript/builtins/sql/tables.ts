// Tables, columns and what they are called in a statement.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError } from '../builtin';
import { AGGREGATES } from './conditions';
import type { Writing } from './writing';

/** Writes a statement that stands within another. */
export type WriteNested = (statement: JsonValue) => string | undefined;

/** The table of any statement but a selection. */
export function writeTable({ table = null }: JsonObject, writing: Writing): string {
  if (table === null) throw new BuiltinError("'table' or 'from' key is required.");
  return writeNamed(table, writing, () => undefined);
}

/** The table of a selection or a join. */
export function writeSource(payload: JsonObject, writing: Writing, nested: WriteNested): string {
  const { from = null, table = null } = payload;
  if (from === null) return writeTable(payload, writing);
  if (table !== null) throw new BuiltinError("'from' and 'table' keys cannot be used together");
  if (typeof from !== 'string' && !isJsonObject(from)) {
    throw new BuiltinError("'from' value is expected to be string or object.");
  }
  const statement = nested(from);
  return statement === undefined ? writeNamed(from, writing, nested) : `(${statement})`;
}

function writeNamed(table: JsonValue, writing: Writing, nested: WriteNested): string {
  if (typeof table === 'string') return writing.name(table);
  if (!isJsonObject(table)) throw new BuiltinError('table name is expected to be a string or alias.');
  const [[key, value] = [], ...others] = Object.entries(table);
  if (others.length > 0) throw new BuiltinError('table alias is allowed only one key-value pair.');
  // What AWS's own Java says.
  if (key === undefined || value === undefined) throw new BuiltinError('java.util.NoSuchElementException');
  const statement = nested(value);
  if (statement !== undefined) return `(${statement}) as ${writing.name(key)}`;
  if (typeof value !== 'string') throw new BuiltinError('Table alias value is expected to be a string.');
  return `${writing.name(value)} as ${writing.name(key)}`;
}

/** `columns` or `returning`. */
export function writeColumns(columns: JsonValue, writing: Writing, nested: WriteNested): string {
  if (columns === '*') return '*';
  if (!isJsonArray(columns)) throw new BuiltinError('Expected column to be * or an array.');
  return columns.map((column) => writeColumn(column, writing, nested)).join(', ');
}

function writeColumn(column: JsonValue, writing: Writing, nested: WriteNested): string {
  if (column === '*') return column;
  if (typeof column === 'string') return writing.name(column);
  if (!isJsonObject(column)) throw new BuiltinError('Invalid type in column array.');
  const aggregate = writeAggregate(column, writing);
  if (aggregate !== undefined) return aggregate;
  const [[key, value] = [], ...others] = Object.entries(column);
  if (key === undefined || value === undefined || others.length > 0) {
    throw new BuiltinError('Invalid type in column array.');
  }
  const statement = nested(value);
  const named = statement === undefined ? writeColumn(value, writing, nested) : `(${statement})`;
  return `${named} as ${writing.name(key)}`;
}

function writeAggregate({ column, type }: JsonObject, writing: Writing): string | undefined {
  if (typeof type !== 'string' || typeof column !== 'string') return undefined;
  return AGGREGATES.get(type)?.(writing.name(column));
}
