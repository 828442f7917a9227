// The module `@aws-appsync/utils/rds`: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-rds-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError, type Builtin, type Builtins } from '../builtin';
import { toJsonObject } from '../rds-result';
import { AGGREGATES } from './conditions';
import { joinClauses, writeSelect, writeWhere } from './select';
import { writeColumns, writeTable } from './tables';
import { type Dialect, TYPE_HINTS, Writing } from './writing';

const MYSQL: Dialect = { name: 'createMySQLStatement', quote: '`', hasReturning: false };
const POSTGRES: Dialect = { name: 'createPgStatement', quote: '"', hasReturning: true };

/** What makes requests to RDS data sources. The sentences of its errors are AWS's, as recorded. */
export const rdsStatements: Builtins = {
  'rds.select': statement('select', 'SELECT'),
  'rds.insert': statement('insert', 'INSERT'),
  'rds.update': statement('update', 'UPDATE'),
  'rds.remove': statement('remove', 'REMOVE'),
  'rds.sql': sql,
  'rds.createMySQLStatement': createStatement(MYSQL),
  'rds.createPgStatement': createStatement(POSTGRES),
  'rds.toJsonObject': ([value]) => toJsonObject(value),
  ...Object.fromEntries(TYPE_HINTS.map((type) => [`rds.typeHint.${type}`, typeHint(type)])),
  ...Object.fromEntries([...AGGREGATES.keys()].map((name) => [`rds.agg.${name}`, aggregate(name)])),
};

function statement(name: string, type: string): Builtin {
  return ([payload, ...others]) => {
    if (payload === undefined && others.length === 0) {
      throw new BuiltinError(`An argument is expected to be passed to ${name}`);
    }
    if (!isJsonObject(payload)) throw new BuiltinError('Expected payload to be an Object.');
    return { type, properties: payload };
  };
}

function sql([literals, ...values]: readonly JsonValue[]): JsonObject {
  if (!isJsonArray(literals) || literals.length !== values.length + 1) {
    throw new BuiltinError('java.lang.IllegalArgumentException: Unexpected argument passed to sql tagged template');
  }
  return { type: 'SQL', properties: { literals, values } };
}

function typeHint(type: string): Builtin {
  return ([value = null]) => ({ type, value });
}

function aggregate(type: string): Builtin {
  return ([column]) => {
    if (typeof column === 'string') return { type, column };
    throw new BuiltinError(`agg.${type} takes the name of a column.`);
  };
}

function createStatement(dialect: Dialect): Builtin {
  return (args) => {
    const [first, second = null] = args;
    if (first === undefined) throw new BuiltinError(`An argument is expected to be passed to ${dialect.name}`);
    const writing = new Writing(dialect);
    const statements = second === null ? [first] : [first, second];
    return writing.request(statements.map((each) => write(each, writing)));
  };
}

function write(statement: JsonValue, writing: Writing): string {
  const text = typeof statement === 'string' ? statement : writeStatement(statement, writing);
  if (text !== undefined) return text;
  throw new BuiltinError(`Unsupported type is passed as argument to ${writing.dialect.name}`);
}

/** @returns nothing for what is no statement */
function writeStatement(value: JsonValue, writing: Writing): string | undefined {
  const { properties, type } = isJsonObject(value) ? value : {};
  if (!isJsonObject(properties)) return undefined;
  switch (type) {
    case 'SELECT':
      return writeSelect(properties, writing, (nested) => writeNested(nested, writing));
    case 'INSERT':
      return writeInsert(properties, writing);
    case 'UPDATE':
      return writeUpdate(properties, writing);
    case 'REMOVE':
      return writeRemove(properties, writing);
    case 'SQL':
      return writeTemplate(properties, writing);
    default:
      return undefined;
  }
}

/** What may stand within a statement: a template or a selection. */
function writeNested(value: JsonValue, writing: Writing): string | undefined {
  const { type } = isJsonObject(value) ? value : {};
  return type === 'SQL' || type === 'SELECT' ? writeStatement(value, writing) : undefined;
}

function writeInsert(payload: JsonObject, writing: Writing): string {
  const table = writeTable(payload, writing);
  const entries = Object.entries(valuesOf(payload, 'insert'));
  const names = entries.map(([name]) => writing.name(name)).join(', ');
  const values = entries.map(([, value]) => writing.value(value)).join(', ');
  return joinClauses(`INSERT INTO ${table} (${names}) VALUES (${values})`, writeReturning(payload, writing));
}

function writeUpdate(payload: JsonObject, writing: Writing): string {
  const table = writeTable(payload, writing);
  const changes = Object.entries(valuesOf(payload, 'update')).map(
    ([name, value]) => `${writing.name(name)} = ${writing.value(value)}`,
  );
  return joinClauses(
    `UPDATE ${table} SET`,
    changes.join(', '),
    writeWhere(payload, writing, (nested) => writeNested(nested, writing)),
    writeReturning(payload, writing),
  );
}

function writeRemove(payload: JsonObject, writing: Writing): string {
  return joinClauses(
    `DELETE FROM ${writeTable(payload, writing)}`,
    writeWhere(payload, writing, (nested) => writeNested(nested, writing)),
    writeReturning(payload, writing),
  );
}

function valuesOf({ values = null }: JsonObject, name: string): JsonObject {
  if (values === null) throw new BuiltinError(`values are expected to be passed to ${name}`);
  if (!isJsonObject(values)) throw new BuiltinError('Expected values to an Object.');
  return values;
}

function writeReturning({ returning = null }: JsonObject, writing: Writing): string {
  if (returning === null) return '';
  const columns = writeColumns(returning, writing, () => undefined);
  if (!writing.dialect.hasReturning) throw new BuiltinError('returning is not supported in MySQL.');
  return `RETURNING ${columns}`;
}

function writeTemplate({ literals, values }: JsonObject, writing: Writing): string {
  const variables = isJsonArray(values) ? values : [];
  const texts = isJsonArray(literals) ? literals.filter((text) => typeof text === 'string') : [];
  return texts
    .map((text, index) => (index === 0 ? text : `${writing.value(variables[index - 1] ?? null)}${text}`))
    .join('');
}
