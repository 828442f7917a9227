// Finds the listeners that a published result may concern, without asking every one of them.
import type { JsonValue } from '../../foundation/json';
import { passes, valueAt, type Condition, type Filter } from './filter';

/** Something with a filter. */
export interface Filtered {
  readonly filter: Filter;
}

/** What a listener is filed under: a field and the value that it must have. */
interface Key {
  readonly field: string;
  readonly value: string | number | boolean;
}

/** Listeners by the equality that each of their groups asks for; those without one are asked every time. */
export class ListenerIndex<Listener extends Filtered> {
  readonly #byField = new Map<string, Map<Key['value'], Set<Listener>>>();
  readonly #others = new Set<Listener>();

  add(listener: Listener): void {
    const keys = keysOf(listener.filter);
    if (!keys) this.#others.add(listener);
    for (const { field, value } of keys ?? []) {
      const byValue = this.#byField.get(field) ?? new Map<Key['value'], Set<Listener>>();
      this.#byField.set(field, byValue);
      byValue.set(value, (byValue.get(value) ?? new Set()).add(listener));
    }
  }

  delete(listener: Listener): void {
    this.#others.delete(listener);
    for (const { field, value } of keysOf(listener.filter) ?? []) {
      const byValue = this.#byField.get(field);
      const listeners = byValue?.get(value);
      listeners?.delete(listener);
      if (listeners?.size === 0) byValue?.delete(value);
      if (byValue?.size === 0) this.#byField.delete(field);
    }
  }

  /** The listeners whose filter a result passes, each once. */
  concernedBy(published: JsonValue): readonly Listener[] {
    const candidates = new Set(this.#others);
    for (const [field, byValue] of this.#byField) {
      const value = valueAt(field.split('.'), published);
      if (!isKeyValue(value)) continue;
      for (const listener of byValue.get(value) ?? []) candidates.add(listener);
    }
    return [...candidates].filter(({ filter }) => passes(filter, published));
  }
}

/** One key for each group; `undefined` when a group asks for no equality. */
function keysOf(filter: Filter): readonly Key[] | undefined {
  const keys: Key[] = [];
  for (const group of filter) {
    const condition = group.find(isEquality);
    if (!condition || !isKeyValue(condition.value)) return undefined;
    keys.push({ field: condition.path.join('.'), value: condition.value });
  }
  return keys;
}

function isEquality({ operator, value }: Condition): boolean {
  return operator === 'eq' && isKeyValue(value);
}

function isKeyValue(value: JsonValue | undefined): value is Key['value'] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
