// What is on the board: the newest messages, and the holes between them. The memory it takes does not grow: an older one goes when a
// newer one comes.
import type { Message } from 'global-pubsub-client';

/** Messages and holes that are kept. */
export const MOST_ENTRIES = 2000;

/** What comes to the board: a message, or a sentence on what may be missing before the next one. */
export type Arrived =
  | { readonly kind: 'message'; readonly channel: string; readonly message: Message }
  | { readonly kind: 'gap'; readonly channel: string; readonly text: string };

/** It is on the board, as so-and-so many came before it. */
export type Entry = Arrived & { readonly number: number };

/** A message on the board. */
export type MessageEntry = Extract<Entry, { readonly kind: 'message' }>;

/** The newest entries. */
export class BoardRing {
  readonly #most: number;
  readonly #entries: Entry[] = [];
  #next = 0;

  constructor(most = MOST_ENTRIES) {
    this.#most = most;
  }

  /** Entries that came so far, also those that are gone. */
  get total(): number {
    return this.#next;
  }

  /** Takes an entry. */
  add(arrived: Arrived): void {
    this.#entries[this.#next % this.#most] = { ...arrived, number: this.#next };
    this.#next += 1;
  }

  /** The entries, newest first. @param channel limits them to one channel */
  newest(channel?: string): readonly Entry[] {
    const first = this.#next % this.#most;
    const ordered = [...this.#entries.slice(first), ...this.#entries.slice(0, first)].reverse();
    return channel === undefined ? ordered : ordered.filter((entry) => entry.channel === channel);
  }
}
