// Messages that came and were not handed over yet. Bounded.
import type { RawMessage } from './message';

/** Messages, and characters in them. */
const MOST = 1000;
const MOST_CHARACTERS = 4_000_000;

/** An inbox. */
export class Inbox {
  #messages: RawMessage[] = [];
  #characters = 0;

  /** @returns false if there is no room: the inbox is then empty, as what it had can be read in the history */
  push(message: RawMessage): boolean {
    this.#characters += lengthOf(message);
    const hasRoom = this.#messages.push(message) <= MOST && this.#characters <= MOST_CHARACTERS;
    if (!hasRoom) this.clear();
    return hasRoom;
  }

  shift(): RawMessage | undefined {
    const message = this.#messages.shift();
    if (message) this.#characters -= lengthOf(message);
    return message;
  }

  clear(): void {
    this.#messages = [];
    this.#characters = 0;
  }
}

function lengthOf({ message, data }: RawMessage): number {
  return message.length + (data?.length ?? 0);
}
