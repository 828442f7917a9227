// The kinds of values that a setting in stages.yml may have.
'use strict';

/** Characters of a wrong value in a sentence. */
const MAX_SHOWN = 60;

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @param {number} least
 * @param {number} most
 */
function isWholeBetween(value, least, most) {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

/**
 * @param {unknown} value
 * @param {RegExp} pattern
 * @returns {value is string}
 */
function isTextOf(value, pattern) {
  return typeof value === 'string' && pattern.test(value);
}

/**
 * @param {unknown} value
 * @param {RegExp} pattern of each item
 * @returns {value is string[]} one item at least, and none twice
 */
function isListOf(value, pattern) {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((item) => isTextOf(item, pattern))
  );
}

/**
 * @param {unknown} value that is not such a list
 * @param {RegExp} pattern of each item
 * @returns {string} the end of a sentence that says what the list must be
 */
function flawOf(value, pattern) {
  if (!Array.isArray(value) || value.length === 0) return notThis(value);
  const odd = value.findIndex((item) => !isTextOf(item, pattern));
  if (odd !== -1) return notThis(value[odd]);
  const repeated = value.find((item, index) => value.indexOf(item) < index);
  return `; ${shown(repeated)} is there twice`;
}

/**
 * @param {unknown} value
 * @returns {string} the end of a sentence that says what the value must be
 */
function notThis(value) {
  return `, not ${shown(value)}`;
}

/** @param {unknown} value as JSON has it */
function shown(value) {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

module.exports = { flawOf, isListOf, isMap, isTextOf, isWholeBetween, notThis };
