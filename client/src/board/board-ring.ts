// What is on the board: the newest messages, and the holes between them. The memory it takes does not grow: an older one goes when a
// newer one comes.
import type { Message } from 'global-pubsub-client';
import { covers } from '../channels/channel-list';

/** Messages and holes that are kept. */
export const MOST_ENTRIES = 2000;

/** What comes to the board: a message, or a sentence on what may be missing before the next one. */
export type Arrived =
  | {
      readonly kind: 'message';
      readonly channel: string;
      readonly message: Message;
      /** When it came, in milliseconds since 1970, by the server's clock. */
      readonly receivedAt: number;
      /** Was it read in the history, or may it have been? */
      readonly isLate: boolean;
      /** Regions for which it was held when it came. */
      readonly heldFor: readonly string[];
    }
  | { readonly kind: 'gap'; readonly channel: string; readonly text: string };

/** It is on the board, as so-and-so many came before it. */
export type Entry = Arrived & { readonly number: number };

/** A message on the board. */
export type MessageEntry = Extract<Entry, { readonly kind: 'message' }>;

/** What the board is limited to. */
export interface EntryFilter {
  /** A channel, or what a pattern covers. */
  readonly channel?: string | undefined;
  /** What a message has in its text, its data, its channel or its sender, in capital or small letters. */
  readonly words?: string;
}

/** The newest entries. */
export class BoardRing {
  readonly #most: number;
  readonly #entries: Entry[] = [];
  #next = 0;
  /** What came before this is not shown any more. */
  #cleared = 0;

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

  /** Takes all entries off the board; they stay counted. */
  clear(): void {
    this.#cleared = this.#next;
  }

  /** The entries, newest first, as far as the filter lets them through. */
  newest(filter: EntryFilter = {}): readonly Entry[] {
    const first = this.#next % this.#most;
    const ordered = [...this.#entries.slice(first), ...this.#entries.slice(0, first)].reverse();
    return ordered.filter((entry) => entry.number >= this.#cleared && passes(entry, filter));
  }
}

function passes(entry: Entry, { channel, words = '' }: EntryFilter): boolean {
  if (channel !== undefined && !covers(channel, entry.channel)) return false;
  if (words === '') return true;
  const { message, name, userId, data } = entry.kind === 'message' ? entry.message : noMessage(entry.text);
  const text = [message, name, userId ?? '', data === null ? '' : JSON.stringify(data)].join('\n');
  return text.toLowerCase().includes(words.toLowerCase());
}

/** A gap is found by its sentence. */
function noMessage(message: string) {
  return { message, name: '', userId: null, data: null };
}
