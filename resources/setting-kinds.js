// The kinds of values that a setting in stages.yml may have.
'use strict';

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

module.exports = { isListOf, isMap, isTextOf, isWholeBetween };
