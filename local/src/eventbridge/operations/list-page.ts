// One page of a list.
import type { JsonObject } from '../../foundation/json';
import { MAX_PAGE } from '../limits';
import { optionalInteger, optionalText } from '../members';
import { outOfBounds, validationError } from '../validation-error';

/** A page, and where the next begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly NextToken?: string };
}

/**
 * Cuts the page out that a request asks for with `Limit` and `NextToken`.
 * @throws AwsError `ValidationException`
 */
export function pageOf<Item>(all: readonly Item[], input: JsonObject): Page<Item> {
  const limit = optionalInteger(input, 'Limit') ?? MAX_PAGE;
  if (limit < 1) throw outOfBounds(String(limit), 'limit', 'Member must have value greater than or equal to 1');
  if (limit > MAX_PAGE) {
    throw outOfBounds(String(limit), 'limit', `Member must have value less than or equal to ${MAX_PAGE}`);
  }
  const token = optionalText(input, 'NextToken') ?? '0';
  if (!/^\d+$/.test(token)) throw validationError('Token is invalid.');
  const start = Number(token);
  const end = start + limit;
  return { items: all.slice(start, end), next: end < all.length ? { NextToken: String(end) } : {} };
}
