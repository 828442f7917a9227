// Where a pattern looks for values in an event, and how they are found there.
import { isJsonArray, isJsonObject, type JsonArray, type JsonValue } from '../../foundation/json';
import type { Leaf } from './operators/matcher';

/**
 * The array elements that a search has settled on. Fields of one pattern that lie in the same array must lie in the
 * same element of it: https://github.com/aws/event-ruler#and-and-or-relationship-among-fields-with-ruler
 */
export interface Places {
  readonly array: JsonArray;
  readonly index: number;
  /** The path of the array. */
  readonly path: string;
  readonly outer: Places | undefined;
}

/** Says whether the search may end with this leaf. */
export type Found = (leaf: Leaf, places: Places | undefined) => boolean;

/**
 * The name of a field with those of the objects that it lies in, joined by dots.
 * A dot in a key is like one between keys, in patterns as in events: `{"a.b": 1}` and `{"a": {"b": 1}}` have the same field.
 */
export class FieldPath {
  readonly #names: readonly string[];
  /** For each name of the path, the keys that may begin there, with the index of the name after them. */
  readonly #keys: readonly (readonly { readonly key: string; readonly next: number }[])[];

  constructor(path: string) {
    const names = path.split('.');
    this.#names = names;
    this.#keys = names.map((_, start) =>
      names.slice(start).map((__, length) => ({
        key: names.slice(start, start + length + 1).join('.'),
        next: start + length + 1,
      })),
    );
  }

  /** The paths of the objects and arrays that the field lies in, and its own, in which there may be an array as well. */
  get prefixes(): readonly string[] {
    return Array.from({ length: this.#names.length + 1 }, (_, length) => this.#prefix(length));
  }

  /** Offers every leaf of this path to `found`, until it says yes. */
  some(event: JsonValue, places: Places | undefined, found: Found): boolean {
    return this.#search(event, 0, places, found);
  }

  #search(value: JsonValue, start: number, places: Places | undefined, found: Found): boolean {
    if (isJsonArray(value)) return this.#searchArray(value, start, places, found);
    const keys = this.#keys[start];
    if (!isJsonObject(value)) return keys === undefined && found(value, places);
    if (keys === undefined) return false;
    return keys.some(({ key, next }) => {
      const inner = Object.hasOwn(value, key) ? value[key] : undefined;
      return inner !== undefined && this.#search(inner, next, places, found);
    });
  }

  #searchArray(array: JsonArray, start: number, places: Places | undefined, found: Found): boolean {
    const settled = indexIn(array, places);
    if (settled !== undefined) return this.#search(array[settled] ?? null, start, places, found);
    const path = this.#prefix(start);
    return array.some((element, index) => this.#search(element, start, { array, index, path, outer: places }, found));
  }

  #prefix(length: number): string {
    return this.#names.slice(0, length).join('.');
  }
}

function indexIn(array: JsonArray, places: Places | undefined): number | undefined {
  for (let place = places; place; place = place.outer) {
    if (place.array === array) return place.index;
  }
  return undefined;
}
