// One page of a list.
import type { JsonObject } from '../../foundation/json';
import { invalidNextToken } from '../cloudwatch-error';
import { optionalText } from '../../foundation/request-members';

/** A page, and where the next begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: { readonly NextToken?: string };
}

/** Cuts the page out that a request asks for with `NextToken`. @throws CloudWatchError `InvalidNextToken` */
export function pageOf<Item>(all: readonly Item[], input: JsonObject, length: number): Page<Item> {
  const token = optionalText(input, 'NextToken') ?? '0';
  if (!/^\d{1,9}$/.test(token)) throw invalidNextToken();
  const end = Number(token) + length;
  return { items: all.slice(Number(token), end), next: end < all.length ? { NextToken: String(end) } : {} };
}
