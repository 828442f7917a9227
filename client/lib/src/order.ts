// The order of each publisher. A message names the one that its publisher sent before it: until that one has come it is held back.
import { bound } from './bound';
import type { Clock } from './clock';
import type { Gap } from './gap';
import type { Memory } from './memory';
import { keyOf, type RawMessage } from './message';
import { raise } from './positions';
import { timeOf } from './ulid';

/** Messages that are held back. */
const MOST_HELD = 1000;
/** Milliseconds by which what is told of a predecessor's time may be wrong. */
const DOUBT = 60_000;
/** Predecessors that were given up and are still recognised, and senders of whom one was. */
const MOST_GIVEN_UP = 1000;

/** What is handed over: a message, or what is to be told before it. */
export type Delivery = RawMessage | Untold;

/** What is to be told; of the subscription's channel or pattern, unless it is of a message. */
export type Untold = Omit<Gap<RawMessage>, 'channel'> & { readonly channel?: string };

/** A message that names the one before it. */
interface Follower extends RawMessage {
  readonly previous: string;
}

/**
 * Makes what keeps messages in the order of their publishers.
 * @param wait milliseconds for which a message is held back before the history is asked
 * @param startedAt milliseconds since 1970, by the regions' clocks, before which the subscription is owed nothing that was published in a
 * channel around a time; so long ago that nothing is older if not known
 */
export function createOrder(
  clock: Clock,
  wait: number,
  memory: Memory,
  startedAt: (channel: string, time: number) => number,
) {
  /** In the order in which they came, and until when: milliseconds since 1970. */
  const held = new Map<string, readonly [Follower, number]>();
  /** The messages that are out of order when they come. */
  const givenUp = new Set<string>();
  /**
   * By sender in a channel: the position of the last message that did not wait any longer. Not only the one that it names is out of order then:
   * those before it that are missing, too, come without being named.
   */
  const ahead = new Map<string, string>();

  /**
   * Was the message that is named sent before the subscription began? Then nobody is owed it, and it decides nothing but what is
   * waited for and told: ids are of the publisher's clock.
   * @param doubt milliseconds by which it was, at least
   */
  function isOlder({ name, id, position, previous }: Follower, doubt: number): boolean {
    // How wrong that clock is shows in an id beside the position of the same message.
    const time = timeOf(previous) - timeOf(id) + timeOf(position);
    return time + doubt < startedAt(name, time);
  }

  /** The message that this one names is not waited for. */
  function forgo(message: Follower): void {
    givenUp.add(keyOf(message, message.previous));
    bound(givenUp, MOST_GIVEN_UP);
  }

  /** Hands over what was held back, and says that its predecessor is missing. */
  function giveUp(message: Follower): Delivery[] {
    const { name: channel, userId, position, previous: id } = message;
    forgo(message);
    raise(ahead, senderOf(message), position);
    bound(ahead, MOST_GIVEN_UP);
    const deliveries = release(message);
    return isOlder(message, 0) ? deliveries : [{ channel, reason: 'MessageMissing', id, userId }, ...deliveries];
  }

  /** The message, and those that were waiting for it. */
  function release(message: RawMessage): Delivery[] {
    const { name: channel, id, userId, position } = message;
    const key = keyOf(message);
    held.delete(key);
    if (!givenUp.delete(key) && position >= (ahead.get(senderOf(message)) ?? '')) return [message, ...pass(message)];
    return [{ channel, reason: 'OutOfOrder', id, userId }, message, ...following(message)];
  }

  function following(message: RawMessage): Delivery[] {
    const key = keyOf(message);
    return [...held.values()].flatMap(([next]) => (keyOf(next, next.previous) === key ? release(next) : []));
  }

  /** A message of which the subscription is not owed anything was there: what follows it need not wait. */
  function pass(message: RawMessage): Delivery[] {
    memory.follow(message);
    return following(message);
  }

  return {
    pass,

    /** When the first one has been held back for long enough: milliseconds since 1970, or `Infinity` if none is held back. */
    nextAt(): number {
      const [[, until] = [undefined, Infinity]] = held.values();
      return until;
    },

    /** Takes a message that was not had before. @returns what is to be handed over now */
    add(message: RawMessage): Delivery[] {
      memory.add(message);
      if (!isFollower(message)) return release(message);
      const before = keyOf(message, message.previous);
      if (memory.knows(before) && !held.has(before)) return release(message);
      if (isOlder(message, DOUBT)) {
        forgo(message);
        return release(message);
      }
      held.set(keyOf(message), [message, clock.now() + wait]);
      const [[oldest] = []] = held.values();
      return oldest && held.size > MOST_HELD ? giveUp(oldest) : [];
    },

    /** Hands over what has been held back for long enough. */
    giveUp(): Delivery[] {
      const now = clock.now();
      // What came before one of them may have released it.
      return [...held.values()].flatMap(([message, until]) =>
        until <= now && held.has(keyOf(message)) ? giveUp(message) : [],
      );
    },
  };
}

function senderOf(message: RawMessage): string {
  return keyOf(message, '');
}

function isFollower(message: RawMessage): message is Follower {
  return Boolean(message.previous);
}
