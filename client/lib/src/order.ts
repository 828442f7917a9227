// The order of each publisher. A message names the one that its publisher sent before it: until that one has come it is held back.
import { bound } from './bound';
import type { Clock } from './clock';
import type { Gap } from './gap';
import type { Memory } from './memory';
import { keyOf, type RawMessage } from './message';
import { timeOf } from './ulid';

/** Messages that are held back. */
const MOST_HELD = 1000;
/** Milliseconds by which what is told of a predecessor's time may be wrong. */
const DOUBT = 60_000;
/** Predecessors that were given up and are still recognised, and senders of whom one was. */
const MOST_GIVEN_UP = 1000;

/** What is handed over: a message, or what is to be told before it. */
export type Delivery = { readonly message: RawMessage } | { readonly gap: Gap<RawMessage> };

interface Held {
  readonly message: RawMessage;
  readonly previous: string;
  readonly until: number;
}

/** What keeping an order needs. */
export interface OrderOptions {
  readonly channel: string;
  readonly clock: Clock;
  readonly memory: Memory;
  /** Milliseconds for which a message is held back before the history is asked. */
  readonly wait: number;
  /** Milliseconds since 1970, by the regions' clocks, before which the subscription is owed nothing, if that is known. */
  startedAt(): number | undefined;
}

/** Keeps messages in the order of their publishers. */
export class Order {
  readonly #options: OrderOptions;
  /** In the order in which they came. */
  readonly #held = new Map<string, Held>();
  readonly #givenUp = new Set<string>();
  /**
   * By sender: the position of the last message that did not wait any longer. Not only the one that it names is out of order then:
   * those before it that are missing, too, come without being named.
   */
  readonly #ahead = new Map<string | null, string>();

  constructor(options: OrderOptions) {
    this.#options = options;
  }

  /** When the first one has been held back for long enough: milliseconds since 1970, or `undefined` if none is held back. */
  get nextAt(): number | undefined {
    const [first] = this.#held.values();
    return first?.until;
  }

  /** Takes a message that was not had before. @returns what is to be handed over now */
  add(message: RawMessage): Delivery[] {
    const { clock, memory, wait } = this.#options;
    const previous = previousOf(message);
    memory.add(message);
    if (previous === undefined || this.#isHanded(previous)) return this.#release(message);
    if (this.#isOlder(message, DOUBT)) {
      this.#forgo(previous);
      return this.#release(message);
    }
    const key = keyOf(message, message.id);
    this.#held.set(key, { message, previous, until: clock.now() + wait });
    if (this.#held.size <= MOST_HELD) return [];
    const [oldest] = this.#held.values();
    return oldest ? this.#giveUp(oldest) : [];
  }

  /** A message of which the subscription is not owed anything was there: what follows it need not wait. */
  pass(message: RawMessage): Delivery[] {
    this.#options.memory.follow(keyOf(message, message.id), previousOf(message));
    return this.#following(message);
  }

  /** Hands over what has been held back for long enough, and says that its predecessor is missing. */
  giveUp(): Delivery[] {
    const now = this.#options.clock.now();
    const deliveries: Delivery[] = [];
    for (const held of [...this.#held.values()]) {
      // What came before it in this list may have released it.
      if (held.until <= now && this.#held.has(keyOf(held.message, held.message.id)))
        deliveries.push(...this.#giveUp(held));
    }
    return deliveries;
  }

  #isHanded(key: string): boolean {
    return this.#options.memory.knows(key) && !this.#held.has(key);
  }

  /**
   * Was the message that is named sent before the subscription began? Then nobody is owed it, and it decides nothing but what is
   * waited for and told: ids are of the publisher's clock.
   * @param doubt milliseconds by which it was, at least
   */
  #isOlder({ id, position, previous }: RawMessage, doubt: number): boolean {
    // How wrong that clock is shows in an id beside the position of the same message.
    const sentAt = timeOf(previous ?? '') - timeOf(id) + timeOf(position);
    return sentAt + doubt < (this.#options.startedAt() ?? 0);
  }

  #giveUp({ message, previous }: Held): Delivery[] {
    const { channel } = this.#options;
    const { userId, position } = message;
    const id = message.previous ?? '';
    this.#forgo(previous);
    if (!this.#isBehind(message)) this.#ahead.set(userId, position);
    bound(this.#ahead, MOST_GIVEN_UP);
    const told: Delivery[] = this.#isOlder(message, 0)
      ? []
      : [{ gap: { channel, reason: 'MessageMissing', id, userId } }];
    return [...told, ...this.#release(message)];
  }

  /** Did its sender publish it before a message that did not wait for those before it? */
  #isBehind({ userId, position }: RawMessage): boolean {
    return position < (this.#ahead.get(userId) ?? '');
  }

  /** From now on the message that this names is out of order. */
  #forgo(key: string): void {
    this.#givenUp.add(key);
    bound(this.#givenUp, MOST_GIVEN_UP);
  }

  /** The message, and those that were waiting for it. */
  #release(message: RawMessage): Delivery[] {
    const { channel, memory } = this.#options;
    const key = keyOf(message, message.id);
    this.#held.delete(key);
    const isLate = this.#givenUp.delete(key) || this.#isBehind(message);
    if (!isLate) memory.follow(key, previousOf(message));
    const { id, userId } = message;
    const told: Delivery[] = isLate ? [{ gap: { channel, reason: 'OutOfOrder', id, userId } }] : [];
    return [...told, { message }, ...this.#following(message)];
  }

  #following(message: RawMessage): Delivery[] {
    const key = keyOf(message, message.id);
    const deliveries: Delivery[] = [];
    for (const held of [...this.#held.values()]) {
      if (held.previous === key) deliveries.push(...this.#release(held.message));
    }
    return deliveries;
  }
}

function previousOf(message: RawMessage): string | undefined {
  return message.previous ? keyOf(message, message.previous) : undefined;
}
