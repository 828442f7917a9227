// A subscription: what comes live and what is read in the history, brought into one order and handed over once.
import type { Api } from './api';
import type { Clock } from './clock';
import { errorOf, isPassing, PubSubError, UNAUTHORIZED } from './errors';
import { createEvents } from './events';
import type { Gap } from './gap';
import { createHistory } from './history';
import type { Member } from './line';
import { createMemory } from './memory';
import { type Message, parsed, type RawMessage } from './message';
import type { ConnectOptions } from './options';
import { createOrder, type Delivery, type Untold } from './order';
import { covers } from './pattern';
import type { Places } from './places';
import { createSleepers } from './sleep';
import type { Stage } from './stage';
import { isFinal, type State } from './state';
import { timeOf } from './ulid';

/** Where a subscription begins: with what is published from now on, with the newest messages, or at a time. */
export type From = 'now' | { readonly last: number } | { readonly since: Date | string };

/** What a subscription is made with. */
export interface SubscribeOptions {
  /** Told each message, once. If it returns a promise, the next message waits for it. */
  readonly onMessage?: (message: Message) => unknown;
  /** Told when messages may be missing, or one comes out of its order. */
  readonly onGap?: (gap: Gap<Message>) => void;
  /** `now` unless given. */
  readonly from?: From;
}

/** What a subscription tells. */
export interface SubscriptionEvents {
  state: State;
  gap: Gap<Message>;
}

/** What a subscription needs of its client. */
export interface SubscriptionContext {
  readonly options: ConnectOptions;
  readonly api: Api;
  readonly clock: Clock;
  readonly places: Places;
  readonly stage: Stage;
  /** Joins a line. @returns leaves it */
  readonly join: (member: Member) => () => void;
  readonly onState: () => void;
  readonly onError: (error: unknown) => void;
}

/** Messages that wait to be handed over, and characters in them. */
const MOST = 1000;
const MOST_CHARACTERS = 4_000_000;
/** Messages of each region that are looked at, at least, when a subscription begins: what follows them need not wait. */
const KNOWN = 100;
/**
 * Milliseconds after which the history is read again, and how much of it: a message is pushed a moment before the index has it,
 * so that what is pushed just before a subscription becomes live may be in neither.
 */
const SETTLING = 3000;
const SETTLED = 30_000;
const HOUR = 3_600_000;
/** Milliseconds before another look at a history that did not answer. */
const LOOK_AGAIN = 1000;
/** The most milliseconds between two looks of which the first was in vain. */
const MOST_PAUSE = 8000;

/** A subscription to a channel, or to the channels that a pattern covers. Iterate it, or give it an `onMessage`. */
export interface Subscription extends AsyncIterable<Message> {
  readonly channel: string;
  readonly state: State;
  /** Why the subscription was refused. */
  readonly reason: PubSubError | undefined;
  /** @returns stops telling */
  on<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: (detail: SubscriptionEvents[Name]) => void,
  ): () => void;
  /** Ends the subscription. Nothing is handed over any more. */
  close(): void;
  /** The messages, for one reader, who takes as much time as needed: what there is no room for is read in the history later. */
  [Symbol.asyncIterator](): AsyncGenerator<Message>;
}

/** Subscribes to a channel or a pattern. */
export function createSubscription(
  channel: string,
  { from = 'now', onMessage, onGap }: SubscribeOptions,
  { options, api, clock, places, stage, join, onState, onError }: SubscriptionContext,
): Subscription {
  const { remember = 20_000, overlap = 120_000, orderWait = 500 } = options;
  const { since: beginning, last = 0 }: { since?: Date | string; last?: number } = from === 'now' ? {} : from;
  const since = beginning ? new Date(beginning).toISOString() : undefined;
  const { on, emit } = createEvents<SubscriptionEvents>();
  /** What came live and was not handed over yet, and the characters in it. */
  const inbox: RawMessage[] = [];
  let characters = 0;
  const memory = createMemory(remember);
  const history = createHistory(api, channel, since, () => stage.regions, memory.forgottenOf);
  const order = createOrder(clock, orderWait, memory, (name, time) => {
    if (isKept(name)) return history.startedAt();
    // What was lost in an interruption is told already.
    return ahead + (time - ahead < goneAt ? liveAt : backAt);
  });
  let state: State = 'connecting';
  let reason: PubSubError | undefined;
  let first: Delivery[] = [];
  /** What of the history is to be read, milliseconds before the newest message; `undefined` if nothing is. */
  let due: number | undefined;
  /** Messages that came live and are handed over before the history is read again: sockets may be replaced faster than it is read. */
  let waiting = 0;
  let lostAt = since ? Date.parse(since) : undefined;
  let hasHistory = true;
  /** When the subscription became live, by its own clock: milliseconds since 1970; and by how many that of the regions is ahead, as far as what came live tells. */
  let liveAt = 0;
  let ahead = -Infinity;
  /** Between which times, by its own clock, what has no history was last told to be lost: milliseconds since 1970. */
  let goneAt = Infinity;
  let backAt = 0;
  let hasOverflown = false;
  /** When the history is to be read once more, and the earliest time for that: milliseconds since 1970. */
  let settledAt = Infinity;
  let lookAt = 0;
  let pause = 0;
  const { sleep, wake } = createSleepers(clock);
  let leave: (() => void) | undefined;

  const isEnded = () => isFinal(state);
  const isKept = (name: string) => hasHistory && !stage.unkept.some((entry) => covers(entry, name));

  function set(next: State): void {
    if (isEnded() || next === state) return;
    state = next;
    emit('state', state);
    onState();
  }

  function end(last: 'closed' | 'refused'): void {
    if (isEnded()) return;
    set(last);
    inbox.length = 0;
    leave?.();
    wake();
  }

  /** @param error why it was refused; none if it was ended */
  function ended(error?: PubSubError): void {
    reason = error;
    end(error ? 'refused' : 'closed');
  }

  function tell({ message, ...gap }: Untold): void {
    const told = { channel, ...gap, ...(message && { message: parsed(message) }) };
    try {
      onGap?.(told);
    } catch (error) {
      onError(error);
    }
    emit('gap', told);
  }

  /** What is in no history, and so may be lost for good. @param from milliseconds since 1970; 0 if not known */
  function lostSince(from: number): Untold[] {
    const names = hasHistory ? stage.unkept.filter((entry) => covers(channel, entry)) : [channel];
    const reason = hasOverflown ? 'Overflow' : 'HistoryOff';
    goneAt = from;
    backAt = clock.now();
    const times = { ...(from > 0 && { from: new Date(from) }), to: new Date(backAt) };
    return names.map((name) => ({ channel: name, reason, ...times }));
  }

  /** Learns where the subscription begins, and joins a line. */
  async function begin(): Promise<void> {
    try {
      await insist(stage.load);
      if (!since) {
        const messages = await insist(() => history.begin(Math.max(last, KNOWN)));
        const before = messages.length - last;
        first = messages.flatMap((message, index) => (index < before ? order.pass(message) : order.add(message)));
        if (last > 0) first.unshift(...lostSince(0));
      }
    } catch (error) {
      withoutHistory(error);
      if (last > 0) lostAt ??= 0;
    }
    if (!isEnded()) leave = join(member);
  }

  const member: Member = {
    channel,
    trying: (isWaiting) => set(isWaiting ? 'offline' : 'connecting'),
    live() {
      liveAt ||= clock.now();
      due = overlap;
      if (state !== 'live') set('catching up');
      wake();
    },
    lost(at) {
      lostAt ??= at;
      set('connecting');
    },
    /** A frame without a message is nothing; one whose message could not be sent is looked for in the history. */
    data({ data, errors }) {
      const message = data?.subscribe as RawMessage | null | undefined;
      if (message) {
        characters += lengthOf(message);
        inbox.push(message);
        // What came soonest tells best how far the clocks are apart.
        ahead = Math.max(ahead, timeOf(message.position) - clock.now());
      } else if (errors) due ??= SETTLED;
      if (inbox.length > MOST || characters > MOST_CHARACTERS) {
        // All of it, as it can be read in the history.
        inbox.splice(0).forEach(history.dropped);
        characters = 0;
        hasOverflown = true;
        lostAt ??= clock.now();
        due ??= SETTLED;
      }
      wake();
    },
    ended,
  };

  async function* deliveries(): AsyncGenerator<Delivery> {
    while (!isEnded()) {
      yield* first.splice(0);
      if (due !== undefined && waiting <= 0) {
        yield* catchUp(due);
        waiting = inbox.length;
      } else if (nextLookAt() <= clock.now()) yield* look();
      else {
        const message = inbox.shift();
        waiting = message ? waiting - 1 : 0;
        if (message) {
          characters -= lengthOf(message);
          yield* handed(message);
        } else if (due === undefined) await nothing();
      }
    }
  }

  /** When the history is asked for what is missing, or once more. */
  function nextLookAt(): number {
    return Math.max(Math.min(order.nextAt(), settledAt), lookAt);
  }

  /** Waits until there is something to do. */
  async function nothing(): Promise<void> {
    if (state === 'catching up') set('live');
    if (!isEnded()) await sleep(Math.min(nextLookAt() - clock.now(), HOUR));
  }

  function handed(message: RawMessage): Delivery[] {
    // Pushed late or read: nobody is owed it, and what its publisher sent after it may have been handed over.
    if (history.isBefore(message)) return order.pass(message);
    history.reached(message);
    if (memory.isHad(message)) return [];
    const { name, id, userId, region, position } = message;
    if (position > memory.forgottenOf(region)) return order.add(message);
    return [{ channel: name, reason: 'TooLate', id, userId, message }];
  }

  /** Tells what is lost for good, and reads the history: what was missed, and a while before it. */
  async function* catchUp(reach: number): AsyncGenerator<Delivery> {
    const lost = lostAt;
    due = lostAt = undefined;
    if (lost !== undefined) {
      const oldest = clock.now() - stage.keptHours * HOUR;
      yield* lostSince(lost);
      if (hasHistory && lost < oldest) yield { reason: 'HistoryTooShort', from: new Date(lost), to: new Date(oldest) };
      hasOverflown = false;
    }
    if (yield* read(reach, insist)) settledAt = clock.now() + SETTLING;
    else {
      lostAt = lost;
      due = reach;
    }
  }

  /**
   * Reads the history again, if there is one.
   * @param reach milliseconds before the newest message
   * @param ask asks for a part of it
   * @returns did it answer?
   */
  async function* read(
    reach: number,
    ask: (attempt: () => Promise<void>) => Promise<void>,
  ): AsyncGenerator<Delivery, boolean> {
    if (!hasHistory) return true;
    try {
      for await (const message of history.read(reach, ask)) {
        if (isEnded()) break;
        yield* handed(message);
      }
      return true;
    } catch (error) {
      if (isPassing(error)) lookAt = clock.now() + LOOK_AGAIN;
      else withoutHistory(error);
      return false;
    }
  }

  /** Reads what is newest once more: a message's predecessor has not come in time, or the index may have been behind. */
  async function* look(): AsyncGenerator<Delivery> {
    const now = clock.now();
    if (!(yield* read(SETTLED, (attempt) => attempt()))) return;
    if (settledAt <= now) settledAt = Infinity;
    const missing = order.giveUp();
    // Whoever names messages that never were does not make every subscriber ask for each.
    pause = missing.length > 0 ? Math.min(pause * 2 || LOOK_AGAIN, MOST_PAUSE) : 0;
    lookAt = clock.now() + pause;
    yield* missing;
  }

  function withoutHistory(thrown: unknown): void {
    if (isEnded()) return;
    const error = errorOf(thrown);
    const { code } = error;
    if (code === 'ChannelNotAllowed' || code === UNAUTHORIZED) ended(error);
    else {
      hasHistory = false;
      if (code !== 'HistoryOff') onError(error);
    }
  }

  /** Tries until it works or never will, or the subscription has ended. @throws PubSubError */
  function insist<Result>(attempt: () => Promise<Result>): Promise<Result> {
    return places.insist(async () => {
      if (isEnded()) throw new PubSubError('Closed', 'The subscription has ended.');
      return attempt();
    }, isEnded);
  }

  const subscription: Subscription = {
    channel,
    get state() {
      return state;
    },
    get reason() {
      return reason;
    },
    on,
    close: () => end('closed'),
    async *[Symbol.asyncIterator]() {
      try {
        for await (const delivery of deliveries()) {
          if (isEnded()) return;
          if ('reason' in delivery) tell(delivery);
          else yield parsed(delivery);
        }
      } finally {
        end('closed');
      }
    },
  };

  async function handOver(take: (message: Message) => unknown): Promise<void> {
    for await (const message of subscription) {
      try {
        await take(message);
      } catch (error) {
        onError(error);
      }
    }
  }

  void begin();
  if (onMessage) void handOver(onMessage);
  return subscription;
}

function lengthOf({ message, data }: RawMessage): number {
  return (message + (data ?? '')).length;
}
