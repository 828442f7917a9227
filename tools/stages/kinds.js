// The kinds of values that a setting may have. The error of each is the rest of a sentence that begins with the setting.
'use strict';

const { z } = require('zod');

const yesOrNo = () => z.boolean({ error: 'must be true or false' });

/**
 * @param {number} least
 * @param {number} most
 */
function wholeBetween(least, most) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/**
 * @param {RegExp} pattern
 * @param {string} error
 */
function textLike(pattern, error) {
  return z.string({ error }).regex(pattern, { error });
}

/**
 * @template {z.ZodType} Item
 * @param {Item} item
 * @param {string} error
 * @returns a list of items, each of which is there once
 */
function listOfAny(item, error) {
  return onceEach(z.array(item, { error }), error);
}

/**
 * @template {z.ZodType} Item
 * @param {Item} item
 * @param {string} error
 * @returns the same, of at least one item
 */
function listOf(item, error) {
  return onceEach(z.array(item, { error }).min(1, { error }), error);
}

/**
 * @template {z.ZodType} Item
 * @param {z.ZodArray<Item>} list
 * @param {string} error
 */
function onceEach(list, error) {
  return list
    .superRefine((items, context) => {
      const twice = items.find((item, index) => items.indexOf(item) < index);
      if (twice !== undefined) context.addIssue(`${error}; ${JSON.stringify(twice)} is there twice`);
    })
    .meta({ uniqueItems: true });
}

/**
 * @template {z.core.$ZodLooseShape} Shape
 * @param {Shape} shape
 * @param {string} [error]
 */
function mapOf(shape, error = `must be a map of ${Object.keys(shape).join(', ')}`) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no setting "${issue.keys[0] ?? ''}"; there are ${Object.keys(shape).join(', ')}`
        : error,
  });
}

module.exports = { listOf, listOfAny, mapOf, textLike, wholeBetween, yesOrNo };
