// The part of JSON Schema that a stage may write under `payloads`, as the rules that resolvers/lib/payload.ts follows: APPSYNC_JS has no
// recursion, so that a schema becomes a list of the places in the data.
'use strict';

const { isMap } = require('./refusal');

/** Items that a loop of APPSYNC_JS can look at: quota "Iterations in a resolver per loop", https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_ITEMS = 1000;
/** Characters of all rules: a resolver's code has 32 KB, of which ours takes less than a half. */
const MAX_LENGTH = 16_000;

const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];
/** What says nothing of the data. */
const NOTES = new Set(['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated']);

const isCount = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) >= 0;
const isNumber = (/** @type {unknown} */ value) => typeof value === 'number';
const isNames = (/** @type {unknown} */ value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');
const isTypes = (/** @type {unknown} */ value) => {
  const types = [value].flat();
  return types.length > 0 && types.every((type) => TYPES.includes(String(type)));
};

/** By keyword: what it must be, and whether a value is that. @type {Record<string, [string, (value: any) => boolean]>} */
const KEYWORDS = {
  type: [`one of ${TYPES.join(', ')}, or a list of them`, isTypes],
  properties: ['a map of schemas', isMap],
  required: ['a list of names', isNames],
  additionalProperties: ['true or false', (value) => typeof value === 'boolean'],
  items: ['a schema', isMap],
  minItems: ['a whole number', isCount],
  maxItems: ['a whole number', isCount],
  enum: ['a list of values', (value) => Array.isArray(value) && value.length > 0],
  const: ['a value', () => true],
  minimum: ['a number', isNumber],
  maximum: ['a number', isNumber],
  exclusiveMinimum: ['a number', isNumber],
  exclusiveMaximum: ['a number', isNumber],
  minLength: ['a whole number', isCount],
  maxLength: ['a whole number', isCount],
};

/** @typedef {Record<string, unknown>} Schema */
/** @typedef {(string | 0)[]} Way */

/**
 * The rules of all schemas.
 *
 * @param {Record<string, unknown>} payloads schemas by channel or pattern
 * @returns {object[]} `PayloadRule[]`
 * @throws {Error} with the rest of a sentence that begins with the setting
 */
function rulesOf(payloads) {
  const rules = Object.entries(payloads).flatMap(([channels, schema]) =>
    rulesAt(schema, [], 1).map((rule) => ({ channels, ...rule })),
  );
  const { length } = JSON.stringify(rules);
  if (length <= MAX_LENGTH) return rules;
  throw new Error(
    `must take ${MAX_LENGTH} characters at most as rules, not ${length}, as a resolver has room for no more; say less`,
  );
}

/**
 * @param {unknown} schema
 * @param {Way} at
 * @param {number} count of places that the way may lead to
 * @returns {object[]}
 */
function rulesAt(schema, at, count) {
  if (!isMap(schema)) throw new Error(`must be a map of keywords at ${textOf(at)}`);
  refuseOdd(schema, at);
  const { type, properties = {}, required, additionalProperties, items, maxItems } = /** @type {any} */ (schema);
  const values = schema['const'] === undefined ? schema['enum'] : [schema['const']];
  const mostItems = maxItems ?? (items ? MAX_ITEMS : null);
  if (items && mostItems * count > MAX_ITEMS) {
    throw new Error(
      `must have "maxItems" at ${textOf(at)}, so that there are ${MAX_ITEMS} items to look at, and no more`,
    );
  }
  const said = {
    types: type === undefined ? null : [type].flat(),
    required: required ?? null,
    known: additionalProperties === false ? Object.keys(properties) : null,
    values: Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : null,
    least: schema['minimum'] ?? null,
    most: schema['maximum'] ?? null,
    above: schema['exclusiveMinimum'] ?? null,
    below: schema['exclusiveMaximum'] ?? null,
    shortest: schema['minLength'] ?? null,
    longest: schema['maxLength'] ?? null,
    fewest: schema['minItems'] ?? null,
    mostItems,
  };
  return [
    ...(Object.values(said).some((value) => value !== null) ? [{ at, ...said }] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => rulesAt(inner, [...at, name], count)),
    ...(items ? rulesAt(items, [...at, 0], count * mostItems) : []),
  ];
}

/**
 * @param {Schema} schema
 * @param {Way} at
 */
function refuseOdd(schema, at) {
  for (const [keyword, value] of Object.entries(schema)) {
    if (NOTES.has(keyword)) continue;
    const [kind, isRight] = KEYWORDS[keyword] ?? [];
    if (!isRight) {
      throw new Error(`must not have "${keyword}" at ${textOf(at)}; there are ${Object.keys(KEYWORDS).join(', ')}`);
    }
    if (!isRight(value)) throw new Error(`must have ${kind} for "${keyword}" at ${textOf(at)}`);
  }
}

/** @param {Way} at */
function textOf(at) {
  return ['data', ...at.map((step) => (step === 0 ? '[]' : `.${step}`))].join('');
}

module.exports = { rulesOf };
