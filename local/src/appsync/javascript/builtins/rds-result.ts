// Results of the RDS Data API, made concise: https://docs.aws.amazon.com/appsync/latest/devguide/rds-helpers-in-util-rds-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../foundation/json';
import { BuiltinError, type Builtins, requireJson } from './builtin';

/** `util.rds.toJsonObject`, which the module `/rds` has too. */
export const rdsResult: Builtins = {
  'util.rds.toJsonObject': ([value]) => toJsonObject(value),
};

/**
 * A list of rows per statement. A statement without rows has one empty row, as recorded on AWS.
 * @throws BuiltinError unless the value is a result of the Data API, or the JSON of one
 */
export function toJsonObject(value: JsonValue | undefined): JsonValue {
  const result = typeof value === 'string' ? requireJson(value, 'toJsonObject') : value;
  const statements = isJsonObject(result) ? result['sqlStatementResults'] : undefined;
  if (!isJsonArray(statements)) throw new BuiltinError('toJsonObject takes a result with sqlStatementResults.');
  return statements.map((statement) => rowsOf(isJsonObject(statement) ? statement : {}));
}

function rowsOf({ records, columnMetadata }: JsonObject): JsonValue {
  if (!isJsonArray(records)) return [{}];
  const names = isJsonArray(columnMetadata) ? columnMetadata.map(nameOf) : [];
  return records.map((record) => Object.fromEntries(isJsonArray(record) ? fieldsOf(record, names) : []));
}

/** The label is what the statement calls the column; the Data API leaves it out where there is none. */
function nameOf(column: JsonValue): string {
  const { label, name } = isJsonObject(column) ? column : {};
  if (typeof label === 'string') return label;
  return typeof name === 'string' ? name : '';
}

function fieldsOf(record: readonly JsonValue[], names: readonly string[]): readonly (readonly [string, JsonValue])[] {
  return record.flatMap((field, index) => {
    const value = isJsonObject(field) ? valueOf(field) : undefined;
    return value === undefined ? [] : [[names[index] ?? '', value] as const];
  });
}

/** https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_Field.html */
function valueOf(field: JsonObject): JsonValue | undefined {
  if (field['isNull'] === true) return undefined;
  const { arrayValue } = field;
  if (isJsonObject(arrayValue)) return arrayOf(arrayValue);
  return Object.entries(field).find(([key]) => key !== 'isNull')?.[1];
}

function arrayOf(value: JsonObject): JsonValue {
  const { arrayValues } = value;
  if (isJsonArray(arrayValues)) return arrayValues.map((item) => (isJsonObject(item) ? arrayOf(item) : item));
  return Object.values(value)[0] ?? [];
}
