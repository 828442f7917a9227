// SELECT statements.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError } from '../builtin';
import { writeConditions } from './conditions';
import { writeColumns, writeSource, type WriteNested } from './tables';
import type { Writing } from './writing';

/** Joins by their key: https://www.npmjs.com/package/@aws-appsync/utils declares them; AWS shows no SQL of theirs. */
const JOINS: ReadonlyMap<string, string> = new Map([
  ['join', 'JOIN'],
  ['innerJoin', 'INNER JOIN'],
  ['leftJoin', 'LEFT JOIN'],
  ['leftOuterJoin', 'LEFT OUTER JOIN'],
  ['rightJoin', 'RIGHT JOIN'],
  ['rightOuterJoin', 'RIGHT OUTER JOIN'],
  ['fullOuterJoin', 'FULL OUTER JOIN'],
  ['crossJoin', 'CROSS JOIN'],
  ['joinNatural', 'NATURAL JOIN'],
  ['innerJoinNatural', 'NATURAL INNER JOIN'],
  ['leftJoinNatural', 'NATURAL LEFT JOIN'],
  ['leftOuterJoinNatural', 'NATURAL LEFT OUTER JOIN'],
  ['rightJoinNatural', 'NATURAL RIGHT JOIN'],
  ['rightOuterJoinNatural', 'NATURAL RIGHT OUTER JOIN'],
  ['fullOuterJoinNatural', 'NATURAL FULL OUTER JOIN'],
]);

/** Parts of a statement; what is empty is left out, as on AWS. */
export function joinClauses(...clauses: readonly string[]): string {
  return clauses
    .filter((clause) => clause !== '')
    .join(' ')
    .trimEnd();
}

/** @throws BuiltinError with AWS's sentences */
export function writeSelect(payload: JsonObject, writing: Writing, nested: WriteNested): string {
  const source = writeSource(payload, writing, nested);
  return joinClauses(
    'SELECT',
    writeColumns(payload['columns'] ?? '*', writing, nested),
    'FROM',
    source,
    ...writeJoins(payload, writing, nested),
    writeWhere(payload, writing, nested),
    writeGroupBy(payload['groupBy'] ?? null, writing),
    writeHaving(payload['having'] ?? null, writing),
    writeOrder(payload['orderBy'] ?? null, writing),
    writeCount('limit', payload, writing),
    writeCount('offset', payload, writing),
  );
}

/** A condition object or an `sql` template. */
export function writeWhere({ where = null }: JsonObject, writing: Writing, nested: WriteNested): string {
  if (where === null) return '';
  const template = nested(where);
  if (template === undefined && !isJsonObject(where)) {
    throw new BuiltinError('WHERE values are expected to be SQL templates or a condition object.');
  }
  return clause('WHERE', template ?? writeConditions(isJsonObject(where) ? where : {}, writing));
}

function clause(keyword: string, text: string): string {
  return text === '' ? '' : `${keyword} ${text}`;
}

function writeJoins(payload: JsonObject, writing: Writing, nested: WriteNested): readonly string[] {
  return [...JOINS].flatMap(([key, keyword]) => {
    const joins = payload[key] ?? null;
    if (joins === null) return [];
    if (!isJsonArray(joins)) throw new BuiltinError(`${key} expects an array.`);
    return joins.map((join) => {
      if (!isJsonObject(join)) throw new BuiltinError(`${key} item expected to be an object.`);
      return joinClauses(keyword, writeSource(join, writing, nested), writeJoinCondition(join, writing, nested));
    });
  });
}

function writeJoinCondition({ on = null, using = null }: JsonObject, writing: Writing, nested: WriteNested): string {
  if (using !== null) return `USING (${writeColumns(using, writing, nested)})`;
  if (on === null) return '';
  return clause('ON', nested(on) ?? writeConditions(isJsonObject(on) ? on : {}, writing));
}

function writeGroupBy(groupBy: JsonValue, writing: Writing): string {
  if (groupBy === null) return '';
  if (!isJsonArray(groupBy)) throw new BuiltinError('groupBy expects an array.');
  return clause('GROUP BY', groupBy.map((item) => groupOf(item, writing)).join(', '));
}

function groupOf(item: JsonValue, writing: Writing): string {
  if (typeof item === 'string') return writing.name(item);
  if (typeof item === 'number' && Number.isInteger(item)) return String(item);
  throw new BuiltinError('groupBy item expected to be a column or its number.');
}

function writeHaving(having: JsonValue, writing: Writing): string {
  if (having === null) return '';
  if (!isJsonObject(having)) throw new BuiltinError('having expects a condition object.');
  return clause('HAVING', writeConditions(having, writing));
}

function writeOrder(orderBy: JsonValue, writing: Writing): string {
  if (orderBy === null) return '';
  if (!isJsonArray(orderBy)) throw new BuiltinError('orderBy expects an array.');
  return clause('ORDER BY', orderBy.map((item) => orderOf(item, writing)).join(', '));
}

function orderOf(item: JsonValue, writing: Writing): string {
  if (!isJsonObject(item)) throw new BuiltinError('orderBy item expected to be an object.');
  const { column, dir } = item;
  if (typeof column !== 'string') throw new BuiltinError('orderBy item expected to have property column.');
  const direction = typeof dir === 'string' ? dir : 'ASC';
  if (['ASC', 'DESC'].includes(direction.toUpperCase())) return `${writing.name(column)} ${direction.toUpperCase()}`;
  throw new BuiltinError(`orderBy dir can have either ASC or DESC found ${direction}.`);
}

function writeCount(key: 'limit' | 'offset', payload: JsonObject, writing: Writing): string {
  const value = payload[key] ?? null;
  if (value === null) return '';
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw new BuiltinError(`${key} expects a number.`);
  return `${key.toUpperCase()} ${writing.value(number)}`;
}
