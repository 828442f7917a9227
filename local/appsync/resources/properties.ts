// Reads the properties of AppSync's resources and says which one does not fit.
import { UserError } from '../../errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json';
import type { ResourceRequest } from '../../cloudformation/resource-type';

/** The properties of one resource. */
export class Properties {
  constructor(
    private readonly logicalId: string,
    private readonly values: JsonObject,
    private readonly prefix = '',
  ) {}

  static of({ logicalId, properties }: ResourceRequest): Properties {
    return new Properties(logicalId, properties);
  }

  /** @throws UserError `PROPERTY_INVALID` */
  text(name: string): string {
    const value = this.#given(name);
    if (typeof value === 'string' && value !== '') return value;
    throw this.invalid(name, 'must be a text');
  }

  /** Templates may write a number as text. Whole numbers only. */
  optionalNumber(name: string): number | undefined {
    const value = this.#given(name);
    if (value === undefined) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
    throw this.invalid(name, 'must be a whole number');
  }

  /** One of the values; the first when there is none. */
  choice<Value extends string>(name: string, choices: readonly [Value, ...Value[]]): Value {
    const value = this.#given(name) ?? choices[0];
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    throw this.unsupported(
      name,
      `has the value ${JSON.stringify(value)}; the engine supports ${choices.join(' and ')}`,
    );
  }

  /** A feature that AppSync can switch on and the engine has not. */
  falseOnly(name: string): void {
    const value = this.#given(name) ?? false;
    if (value !== false && value !== 'false') throw this.unsupported(name, 'must be false in the engine');
  }

  /** A text; `undefined` when it is absent. */
  optionalText(name: string): string | undefined {
    return this.#given(name) === undefined ? undefined : this.text(name);
  }

  /** The properties inside of a property; none when it is absent. */
  object(name: string): Properties {
    const value = this.#given(name) ?? {};
    if (isJsonObject(value)) return new Properties(this.logicalId, value, `${this.prefix}${name}.`);
    throw this.invalid(name, 'must be an object');
  }

  /** The properties inside of each item of a list; none when it is absent. */
  objects(name: string): readonly Properties[] {
    return this.#list(name).map((item, index) => {
      if (isJsonObject(item)) return new Properties(this.logicalId, item, `${this.prefix}${name}[${index}].`);
      throw this.invalid(name, 'must be a list of objects');
    });
  }

  /** A list of texts; empty when it is absent. */
  texts(name: string): readonly string[] {
    return this.#list(name).map((item) => {
      if (typeof item === 'string') return item;
      throw this.invalid(name, 'must be a list of texts');
    });
  }

  /** Texts by name. CloudFormation writes numbers and booleans as text. */
  textMap(name: string): Readonly<Record<string, string>> {
    const value = this.#given(name) ?? {};
    if (!isJsonObject(value)) throw this.invalid(name, 'must be an object');
    const entries = Object.entries(value).map(([key, text]) => {
      if (typeof text === 'object') throw this.invalid(`${name}.${key}`, 'must be a text');
      return [key, String(text)] as const;
    });
    return Object.fromEntries(entries);
  }

  /** The names that are given. */
  names(): readonly string[] {
    return Object.keys(this.values);
  }

  /** A value that AppSync has and the engine has not. */
  unsupported(name: string, reason: string): UserError {
    return new UserError('UNSUPPORTED_VALUE', `${this.logicalId}: the property ${this.prefix}${name} ${reason}.`);
  }

  /** A value that no AppSync would take. */
  invalid(name: string, reason: string): UserError {
    return new UserError('PROPERTY_INVALID', `${this.logicalId}: the property ${this.prefix}${name} ${reason}.`);
  }

  #given(name: string): JsonValue | undefined {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  #list(name: string): readonly JsonValue[] {
    const value = this.#given(name) ?? [];
    if (!Array.isArray(value)) throw this.invalid(name, 'must be a list');
    const list: readonly JsonValue[] = value;
    return list;
  }
}
