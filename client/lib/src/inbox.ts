// Messages that came and were not handed over yet. Bounded.
import type { RawMessage } from './message';

/** Messages, and characters in them. */
const MOST = 1000;
const MOST_CHARACTERS = 4_000_000;

/** An inbox. */
export class Inbox {
  readonly #messages: RawMessage[] = [];
  #characters = 0;

  get size(): number {
    return this.#messages.length;
  }

  /** @returns what is dropped if there is no room: all of it, as it can be read in the history */
  push(message: RawMessage): readonly RawMessage[] {
    this.#characters += lengthOf(message);
    const hasRoom = this.#messages.push(message) <= MOST && this.#characters <= MOST_CHARACTERS;
    return hasRoom ? [] : this.clear();
  }

  shift(): RawMessage | undefined {
    const message = this.#messages.shift();
    if (message) this.#characters -= lengthOf(message);
    return message;
  }

  /** @returns what is dropped */
  clear(): RawMessage[] {
    this.#characters = 0;
    return this.#messages.splice(0);
  }
}

function lengthOf({ message, data }: RawMessage): number {
  return message.length + (data?.length ?? 0);
}
