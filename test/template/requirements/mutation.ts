// Mutations of our own templates, as data: what is changed, and what must then fail. One file each in test/cases/mutations, or
// for the front door in test/cases/edge-mutations.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from 'local-aws';
import { ROOT, type Template } from '../../support/packages/templates';
import type { Hops } from './hops';

/** A change of a template; `path` is a JSON pointer. */
export type Change =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'replace'; readonly path: string; readonly value: JsonValue }
  /** Replaces a part of a text, which must be there exactly once. */
  | { readonly op: 'edit'; readonly path: string; readonly find: string; readonly put: string };

/** A mutation, and what catches it: at least one of three. */
export interface Mutation {
  /** The file's name. */
  readonly id: string;
  readonly changes: readonly Change[];
  /** Every requirement that fails, in the order of the requirements; none if left out. */
  readonly requirements?: readonly string[];
  /** The behaviour that is not seen. */
  readonly behaviour?: string;
  /** The hops that fail, each with AWS's error as a regular expression; all others pass. */
  readonly hops?: Partial<Hops>;
}

/** All mutations of the regional stack. */
export function mutations(): readonly Mutation[] {
  return mutationsIn(path.join(ROOT, 'test/cases/mutations'));
}

/** All mutations of the front door, each caught by requirements. */
export function edgeMutations(): readonly Mutation[] {
  return mutationsIn(path.join(ROOT, 'test/cases/edge-mutations'));
}

function mutationsIn(folder: string): readonly Mutation[] {
  return readdirSync(folder).map((file) => ({
    ...(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Omit<Mutation, 'id'>),
    id: path.basename(file, '.json'),
  }));
}

/**
 * The template after a mutation.
 * @throws Error when the template does not have what is to be changed: the mutation then no longer fits
 */
export function mutated(template: Template, { changes }: Mutation): Template {
  return changes.reduce<JsonValue>(
    (value, change) => changed(value, change, keysOf(change.path)),
    template,
  ) as Template;
}

function keysOf(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function changed(value: JsonValue, change: Change, [key, ...rest]: readonly string[]): JsonValue {
  if (key === undefined) return replacement(value, change);
  if (!isJsonObject(value) && !isJsonArray(value)) throw new Error(`Nothing at ${change.path}.`);
  const member = (value as JsonObject)[key];
  if (member === undefined) throw new Error(`Nothing at ${change.path}.`);
  const isRemoved = change.op === 'remove' && rest.length === 0;
  if (isJsonArray(value)) {
    return isRemoved
      ? value.filter((_, index) => String(index) !== key)
      : value.map((element, index) => (String(index) === key ? changed(element, change, rest) : element));
  }
  const others = Object.entries(value).filter(([name]) => name !== key);
  return Object.fromEntries(isRemoved ? others : [...others, [key, changed(member, change, rest)]]);
}

function replacement(value: JsonValue, change: Change): JsonValue {
  if (change.op === 'replace') return change.value;
  if (change.op !== 'edit' || typeof value !== 'string') throw new Error(`${change.path} cannot be changed so.`);
  if (value.split(change.find).length !== 2) throw new Error(`"${change.find}" is not once in ${change.path}.`);
  return value.replace(change.find, () => change.put);
}
