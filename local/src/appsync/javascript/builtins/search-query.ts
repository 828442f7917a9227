// `util.transform.toElasticsearchQueryDSL`: https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../foundation/json';
import { BuiltinError } from './builtin';

const NAME = 'util.transform.toElasticsearchQueryDSL';

type Operator = (field: string, value: JsonValue) => JsonObject;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['eq', (field, value) => ({ term: { [field]: value } })],
  ['ne', (field, value) => not({ term: { [field]: value } })],
  ...['gt', 'gte', 'lt', 'lte'].map((bound) => [bound, within(bound)] as const),
  ['range', range],
  ['match', (field, value) => ({ match: { [field]: value } })],
  ['matchPhrase', (field, value) => ({ match_phrase: { [field]: value } })],
  ['matchPhrasePrefix', (field, value) => ({ match_phrase_prefix: { [field]: value } })],
  ['multiMatch', (field, value) => ({ multi_match: { fields: [field], query: value } })],
  ['wildcard', (field, value) => ({ wildcard: { [field]: value } })],
  ['regexp', (field, value) => ({ regexp: { [field]: value } })],
  ['exists', (field, value) => (value === false ? not({ exists: { field } }) : { exists: { field } })],
]);

/**
 * A query of OpenSearch. A list of one is the one itself: AWS's example has only longer ones.
 * @throws BuiltinError for an operator that there is not
 */
export function toSearchQuery(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw new BuiltinError(`${NAME} takes an object.`);
  return all(Object.entries(value).map(([name, operand]) => clauseOf(name, operand)));
}

function clauseOf(name: string, value: JsonValue): JsonObject {
  if (name === 'and') return all(listOf(value).map(toSearchQuery));
  if (name === 'or') return { bool: { should: listOf(value).map(toSearchQuery) } };
  if (name === 'not') return not(toSearchQuery(value));
  if (!isJsonObject(value)) throw new BuiltinError(`${NAME} takes an object of operators for ${name}.`);
  return all(
    Object.entries(value).map(([operator, operand]) => {
      const write = OPERATORS.get(operator);
      if (!write) throw new BuiltinError(`${NAME} has no operator ${operator}.`);
      return write(name, operand);
    }),
  );
}

function listOf(value: JsonValue): readonly JsonValue[] {
  return isJsonArray(value) ? value : [value];
}

function all(clauses: readonly JsonObject[]): JsonObject {
  const [only] = clauses;
  return clauses.length === 1 && only ? only : { bool: { must: clauses } };
}

function not(clause: JsonObject): JsonObject {
  return { bool: { must_not: clause } };
}

function within(bound: string): Operator {
  return (field, value) => ({ range: { [field]: { [bound]: value } } });
}

function range(field: string, value: JsonValue): JsonObject {
  const [from, to] = isJsonArray(value) && value.length === 2 ? value : [];
  if (from === undefined || to === undefined) throw new BuiltinError(`${NAME} takes two values for ${field}.range.`);
  return { range: { [field]: { gte: from, lte: to } } };
}
