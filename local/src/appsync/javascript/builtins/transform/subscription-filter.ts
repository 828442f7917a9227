// `util.transform.toSubscriptionFilter`: https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { MAX_FILTER_ALTERNATIVES } from '../../limits';
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
  const skipped = isJsonArray(ignored) ? ignored : [];
  const asked = alternativesOf(value, (name) => skipped.includes(name));
  const required = rules === null ? [[]] : orElseAll(Object.entries(objectOf(rules)).flatMap(operatorsOf));
  const groups = bothHold(asked, required).filter((group) => group.length > 0);
  return { filterGroup: groups.map((filters) => ({ filters })) };
}

function objectOf(value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw new BuiltinError(`${NAME} takes an object.`);
}

function alternativesOf(object: JsonObject, isIgnored: (name: string) => boolean): Alternatives {
  const all = Object.entries(object).map(([name, value]): Alternatives => {
    if (name === 'and')
      return listOf(value)
        .map((item) => alternativesOf(item, isIgnored))
        .reduce(bothHold, [[]]);
    if (name === 'or') return orElseAll(listOf(value).flatMap((item) => alternativesOf(item, isIgnored)));
    return isIgnored(name) ? [[]] : orElseAll(operatorsOf([name, value]));
  });
  return all.reduce(bothHold, [[]]);
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

function bothHold(one: Alternatives, other: Alternatives): Alternatives {
  if (one.length * other.length > MAX_FILTER_ALTERNATIVES) {
    throw new BuiltinError(`${NAME} makes at most ${MAX_FILTER_ALTERNATIVES} groups in the local engine.`);
  }
  return one.flatMap((left) => other.map((right) => [...left, ...right]));
}
