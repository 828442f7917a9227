// The part of JSON Schema that a stage may write under `payloads`, as the rules that resolvers/lib/payload.ts follows: APPSYNC_JS has no
// recursion, so that a schema becomes a list of the places in the data.
'use strict';

const { isMap } = require('./refusal');

/** Items that a loop of APPSYNC_JS can look at: quota "Iterations in a resolver per loop", https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_ITEMS = 1000;
/** Characters of all rules: a resolver's code has 32 KB, of which ours takes less than a half. */
const MAX_LENGTH = 16_000;
/** Schemas inside one another, and all that say something or nothing: each of them that says something takes more than 100 characters. */
const MAX_DEPTH = 100;
const MAX_SCHEMAS = 1000;

const TYPES = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];
/** What says nothing of the data. */
const NOTES = new Set(['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated']);

const isCount = (/** @type {unknown} */ value) => Number.isInteger(value) && Number(value) >= 0;
/** YAML has numbers that JSON does not: `.inf`, `.nan`, and what is too large. */
const isNumber = Number.isFinite;
/** Maps are equal in any order of their members, which their texts are not. @type {(value: unknown) => boolean} */
const isPlain = (value) =>
  Array.isArray(value)
    ? value.every(isPlain)
    : value === null || isNumber(value) || ['string', 'boolean'].includes(typeof value);
const isNames = (/** @type {unknown} */ value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');
const isTypes = (/** @type {unknown} */ value) => {
  const types = [value].flat();
  return types.length > 0 && types.every((type) => typeof type === 'string' && TYPES.includes(type));
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
  enum: ['a list of JSON values without maps', (value) => Array.isArray(value) && value.length > 0 && isPlain(value)],
  const: ['a JSON value without maps', isPlain],
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
  const room = { schemas: MAX_SCHEMAS };
  const rules = Object.entries(payloads).flatMap(([channels, schema]) =>
    rulesAt(schema, { at: [], count: 1, room }).map((rule) => ({ channels, ...rule })),
  );
  const { length } = JSON.stringify(rules);
  if (length <= MAX_LENGTH) return rules;
  throw new Error(
    `must take ${MAX_LENGTH} characters at most as rules, not ${length}, as a resolver has room for no more; say less`,
  );
}

/**
 * @param {unknown} schema
 * @param {{ at: Way, count: number, room: { schemas: number } }} place the way to it, how many places that may lead to, and for how many
 *   schemas there is room yet
 * @returns {object[]}
 */
function rulesAt(schema, { at, count, room }) {
  room.schemas -= 1;
  if (at.length > MAX_DEPTH || room.schemas < 0) {
    throw new Error(`must have ${MAX_SCHEMAS} schemas at most, and ${MAX_DEPTH} inside one another; say less`);
  }
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
    ...Object.entries(properties).flatMap(([name, inner]) => rulesAt(inner, { at: [...at, name], count, room })),
    ...(items ? rulesAt(items, { at: [...at, 0], count: count * mostItems, room }) : []),
  ];
}

/**
 * @param {Schema} schema
 * @param {Way} at
 */
function refuseOdd(schema, at) {
  for (const [keyword, value] of Object.entries(schema)) {
    if (NOTES.has(keyword)) continue;
    const [kind, isRight] = (Object.hasOwn(KEYWORDS, keyword) && KEYWORDS[keyword]) || [];
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

/**
 * The schemas that may concern a channel with this first part.
 *
 * @param {Record<string, unknown>} payloads schemas by channel or pattern
 * @param {string} first
 */
function payloadsBelow(payloads, first) {
  return Object.fromEntries(
    Object.entries(payloads).filter(([channels]) => ['*', first].includes(channels.split('/')[0] ?? '')),
  );
}

module.exports = { payloadsBelow, rulesOf };
