// A subscription: what comes live and what is read in the history, brought into one order and handed over once.
import type { Api } from './api';
import type { Clock } from './clock';
import { errorOf, isPassing, type PubSubError } from './errors';
import { createEvents } from './events';
import type { Gap } from './gap';
import { History, type Page } from './history';
import { Inbox } from './inbox';
import type { Member } from './line';
import { Memory } from './memory';
import { type Message, parsed, type RawMessage } from './message';
import { type Delivery, Order } from './order';
import type { Places } from './places';
import type { Payload } from './socket';
import type { Stage } from './stage';
import type { State } from './state';

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
  readonly api: Api;
  readonly clock: Clock;
  readonly places: Places;
  readonly stage: Stage;
  /** Messages that are remembered. */
  readonly remember: number;
  /** Milliseconds that are read again of the history. */
  readonly overlap: number;
  /** Milliseconds for which a message is held back for the one before it. */
  readonly orderWait: number;
  /** Joins a line. @returns leaves it */
  readonly join: (member: Member) => () => void;
  readonly onState: () => void;
  readonly onError: (error: unknown) => void;
}

/** Messages of each region that are looked at, at least, when a subscription begins: what follows them need not wait. */
const KNOWN = 100;
/**
 * Milliseconds after which the history is read again, and how much of it: a message is pushed a moment before the index has it,
 * so that what is pushed just before a subscription becomes live may be in neither.
 */
const SETTLING = 3000;
const SETTLED = 30_000;
/** Milliseconds before another look at a history that did not answer. */
const LOOK_AGAIN = 1000;
/** The most milliseconds between two looks of which the first was in vain. */
const MOST_PAUSE = 8000;

/** A subscription to a channel. Iterate it, or give it an `onMessage`. */
export class Subscription implements AsyncIterable<Message> {
  readonly channel: string;
  readonly #context: SubscriptionContext;
  readonly #options: SubscribeOptions;
  readonly #events = createEvents<SubscriptionEvents>();
  readonly #inbox = new Inbox();
  readonly #history: History;
  readonly #order: Order;
  readonly #memory: Memory;
  readonly #leave: () => void;
  #state: State = 'connecting';
  #reason: PubSubError | undefined;
  #first: Delivery[] = [];
  #isUp = false;
  /** What of the history is to be read, milliseconds before the newest message; `undefined` if nothing is. */
  #due: number | undefined;
  /** Messages that came live and are handed over before the history is read again: sockets may be replaced faster than it is read. */
  #waiting = 0;
  #lostAt: number | undefined;
  #hasHistory = true;
  #isSettling = false;
  #lookAt = 0;
  #pause = 0;
  #hasOverflown = false;
  #wake: () => void = () => undefined;
  #cancelSettling: () => void = () => undefined;
  #cancelWait: () => void = () => undefined;

  constructor(channel: string, options: SubscribeOptions, context: SubscriptionContext) {
    this.channel = channel;
    this.#options = options;
    this.#context = context;
    const { clock, orderWait: wait, api, stage } = context;
    const { from } = options;
    const since = typeof from === 'object' && 'since' in from ? new Date(from.since).toISOString() : undefined;
    const memory = (this.#memory = new Memory(context.remember));
    const history = (this.#history = new History({ api, channel, memory, since, regions: () => stage.regions }));
    this.#order = new Order({ channel, clock, memory, wait, startedAt: () => history.startedAt });
    let leave: (() => void) | undefined;
    this.#leave = () => leave?.();
    if (since !== undefined) this.#lostAt = Date.parse(since);
    void this.#begin(since).then(() => {
      if (!this.#isEnded) leave = context.join(this.#member());
    });
    if (options.onMessage) void this.#run(options.onMessage);
  }

  get state(): State {
    return this.#state;
  }

  /** Why the subscription was refused. */
  get reason(): PubSubError | undefined {
    return this.#reason;
  }

  /** @returns stops telling */
  on<Name extends keyof SubscriptionEvents>(
    name: Name,
    listener: (detail: SubscriptionEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /** Ends the subscription. Nothing is handed over any more. */
  close(): void {
    this.#end('closed');
  }

  /** The messages, for one reader, who takes as much time as needed: what there is no room for is read in the history later. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Message> {
    try {
      for await (const delivery of this.#deliveries()) {
        if (this.#isEnded) return;
        if ('message' in delivery) yield parsed(delivery.message);
        else this.#tell(delivery.gap);
      }
    } finally {
      this.close();
    }
  }

  async #run(onMessage: (message: Message) => unknown): Promise<void> {
    for await (const message of this) {
      try {
        await onMessage(message);
      } catch (error) {
        this.#context.onError(error);
      }
    }
  }

  get #isEnded(): boolean {
    return this.#state === 'closed' || this.#state === 'refused';
  }

  #tell({ message, ...gap }: Gap<RawMessage>): void {
    const told = { ...gap, ...(message && { message: parsed(message) }) };
    try {
      this.#options.onGap?.(told);
    } catch (error) {
      this.#context.onError(error);
    }
    this.#events.emit('gap', told);
  }

  /** Learns where the subscription begins. */
  async #begin(since: string | undefined): Promise<void> {
    const { from = 'now' } = this.#options;
    const { stage } = this.#context;
    try {
      await this.#insist(async () => stage.load());
      if (since !== undefined) return;
      const last = typeof from === 'object' && 'last' in from ? from.last : 0;
      const messages = await this.#insist(async () => this.#history.begin(Math.max(last, KNOWN)));
      const first = messages.length - Math.min(last, messages.length);
      messages.forEach((message, index) => {
        this.#first.push(...(index < first ? this.#order.pass(message) : this.#order.add(message)));
      });
    } catch (error) {
      this.#withoutHistory(errorOf(error));
      if (from !== 'now') this.#lostAt ??= 0;
    }
  }

  #member(): Member {
    return {
      channel: this.channel,
      trying: (isWaiting) => this.#set(isWaiting ? 'offline' : 'connecting'),
      live: () => {
        this.#isUp = true;
        this.#due = this.#context.overlap;
        if (this.#state !== 'live') this.#set('catching up');
        this.#wake();
      },
      lost: (at) => {
        this.#isUp = false;
        this.#lostAt ??= at;
        this.#set('connecting');
      },
      data: (payload) => this.#take(payload),
      ended: (error) => {
        this.#reason = error;
        this.#end(error ? 'refused' : 'closed');
      },
    };
  }

  /** A frame without a message is nothing; one whose message could not be sent is looked for in the history. */
  #take({ data, errors }: Payload): void {
    const message = data?.subscribe as RawMessage | null | undefined;
    if (message) {
      const dropped = this.#inbox.push(message);
      if (dropped.length > 0) {
        for (const other of dropped) this.#history.dropped(other);
        this.#hasOverflown = true;
        this.#lostAt ??= this.#context.clock.now();
        this.#due ??= SETTLED;
      }
    } else if (errors !== undefined) this.#due ??= SETTLED;
    else return;
    this.#wake();
  }

  async *#deliveries(): AsyncGenerator<Delivery> {
    while (!this.#isEnded) {
      const [first] = this.#first.splice(0, 1);
      if (first) yield first;
      else if (this.#due !== undefined && this.#waiting <= 0) {
        yield* this.#catchUp(this.#due);
        this.#waiting = this.#inbox.size;
      } else if (this.#isSettling || this.#isOrderDue()) yield* this.#look();
      else {
        const message = this.#inbox.shift();
        this.#waiting = message ? this.#waiting - 1 : 0;
        if (message) yield* this.#handed(message);
        else if (this.#due === undefined) await this.#nothing();
      }
    }
  }

  #isOrderDue(): boolean {
    return this.#orderAt <= this.#context.clock.now();
  }

  /** When the history is asked for what is missing: milliseconds since 1970, or `Infinity`. */
  get #orderAt(): number {
    return Math.max(this.#order.nextAt ?? Infinity, this.#lookAt);
  }

  /** Waits until there is something to do. */
  async #nothing(): Promise<void> {
    if (this.#isUp) this.#set('live');
    if (this.#isEnded) return;
    const at = this.#orderAt;
    const { clock } = this.#context;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (at < Infinity) this.#cancelWait = clock.after(at - clock.now(), resolve);
    });
    this.#cancelWait();
  }

  #handed(message: RawMessage): Delivery[] {
    // Pushed late or read: nobody is owed it, and what its publisher sent after it may have been handed over.
    if (this.#history.isBefore(message)) return this.#order.pass(message);
    const acquaintance = this.#memory.look(message);
    this.#history.reached(message);
    if (acquaintance === 'new') return this.#order.add(message);
    const { id, userId } = message;
    const { channel } = this;
    return acquaintance === 'had' ? [] : [{ gap: { channel, reason: 'TooLate', id, userId, message } }];
  }

  /** Reads the history: what was missed, and a while before it. */
  async *#catchUp(overlap: number): AsyncGenerator<Delivery> {
    this.#due = undefined;
    const lostAt = this.#lostAt;
    this.#lostAt = undefined;
    yield* this.#gapSince(lostAt);
    if (!this.#hasHistory) return;
    try {
      yield* this.#read(overlap, async (attempt) => this.#insist(attempt));
      this.#settle();
    } catch (error) {
      this.#withoutHistory(errorOf(error));
      this.#lostAt = lostAt;
      this.#due = overlap;
    }
  }

  async *#read(overlap: number, ask?: (attempt: () => Promise<Page[]>) => Promise<Page[]>): AsyncGenerator<Delivery> {
    for await (const message of this.#history.read(overlap, ask)) {
      if (this.#isEnded) return;
      yield* this.#handed(message);
    }
  }

  /** What is lost for good, after a time without a connection. */
  *#gapSince(lostAt: number | undefined): Generator<Delivery> {
    const { clock, stage } = this.#context;
    const now = clock.now();
    if (lostAt === undefined) return;
    const from = new Date(lostAt);
    const { channel } = this;
    if (!this.#hasHistory) {
      const reason = this.#hasOverflown ? 'Overflow' : 'HistoryOff';
      yield { gap: { channel, reason, ...(lostAt > 0 && { from }), to: new Date(now) } };
    } else {
      const oldest = now - stage.keptHours * 3_600_000;
      if (lostAt < oldest) yield { gap: { channel, reason: 'HistoryTooShort', from, to: new Date(oldest) } };
    }
    this.#hasOverflown = false;
  }

  /** Reads what is newest once more: a message's predecessor has not come in time, or the index may have been behind. */
  async *#look(): AsyncGenerator<Delivery> {
    const isSettling = this.#isSettling;
    this.#isSettling = false;
    try {
      if (this.#hasHistory) yield* this.#read(SETTLED);
    } catch (error) {
      if (isPassing(errorOf(error))) {
        this.#lookAt = this.#context.clock.now() + LOOK_AGAIN;
        if (isSettling) this.#settle();
      } else this.#withoutHistory(errorOf(error));
      return;
    }
    const deliveries = this.#order.giveUp();
    // Whoever names messages that never were does not make every subscriber ask for each.
    this.#pause = deliveries.length > 0 ? Math.min(this.#pause * 2 || LOOK_AGAIN, MOST_PAUSE) : 0;
    this.#lookAt = this.#context.clock.now() + this.#pause;
    yield* deliveries;
  }

  #settle(): void {
    this.#cancelSettling();
    this.#cancelSettling = this.#context.clock.after(SETTLING, () => {
      this.#isSettling = true;
      this.#wake();
    });
  }

  #withoutHistory(error: PubSubError): void {
    if (this.#isEnded) return;
    if (error.code === 'ChannelNotAllowed' || error.code === 'Unauthorized') {
      this.#reason = error;
      this.#end('refused');
      return;
    }
    this.#hasHistory = false;
    if (error.code !== 'HistoryOff') this.#context.onError(error);
  }

  /** Tries until it works or never will, or the subscription has ended. @throws PubSubError */
  async #insist<Result>(attempt: () => Promise<Result>): Promise<Result> {
    for (let count = 0; ; count += 1) {
      try {
        return await attempt();
      } catch (error) {
        const mayPass = isPassing(errorOf(error));
        if (mayPass) await this.#context.places.pause(count);
        if (!mayPass || this.#isEnded) throw error;
      }
    }
  }

  #end(state: 'closed' | 'refused'): void {
    if (this.#isEnded) return;
    this.#set(state);
    this.#cancelSettling();
    this.#cancelWait();
    this.#inbox.clear();
    this.#leave();
    this.#wake();
  }

  #set(state: State): void {
    if (this.#isEnded || state === this.#state) return;
    this.#state = state;
    this.#events.emit('state', state);
    this.#context.onState();
  }
}
