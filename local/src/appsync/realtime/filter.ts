// Subscription filters: which published results a subscription gets.
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import {
  MAX_CONTAINS_ANY_VALUES,
  MAX_FILTER_FIELD_DEPTH,
  MAX_FILTER_FIELDS,
  MAX_FILTER_GROUPS,
  MAX_FILTER_STRING_LENGTH,
  MAX_IN_VALUES,
} from '../limits';

/** One comparison of one field. */
export interface Condition {
  /** The field's name, its dots split. */
  readonly path: readonly string[];
  readonly operator: string;
  readonly value: JsonValue;
}

/** Groups, one of which must hold; a group holds when all its conditions do. */
export type Filter = readonly (readonly Condition[])[];

/** A filter that AppSync refuses. */
export class FilterRefused extends Error {
  /** AppSync's number: https://github.com/aws-amplify/amplify-category-api/issues/740 */
  readonly errorCode = 400;

  constructor(message: string) {
    super(message);
    this.name = 'FilterRefused';
  }
}

type Comparison = (field: JsonValue, value: JsonValue) => boolean;

interface Operator {
  readonly accepts: (value: JsonValue) => boolean;
  readonly holds: Comparison;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['eq', { accepts: isScalar, holds: isDeepStrictEqual }],
  ['ne', { accepts: isScalar, holds: (field, value) => !isDeepStrictEqual(field, value) }],
  ['le', { accepts: isOrdered, holds: ordered((order) => order <= 0) }],
  ['lt', { accepts: isOrdered, holds: ordered((order) => order < 0) }],
  ['ge', { accepts: isOrdered, holds: ordered((order) => order >= 0) }],
  ['gt', { accepts: isOrdered, holds: ordered((order) => order > 0) }],
  ['contains', { accepts: isOrdered, holds: contains }],
  ['notContains', { accepts: isOrdered, holds: lacks }],
  ['beginsWith', { accepts: isText, holds: beginsWith }],
  ['in', { accepts: isListOf(MAX_IN_VALUES), holds: isOneOf }],
  ['notIn', { accepts: isListOf(MAX_IN_VALUES), holds: (field, value) => !isOneOf(field, value) }],
  ['between', { accepts: isPair, holds: between }],
  ['containsAny', { accepts: isListOf(MAX_CONTAINS_ANY_VALUES), holds: containsAny }],
]);

const MAX_VALUES: ReadonlyMap<string, number> = new Map([
  ['in', MAX_IN_VALUES],
  ['notIn', MAX_IN_VALUES],
  ['containsAny', MAX_CONTAINS_ANY_VALUES],
]);

/**
 * Reads the argument of `extensions.setSubscriptionFilter`.
 * @throws FilterRefused
 */
export function readFilter(value: JsonValue): Filter {
  const groups = isJsonObject(value) ? value['filterGroup'] : undefined;
  if (!isNonEmptyList(groups)) throw new FilterRefused('A subscription filter needs a filterGroup with filters.');
  const filter = groups.map(readGroup);
  const expanded = filter.reduce((count, group) => count + expansions(group), 0);
  if (expanded > MAX_FILTER_GROUPS) {
    throw new FilterRefused(`Filters exceed maximum filter groups limit ${MAX_FILTER_GROUPS} for subscription`);
  }
  return filter;
}

/** The filter that arguments make: each must equal the field of its name. No arguments, no filter. */
export function argumentFilter(args: JsonObject): Filter {
  return [Object.entries(args).map(([name, value]) => ({ path: [name], operator: 'eq', value }))];
}

/** Does a published result pass? A field that was not selected passes no condition. */
export function passes(filter: Filter, published: JsonValue): boolean {
  return filter.some((group) => group.every((condition) => holds(condition, published)));
}

/** `in` is expanded into groups of its own: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
function expansions(group: readonly Condition[]): number {
  return group.reduce((count, { operator, value }) => {
    return operator === 'in' && Array.isArray(value) ? count * value.length : count;
  }, 1);
}

function readGroup(group: JsonValue): readonly Condition[] {
  const filters = isJsonObject(group) ? group['filters'] : undefined;
  if (!isNonEmptyList(filters)) throw new FilterRefused('Every group of a subscription filter needs filters.');
  const conditions = filters.map(readCondition);
  if (new Set(conditions.map(({ path }) => path.join('.'))).size > MAX_FILTER_FIELDS) {
    throw new FilterRefused(`Filters exceed maximum attributes limit ${MAX_FILTER_FIELDS} for subscription`);
  }
  return conditions;
}

function readCondition(filter: JsonValue): Condition {
  const { fieldName, operator, value = null } = isJsonObject(filter) ? filter : {};
  if (typeof fieldName !== 'string' || fieldName === '') throw new FilterRefused('Every filter needs a fieldName.');
  const path = fieldName.split('.');
  if (path.length > MAX_FILTER_FIELD_DEPTH) {
    throw new FilterRefused(`The field ${fieldName} is nested deeper than ${MAX_FILTER_FIELD_DEPTH} levels.`);
  }
  const known = typeof operator === 'string' ? OPERATORS.get(operator) : undefined;
  if (!known || typeof operator !== 'string') {
    throw new FilterRefused(`The operator ${JSON.stringify(operator)} of the field ${fieldName} is not known.`);
  }
  const limit = MAX_VALUES.get(operator);
  if (limit !== undefined && Array.isArray(value) && value.length > limit) {
    throw new FilterRefused(`subscription exceeds maximum value limit ${limit} for operator \`${operator}\`.`);
  }
  if (!known.accepts(value)) {
    throw new FilterRefused(
      `The operator ${operator} of the field ${fieldName} does not take the value ${short(value)}.`,
    );
  }
  return { path, operator, value };
}

function holds({ path, operator, value }: Condition, published: JsonValue): boolean {
  const field = valueAt(path, published);
  return field !== undefined && (OPERATORS.get(operator)?.holds(field, value) ?? false);
}

/** The value of a field; `undefined` when it was not selected. */
export function valueAt(path: readonly string[], published: JsonValue): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, name) => {
    return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }, published);
}

function short(value: JsonValue): string {
  return JSON.stringify(value).slice(0, MAX_FILTER_STRING_LENGTH);
}

function isNonEmptyList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value) && value.length > 0;
}

function isText(value: JsonValue): boolean {
  return typeof value === 'string' && value.length <= MAX_FILTER_STRING_LENGTH;
}

function isOrdered(value: JsonValue): boolean {
  return typeof value === 'number' || isText(value);
}

function isScalar(value: JsonValue): boolean {
  return typeof value === 'boolean' || isOrdered(value);
}

function isListOf(most: number): (value: JsonValue) => boolean {
  return (value) => isNonEmptyList(value) && value.length <= most && value.every(isOrdered);
}

function isPair(value: JsonValue): boolean {
  return isNonEmptyList(value) && value.length === 2 && value.every(isOrdered);
}

/** Compares two numbers or two strings; a number and a string are in no order. */
function ordered(fits: (order: number) => boolean): Comparison {
  return (field, value) => {
    if (typeof field === 'number' && typeof value === 'number') return fits(field - value);
    if (typeof field !== 'string' || typeof value !== 'string') return false;
    return fits(field < value ? -1 : field > value ? 1 : 0);
  };
}

function contains(field: JsonValue, value: JsonValue): boolean {
  if (typeof field === 'string') return typeof value === 'string' && field.includes(value);
  return Array.isArray(field) && field.includes(value);
}

function lacks(field: JsonValue, value: JsonValue): boolean {
  return (typeof field === 'string' || Array.isArray(field)) && !contains(field, value);
}

function beginsWith(field: JsonValue, value: JsonValue): boolean {
  return typeof field === 'string' && typeof value === 'string' && field.startsWith(value);
}

function isOneOf(field: JsonValue, value: JsonValue): boolean {
  return Array.isArray(value) && value.includes(field);
}

function containsAny(field: JsonValue, value: JsonValue): boolean {
  return Array.isArray(field) && Array.isArray(value) && field.some((item) => value.includes(item));
}

const isAbove = ordered((order) => order > 0);
const isBelow = ordered((order) => order < 0);

/** Without its ends, as AWS's example has it: `[1, 5]` lets 2, 3 and 4 through. */
function between(field: JsonValue, value: JsonValue): boolean {
  const ends: readonly JsonValue[] = Array.isArray(value) ? value : [];
  const [low, high] = ends;
  return low !== undefined && high !== undefined && isAbove(field, low) && isBelow(field, high);
}
