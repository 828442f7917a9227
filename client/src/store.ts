// A value that changes, and those who are told: what React's useSyncExternalStore takes.
import type { Clock } from './clock';

/** A value that can be watched. */
export interface Watchable<Value> {
  readonly value: Value;
  /** @returns stops telling */
  readonly watch: (listener: () => void) => () => void;
}

/** A value that one owner changes. */
export class Store<Value> implements Watchable<Value> {
  #value: Value;
  readonly #listeners = new Set<() => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  get value(): Value {
    return this.#value;
  }

  set(value: Value): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  readonly watch = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/**
 * Tells of changes at most once in `pace` milliseconds: of the first at once, of those that follow together.
 * @returns call it at each change
 */
export function paced(clock: Clock, pace: number, tell: () => void): () => void {
  let isResting = false;
  let isDue = false;
  const rest = () => {
    isResting = isDue;
    if (!isDue) return;
    isDue = false;
    clock.after(pace, rest);
    tell();
  };
  return () => {
    if (isResting) {
      isDue = true;
      return;
    }
    isResting = true;
    clock.after(pace, rest);
    tell();
  };
}
