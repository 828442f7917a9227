// The newest messages. The memory it takes does not grow: an older one goes when a newer one comes.
import type { Message } from './message';

/** Messages that are kept. */
export const MOST_MESSAGES = 2000;

/** A message, and when it came. */
export interface ReceivedMessage extends Message {
  /** Counts from 0. */
  readonly number: number;
}

/** The newest messages, each once. */
export class MessageRing {
  readonly #most: number;
  readonly #messages: ReceivedMessage[] = [];
  readonly #ids = new Set<string>();
  #next = 0;

  constructor(most = MOST_MESSAGES) {
    this.#most = most;
  }

  /** Messages that came so far, also those that are gone. */
  get total(): number {
    return this.#next;
  }

  /**
   * Takes a message.
   * @returns `false` if it came before: EventBridge delivers at least once
   */
  add(message: Message): boolean {
    if (this.#ids.has(message.id)) return false;
    const index = this.#next % this.#most;
    const replaced = this.#messages[index];
    if (replaced) this.#ids.delete(replaced.id);
    this.#ids.add(message.id);
    this.#messages[index] = { ...message, number: this.#next };
    this.#next += 1;
    return true;
  }

  /** The messages, newest first. @param channel limits them to one channel */
  newest(channel?: string): readonly ReceivedMessage[] {
    const first = this.#next % this.#most;
    const ordered = [...this.#messages.slice(first), ...this.#messages.slice(0, first)].reverse();
    return channel === undefined ? ordered : ordered.filter(({ name }) => name === channel);
  }
}
