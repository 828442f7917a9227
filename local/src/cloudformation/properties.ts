// A resource's properties, read by type, and those of the objects inside of them. As on AWS, a number or boolean may be
// written as text, and the other way round.
import { UserError } from '../foundation/errors';
import { isJsonArray, isJsonObject, jsonIn, type JsonArray, type JsonObject, type JsonValue } from '../foundation/json';
import type { ResourceRequest } from './resource-type';

/** The numbers that are allowed, both ends included. */
interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Readers of properties by name. A property that is not there gives `Absent`; for a value of another type each throws
 * UserError `PROPERTY_INVALID`.
 */
export interface Readers<Absent> {
  text(name: string): string | Absent;
  /** A whole number, within the range if one is given. */
  integer(name: string, range?: Range): number | Absent;
  flag(name: string): boolean | Absent;
  /** An object, or the JSON text of one. */
  object(name: string): JsonObject | Absent;
  list(name: string): JsonArray | Absent;
  texts(name: string): readonly string[] | Absent;
  /** Texts by the names of an object's members. */
  textMap(name: string): Readonly<Record<string, string>> | Absent;
  /** One of the values, which are all that AWS has. */
  oneOf<Value extends string>(name: string, values: readonly Value[]): Value | Absent;
  /** One of the values that the engine has, of more that AWS has. @throws UserError `UNSUPPORTED_VALUE` for another text */
  choice<Value extends string>(name: string, values: readonly Value[]): Value | Absent;
  /** The properties of an object. @throws UserError `UNSUPPORTED_PROPERTY` if it has one that is not supported */
  inside(name: string, supported: readonly string[]): Properties | Absent;
  /** The properties of each object of a list. @throws UserError `UNSUPPORTED_PROPERTY` if one has one that is not supported */
  each(name: string, supported: readonly string[]): readonly Properties[] | Absent;
}

/** The properties of one resource, or of an object inside of them. */
export interface Properties extends Readers<undefined> {
  /** The readers of properties that must be there: they throw UserError `PROPERTY_INVALID` for one that is not, and for an empty text. */
  readonly required: Readers<never>;
  /** The error of a value that AWS would not take. It names the resource and the property. */
  invalid(name: string, expectation: string): UserError;
  /** The error of a value that AWS has and the engine has not. */
  unsupported(name: string, expectation: string): UserError;
}

/** Reads a resource's properties. */
export function propertiesOf({ logicalId, properties }: Pick<ResourceRequest, 'logicalId' | 'properties'>): Properties {
  return propertiesAt(new Place(logicalId), properties);
}

/** A resource, and the way to an object inside of its properties. */
class Place {
  readonly #logicalId: string;
  readonly #way: string;

  constructor(logicalId: string, way = '') {
    this.#logicalId = logicalId;
    this.#way = way;
  }

  within(name: string): Place {
    return new Place(this.#logicalId, this.#way === '' ? name : `${this.#way}.${name}`);
  }

  invalid(name: string, expectation: string): UserError {
    return new UserError('PROPERTY_INVALID', `Resource ${this.#text()}: property ${name} ${expectation}.`);
  }

  unsupported(name: string, expectation: string): UserError {
    return new UserError('UNSUPPORTED_VALUE', `Resource ${this.#text()}: property ${name} ${expectation}.`);
  }

  requireSupported(values: JsonObject, supported: readonly string[]): void {
    const other = Object.keys(values).find((name) => !supported.includes(name));
    if (other === undefined) return;
    throw new UserError(
      'UNSUPPORTED_PROPERTY',
      `Resource ${this.#text()} has the property ${other}, which the engine does not support; it supports ${supported.join(', ')}.`,
    );
  }

  #text(): string {
    return this.#way === '' ? this.#logicalId : `${this.#logicalId} ${this.#way}`;
  }
}

function propertiesAt(place: Place, values: JsonObject): Properties {
  const missing = (name: string): never => {
    throw place.invalid(name, 'is required');
  };
  const required = readersOf(place, values, missing);
  const textThatIsNotEmpty = (name: string) => {
    const text = required.text(name);
    if (text === '') throw place.invalid(name, 'must not be empty');
    return text;
  };
  return {
    ...readersOf(place, values, () => undefined),
    required: { ...required, text: textThatIsNotEmpty },
    invalid: (name, expectation) => place.invalid(name, expectation),
    unsupported: (name, expectation) => place.unsupported(name, expectation),
  };
}

function readersOf<Absent>(place: Place, values: JsonObject, absent: (name: string) => Absent): Readers<Absent> {
  const read = <Value>(name: string, kind: string, convert: (value: JsonValue) => Value | undefined) => {
    const given = Object.hasOwn(values, name) ? values[name] : undefined;
    if (given === undefined) return absent(name);
    const value = convert(given);
    if (value === undefined) throw place.invalid(name, `must be ${kind}, not ${JSON.stringify(given)}`);
    return value;
  };
  const among = <Value extends string>(
    name: string,
    values: readonly Value[],
    refuse: (expectation: string) => never,
  ) =>
    read(name, 'a string', (given) => {
      const text = asText(given);
      const value = values.find((candidate) => candidate === text);
      return text === undefined || value !== undefined
        ? value
        : refuse(`must be one of ${values.join(', ')}, not ${text}`);
    });
  const supportedAt = (at: Place, object: JsonObject, supported: readonly string[]) => {
    at.requireSupported(object, supported);
    return propertiesAt(at, object);
  };
  return {
    text: (name) => read(name, 'a string', asText),
    integer: (name, range) =>
      read(name, 'a whole number', (value) => {
        const number = asInteger(value);
        if (number === undefined || !range || (number >= range.min && number <= range.max)) return number;
        throw place.invalid(name, `must be from ${range.min} to ${range.max}, not ${number}`);
      }),
    flag: (name) => read(name, 'true or false', asFlag),
    object: (name) => read(name, 'an object', asObject),
    list: (name) => read(name, 'a list', asList),
    texts: (name) => read(name, 'a list of strings', (value) => asListOf(value, isText)),
    textMap: (name) => read(name, 'an object', (value) => textMapAt(place.within(name), value)),
    oneOf: (name, values) =>
      among(name, values, (expectation) => {
        throw place.invalid(name, expectation);
      }),
    choice: (name, values) =>
      among(name, values, (expectation) => {
        throw place.unsupported(name, expectation);
      }),
    inside: (name, supported) =>
      read(name, 'an object', (value) => {
        const object = asObject(value);
        return object && supportedAt(place.within(name), object, supported);
      }),
    each: (name, supported) =>
      read(name, 'a list of objects', (value) =>
        asListOf(value, isJsonObject)?.map((object, index) =>
          supportedAt(place.within(`${name}[${index}]`), object, supported),
        ),
      ),
  };
}

function asText(value: JsonValue): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function isText(value: JsonValue): value is string {
  return typeof value === 'string';
}

function asInteger(value: JsonValue): number | undefined {
  const text = typeof value === 'boolean' ? undefined : asText(value);
  return text !== undefined && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

function asFlag(value: JsonValue): boolean | undefined {
  const text = asText(value)?.toLowerCase();
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

function asObject(value: JsonValue): JsonObject | undefined {
  const object = typeof value === 'string' ? jsonIn(value) : value;
  return isJsonObject(object) ? object : undefined;
}

function asList(value: JsonValue): JsonArray | undefined {
  return isJsonArray(value) ? value : undefined;
}

function asListOf<Item extends JsonValue>(
  value: JsonValue,
  isItem: (item: JsonValue) => item is Item,
): readonly Item[] | undefined {
  const list = asList(value);
  return list?.every(isItem) ? list : undefined;
}

function textMapAt(place: Place, value: JsonValue): Readonly<Record<string, string>> | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value).map(([name, member]) => {
    const text = asText(member);
    if (text === undefined) throw place.invalid(name, 'must be a string');
    return [name, text] as const;
  });
  return Object.fromEntries(entries);
}
