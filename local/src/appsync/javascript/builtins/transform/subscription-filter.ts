// `util.transform.toSubscriptionFilter`: https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { MAX_FILTER_ALTERNATIVES, MAX_FILTER_CONDITIONS } from '../../limits';
import { BuiltinError } from '../builtin';

/** Conditions that all must hold. */
type Group = readonly JsonObject[];
/** Groups, one of which must hold. */
type Alternatives = readonly Group[];

const NAME = 'util.transform.toSubscriptionFilter';

/**
 * Fields must all hold, of several operators on one field one must, and `and` and `or` nest.
 * @returns null for what is no object, as recorded on AWS (https://github.com/localstack/appsync-utils)
 * @param ignored fields of `value` that are left out
 * @param rules fields with operators, one of which must hold besides
 * @throws BuiltinError
 */
export function toSubscriptionFilter(value: JsonValue, ignored: JsonValue, rules: JsonValue): JsonObject | null {
  if (!isJsonObject(value)) return null;
  const skipped = new Set(isJsonArray(ignored) ? ignored : []);
  const asked = alternativesOf(value, (name) => skipped.has(name));
  const required = rules === null ? [[]] : orElseAll(Object.entries(objectOf(rules)).flatMap(operatorsOf));
  const groups = allHold([asked, required]).filter((group) => group.length > 0);
  return { filterGroup: groups.map((filters) => ({ filters })) };
}

function objectOf(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new BuiltinError(`${NAME} takes an object.`);
}

function alternativesOf(object: JsonObject, isIgnored: (name: string) => boolean): Alternatives {
  const all = Object.entries(object).map(([name, value]): Alternatives => {
    if (name === 'and') return allHold(listOf(value).map((item) => alternativesOf(item, isIgnored)));
    if (name === 'or') return orElseAll(listOf(value).flatMap((item) => alternativesOf(item, isIgnored)));
    return isIgnored(name) ? [[]] : orElseAll(operatorsOf([name, value]));
  });
  return allHold(all);
}

function listOf(value: JsonValue): readonly JsonObject[] {
  return (isJsonArray(value) ? value : [value]).map(objectOf);
}

function operatorsOf([fieldName, operators]: readonly [string, JsonValue]): Alternatives {
  if (!isJsonObject(operators)) throw new BuiltinError(`${NAME} takes an object of operators for ${fieldName}.`);
  return Object.entries(operators).map(([operator, value]) => [{ fieldName, operator, value }]);
}

/** No alternatives ask for nothing. */
function orElseAll(alternatives: Alternatives): Alternatives {
  return alternatives.length === 0 ? [[]] : alternatives;
}

/** One group for each choice of one group from every side, those of the first side in their order. */
function allHold(sides: readonly Alternatives[]): Alternatives {
  const asking = sides.filter((side) => side.some((group) => group.length > 0));
  const count = asking.reduce((product, side) => product * side.length, 1);
  const conditions = asking.reduce((sum, side) => sum + side.flat().length * (count / side.length), 0);
  requireAtMost(MAX_FILTER_ALTERNATIVES, count, 'groups');
  requireAtMost(MAX_FILTER_CONDITIONS, conditions, 'conditions');
  return Array.from({ length: count }, (_group, index) => {
    let block = count;
    return asking.flatMap((side) => {
      block /= side.length;
      return side[Math.floor(index / block) % side.length] ?? [];
    });
  });
}

function requireAtMost(most: number, count: number, what: string): void {
  if (count > most) throw new BuiltinError(`${NAME} makes at most ${most} ${what} in the local engine.`);
}
