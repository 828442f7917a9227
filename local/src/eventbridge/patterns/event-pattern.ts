// Event patterns: which events a rule asks for. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../../foundation/json';
import { FieldPath, type Places } from './field-path';
import { MAX_OR_COMBINATIONS } from '../limits';
import { exact } from './operators/exact';
import { mustExist } from './operators/exists';
import { invalidPattern, type Matcher } from './operators/matcher';
import { OPERATORS } from './operators/operators';

/** A pattern, compiled. */
export interface EventPattern {
  matches(event: JsonObject): boolean;
}

/** What a pattern asks of one field: that one of the matchers takes one of its leaves, or that it has none. */
interface Condition {
  readonly matchers: readonly Matcher[];
  readonly mayBeAbsent: boolean;
}

/** What a pattern asks of an event: every condition, by the path of its field. */
type Conditions = ReadonlyMap<string, Condition>;

/** What `$or` makes of a pattern: an event must meet one of these. */
type Alternatives = readonly Conditions[];

/** Names that cannot be those of fields inside of `$or`: https://github.com/aws/event-ruler#or-matching */
const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  ...['exactly', 'equals-ignore-case', 'prefix', 'suffix', 'anything-but', 'exists', 'wildcard', 'numeric', 'cidr'],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after', 'date-on-or-after'],
  ...['date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range', 'ip-address-not-in-range'],
]);

/**
 * Compiles a pattern.
 * @throws AwsError `InvalidEventPatternException`
 */
export function compileEventPattern(pattern: JsonValue): EventPattern {
  if (!isJsonObject(pattern)) throw invalidPattern('Filter is not an object');
  const alternatives = parseObject([new Map()], pattern, { path: [], insideOr: false }).map(fieldsOf);
  return { matches: (event) => alternatives.some((fields) => meetsPlainly(event, fields) ?? meetsAll(event, fields)) };
}

/** Where in a pattern the compiler stands. */
interface Place {
  readonly path: readonly string[];
  readonly insideOr: boolean;
}

function parseObject(before: Alternatives, object: JsonObject, place: Place): Alternatives {
  const entries = Object.entries(object);
  if (entries.length === 0) throw invalidPattern('Empty objects are not allowed');
  return entries.reduce((alternatives, [name, value]) => {
    if (name === '$or') return parseOr(alternatives, value, place);
    if (place.insideOr && RESERVED_IN_OR.has(name)) {
      throw invalidPattern(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
    }
    const path = [...place.path, name];
    if (isJsonObject(value)) return parseObject(alternatives, value, { ...place, path });
    if (!isJsonArray(value)) throw invalidPattern(`"${name}" must be an object or an array`);
    const condition = parseCondition(value);
    return alternatives.map((conditions) => new Map(conditions).set(path.join('.'), condition));
  }, before);
}

/** Every alternative so far, with every object of `$or`. */
function parseOr(before: Alternatives, value: JsonValue, place: Place): Alternatives {
  if (!isJsonArray(value)) throw invalidPattern('It must be an Array followed with $or.');
  const alternatives = value.flatMap((object) => {
    if (!isJsonObject(object)) {
      throw invalidPattern('Only JSON object is allowed in array of $or relationship.');
    }
    return parseObject(before, object, { ...place, insideOr: true });
  });
  if (value.length < 2) throw invalidPattern('There must have at least 2 Objects in $or relationship.');
  if (alternatives.length > MAX_OR_COMBINATIONS) {
    throw invalidPattern(`$or must not make more than ${MAX_OR_COMBINATIONS} combinations`);
  }
  return alternatives;
}

function parseCondition(values: JsonArray): Condition {
  if (values.length === 0) throw invalidPattern('Empty arrays are not allowed');
  const matchers: Matcher[] = [];
  let mayBeAbsent = false;
  for (const value of values) {
    const matcher = parseValue(value);
    if (matcher) matchers.push(matcher);
    mayBeAbsent ||= matcher === undefined;
  }
  return { matchers, mayBeAbsent };
}

/** @returns undefined for `{"exists": false}` */
function parseValue(value: JsonValue): Matcher | undefined {
  if (isJsonArray(value)) throw invalidPattern('Match value must be String, number, true, false, or null');
  if (!isJsonObject(value)) return exact(value);
  const [[name, operand] = [], ...more] = Object.entries(value);
  if (name === undefined || operand === undefined) throw invalidPattern('Match expression name not found');
  const matcher = name === 'exists' ? existence(operand) : operatorOf(name)(operand);
  if (more.length > 0) {
    const numeric = name === 'numeric' || name === 'anything-but';
    throw invalidPattern(
      numeric ? 'Too many elements in numeric expression' : 'Only one key allowed in match expression',
    );
  }
  return matcher;
}

function existence(operand: JsonValue): Matcher | undefined {
  return mustExist(operand) ? () => true : undefined;
}

function operatorOf(name: string) {
  const operator = OPERATORS.get(name);
  if (!operator) throw invalidPattern(`Unrecognized match type ${name}`);
  return operator;
}

interface Field extends Condition {
  readonly path: FieldPath;
  /** Of a field that lies in no object of the event. */
  readonly name: string | undefined;
  /** The paths of the arrays in which later fields may lie too. What was settled in any other array is of no more use. */
  readonly needed: ReadonlySet<string>;
}

/** In the order of their paths, which is that in which EventBridge looks at them. */
function fieldsOf(conditions: Conditions): readonly Field[] {
  const fields = [...conditions]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, condition]) => ({
      ...condition,
      path: new FieldPath(path),
      name: path.includes('.') ? undefined : path,
    }));
  return fields.map((field, index) => ({
    ...field,
    needed: new Set(fields.slice(index + 1).flatMap(({ path }) => path.prefixes)),
  }));
}

/** As below, found without a search: most patterns ask for texts that lie side by side. @returns nothing when it takes one */
function meetsPlainly(event: JsonObject, fields: readonly Field[]): boolean | undefined {
  for (const { name, matchers } of fields) {
    const value = name !== undefined && Object.hasOwn(event, name) ? event[name] : undefined;
    if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
    if (!matchers.some((matches) => matches(value))) return false;
  }
  return true;
}

/** Does the event meet all of the fields? */
function meetsAll(event: JsonObject, fields: readonly Field[]): boolean {
  const failed = new FailedSearches();
  const meets = (index: number, places: Places | undefined): boolean => {
    const field = fields[index];
    if (!field) return true;
    const { path, matchers, mayBeAbsent, needed } = field;
    const next = (settled: Places | undefined) => {
      const kept = keptOf(settled, needed);
      if (failed.has(index, kept)) return false;
      return meets(index + 1, kept) || failed.add(index, kept);
    };
    const met = path.some(event, places, (leaf, settled) => matchers.some((matches) => matches(leaf)) && next(settled));
    if (met || !mayBeAbsent) return met;
    return !path.some(event, places, () => true) && next(places);
  };
  return meets(0, undefined);
}

function keptOf(places: Places | undefined, needed: ReadonlySet<string>): Places | undefined {
  if (!places) return undefined;
  const outer = keptOf(places.outer, needed);
  if (!needed.has(places.path)) return outer;
  return outer === places.outer ? places : { ...places, outer };
}

/** What was tried in vain: without it, a pattern with some fields in large arrays would be tried for hours. */
class FailedSearches {
  /** Most events fail at none. */
  #searches: Set<string> | undefined;
  #numbers: Map<JsonArray, number> | undefined;

  has(field: number, places: Places | undefined): boolean {
    return this.#searches?.has(this.#keyOf(field, places)) === true;
  }

  /** @returns false, which is what the search came to */
  add(field: number, places: Places | undefined): false {
    this.#searches ??= new Set();
    this.#searches.add(this.#keyOf(field, places));
    return false;
  }

  #keyOf(field: number, places: Places | undefined): string {
    let key = String(field);
    for (let place = places; place; place = place.outer) key += `/${this.#numberOf(place.array)}:${place.index}`;
    return key;
  }

  #numberOf(array: JsonArray): number {
    this.#numbers ??= new Map();
    const number = this.#numbers.get(array) ?? this.#numbers.size;
    this.#numbers.set(array, number);
    return number;
  }
}
