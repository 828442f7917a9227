// One request under way to SQL text: how names are quoted, and the variables that stand for values.
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';

/** For whom the statements are. */
export interface Dialect {
  /** Such as `createPgStatement`. */
  readonly name: string;
  readonly quote: '"' | '`';
  readonly hasReturning: boolean;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-rds-js.html#casting */
export const TYPE_HINTS: readonly string[] = ['DECIMAL', 'JSON', 'TIMESTAMP', 'TIME', 'UUID', 'DATE'];

/** What `typeHint.UUID` and its like answer. */
export interface TypeHint extends JsonObject {
  readonly type: string;
  readonly value: JsonValue;
}

/** Was the value made by `typeHint`? */
export function isTypeHint(value: JsonValue): value is TypeHint {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'value')) return false;
  return typeof value['type'] === 'string' && TYPE_HINTS.includes(value['type']);
}

/** The variables of a request: all its statements share their numbers. */
export class Writing {
  readonly #values: Record<string, JsonValue> = {};
  readonly #hints: Record<string, JsonValue> = {};
  #count = 0;

  constructor(readonly dialect: Dialect) {}

  /** `"private"."persons"` */
  name(name: string): string {
    const { quote } = this.dialect;
    return name
      .split('.')
      .map((part) => `${quote}${part.replaceAll(quote, quote + quote)}${quote}`)
      .join('.');
  }

  /** A variable such as `:P0`; nothing is written as `NULL`. */
  value(value: JsonValue): string {
    if (value === null) return 'NULL';
    const variable = `:P${this.#count}`;
    this.#count += 1;
    this.#values[variable] = isTypeHint(value) ? hinted(value) : value;
    if (isTypeHint(value)) this.#hints[variable] = value.type;
    return variable;
  }

  /** The request for an RDS data source. */
  request(statements: readonly string[]): JsonObject {
    return { statements, variableMap: this.#values, variableTypeHintMap: this.#hints };
  }
}

/** The Data API takes JSON as text. */
function hinted({ type, value }: TypeHint): JsonValue {
  return type === 'JSON' && typeof value !== 'string' ? JSON.stringify(value) : value;
}
