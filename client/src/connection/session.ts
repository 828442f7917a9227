// A visitor's connection to the planet: the channels that are listened to, kept alive across failures of a region.
import type { Message } from '../board/message';
import { type ChannelList, channelListOf } from '../channels/channel-list';
import type { Clock } from '../clock';
import { Store, type Watchable } from '../store';
import type { Api, Draft, Receipt, SocketTrouble, SubscriptionObserver } from './api';
import { isPassing, isUnauthorized, type Problem, problemOf } from './problem';
import { reconnectDelay } from './reconnect-delay';

/** How it stands with a channel. */
export type ChannelState =
  | { readonly kind: 'joining' }
  | { readonly kind: 'live' }
  /** An operator ended it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** How it stands with the connection. */
export type ConnectionState =
  /** Nothing is listened to. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It was live, or never became so. `attempt` counts from 1, `since` is milliseconds since 1970. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly since: number };

/** That the connection is in another region than it was. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Milliseconds without a connection. */
  readonly gap: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** All that the page shows of a session. */
export interface SessionState {
  readonly connection: ConnectionState;
  readonly channels: ReadonlyMap<string, ChannelState>;
  /** `undefined` until the API has answered. */
  readonly allowed: ChannelList | undefined;
  /** The region that answered last; `undefined` until one has. */
  readonly region: string | undefined;
  /** Has a region answered since the connection was made? Before that the one above is the one of the connection before. */
  readonly isRegionCurrent: boolean;
  readonly move: Move | undefined;
  /** Why the visitor must sign in again. */
  readonly signedOut: Problem | undefined;
  /** Why the API does not even say which channels there are; it is asked again all the same. */
  readonly problem: Problem | undefined;
  readonly isOnline: boolean;
}

/** What a session needs. */
export interface SessionOptions {
  readonly api: Api;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly isOnline: boolean;
  onMessage(message: Message): void;
}

/** Milliseconds in which a subscription becomes live, or is tried again. Amplify goes on by itself for six seconds, silently. */
const JOIN_TIME = 10_000;
/** Amplify closes a socket one second after its last subscription: so long a silent one is left alone before the next is opened. */
const CLOSE_TIME = 1500;
/** Milliseconds after which a question that was not answered is asked again. */
const ASK_AGAIN = 2000;

/** A session. It begins with `start` and ends with `stop`. */
export class Session {
  readonly #options: SessionOptions;
  readonly #state: Store<SessionState>;
  /** Ends the subscription to each channel. */
  readonly #subscriptions = new Map<string, () => void>();
  readonly #timers = new Set<() => void>();
  #stopWatching: (() => void) | undefined;
  #stopAttempt: (() => void) | undefined;
  #attempt = 0;
  #lostAt: number | undefined;
  #isStopped = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#state = new Store<SessionState>({
      connection: { kind: 'idle' },
      channels: new Map(),
      allowed: undefined,
      region: undefined,
      isRegionCurrent: false,
      move: undefined,
      signedOut: undefined,
      problem: undefined,
      isOnline: options.isOnline,
    });
  }

  get state(): Watchable<SessionState> {
    return this.#state;
  }

  /** Asks which region answers and which channels there are, and joins the first one. */
  start(): void {
    this.#stopWatching = this.#options.api.watchSocket((trouble) => this.#reconnect(trouble));
    this.#ask(
      () => this.#options.api.channels(),
      (entries) => {
        const allowed = channelListOf(entries);
        this.#change({ allowed, problem: undefined });
        const [first] = allowed.names;
        if (first !== undefined && this.#state.value.channels.size === 0) this.join(first);
      },
    );
    this.#askRegion();
  }

  /** Ends all subscriptions. */
  stop(): void {
    this.#isStopped = true;
    this.#stopWatching?.();
    this.#stopAttempt?.();
    for (const cancel of this.#timers) cancel();
    for (const end of this.#subscriptions.values()) end();
    this.#subscriptions.clear();
  }

  /** Listens to a channel; again, if it was closed or refused. */
  join(channel: string): void {
    const state = this.#state.value.channels.get(channel)?.kind;
    if (state === 'joining' || state === 'live') return;
    this.#setChannel(channel, { kind: 'joining' });
    const { kind } = this.#state.value.connection;
    if (kind === 'reconnecting') return;
    if (kind === 'idle') this.#change({ connection: { kind: 'connecting' } });
    this.#subscribe(channel);
    this.#limitJoinTime();
  }

  /** Listens to a channel no longer. */
  leave(channel: string): void {
    this.#end(channel);
    const channels = new Map(this.#state.value.channels);
    channels.delete(channel);
    this.#change({ channels });
    this.#settle();
  }

  /**
   * Sends a message.
   * @throws what Amplify throws
   */
  async publish(draft: Draft): Promise<Receipt> {
    try {
      return await this.#options.api.publish(draft);
    } catch (error) {
      this.#signOutIf(problemOf(error));
      throw error;
    }
  }

  /** Takes note that the device has lost its network, or has one again. */
  setOnline(isOnline: boolean): void {
    this.#change({ isOnline });
    if (isOnline && this.#state.value.connection.kind === 'reconnecting') {
      this.#attempt = 0;
      this.#scheduleAttempt(0);
    }
  }

  /** Lets the connection go and makes a new one, which may lead elsewhere. */
  reconnect(): void {
    this.#reconnect('silent');
  }

  #subscribe(channel: string): void {
    this.#end(channel);
    let isCurrent = true;
    const only = (take: () => void) => {
      if (isCurrent && !this.#isStopped) take();
    };
    const observer: SubscriptionObserver = {
      live: () =>
        only(() => {
          this.#setChannel(channel, { kind: 'live' });
          this.#settle();
        }),
      message: (message) => only(() => this.#options.onMessage(message)),
      closed: () => only(() => this.#finish(channel, { kind: 'closed' })),
      failed: (error) => only(() => this.#fail(channel, problemOf(error))),
    };
    const end = this.#options.api.subscribe(channel, observer);
    this.#subscriptions.set(channel, () => {
      isCurrent = false;
      end();
    });
  }

  #end(channel: string): void {
    this.#subscriptions.get(channel)?.();
    this.#subscriptions.delete(channel);
  }

  #fail(channel: string, problem: Problem): void {
    if (isPassing(problem)) this.#reconnect('lost');
    else if (!this.#signOutIf(problem)) this.#finish(channel, { kind: 'refused', problem });
  }

  #finish(channel: string, state: ChannelState): void {
    this.#end(channel);
    this.#setChannel(channel, state);
    this.#settle();
  }

  /** The socket is of no use: all channels are joined anew, after a wait. */
  #reconnect(trouble: SocketTrouble): void {
    const isUnderWay =
      this.#state.value.connection.kind === 'reconnecting' && this.#channelsThatAre('live').length === 0;
    if (this.#isStopped || this.#active().length === 0 || (isUnderWay && trouble === 'lost')) return;
    for (const channel of this.#active()) {
      this.#end(channel);
      this.#setChannel(channel, { kind: 'joining' });
    }
    this.#change({ isRegionCurrent: false });
    this.#lostAt ??= this.#options.clock.now();
    const delay = reconnectDelay(this.#attempt, this.#options.random());
    this.#scheduleAttempt(trouble === 'silent' ? Math.max(delay, CLOSE_TIME) : delay);
  }

  #scheduleAttempt(delay: number): void {
    this.#attempt += 1;
    const since = this.#lostAt ?? this.#options.clock.now();
    this.#change({ connection: { kind: 'reconnecting', attempt: this.#attempt, since } });
    this.#replaceAttemptTimer(delay, () => {
      for (const channel of this.#joining()) this.#subscribe(channel);
      this.#limitJoinTime();
    });
  }

  /** Tries again what has not become live in time. */
  #limitJoinTime(): void {
    this.#replaceAttemptTimer(JOIN_TIME, () => {
      if (this.#joining().length === 0) return;
      this.#lostAt ??= this.#options.clock.now();
      this.#scheduleAttempt(reconnectDelay(this.#attempt, this.#options.random()));
    });
  }

  #replaceAttemptTimer(delay: number, task: () => void): void {
    this.#stopAttempt?.();
    this.#stopAttempt = this.#options.clock.after(delay, task);
  }

  /** Sees whether all is well again. */
  #settle(): void {
    if (this.#joining().length > 0) return;
    this.#stopAttempt?.();
    this.#attempt = 0;
    const isLive = this.#active().length > 0;
    const wasLive = this.#state.value.connection.kind === 'live';
    this.#change({ connection: { kind: isLive ? 'live' : 'idle' } });
    if (isLive && !wasLive) this.#askRegion();
  }

  #askRegion(): void {
    this.#ask(
      () => this.#options.api.region(),
      (region) => {
        const { region: before } = this.#state.value;
        const at = this.#options.clock.now();
        const gap = this.#lostAt === undefined ? 0 : at - this.#lostAt;
        const isMoved = before !== undefined && before !== region;
        // An answer from before the connection stands again says nothing of where it will lead.
        if (this.#state.value.connection.kind === 'reconnecting') return;
        this.#lostAt = undefined;
        this.#change({
          region,
          isRegionCurrent: true,
          ...(isMoved && { move: { from: before, to: region, gap, at } }),
        });
      },
    );
  }

  /** Asks until there is an answer, or none can come. */
  #ask<Answer>(question: () => Promise<Answer>, take: (answer: Answer) => void): void {
    question().then(
      (answer) => {
        if (!this.#isStopped) take(answer);
      },
      (error: unknown) => {
        const problem = problemOf(error);
        if (this.#isStopped || this.#signOutIf(problem)) return;
        this.#change({ problem });
        const cancel = this.#options.clock.after(ASK_AGAIN, () => {
          this.#timers.delete(cancel);
          this.#ask(question, take);
        });
        this.#timers.add(cancel);
      },
    );
  }

  #signOutIf(problem: Problem): boolean {
    if (!isUnauthorized(problem)) return false;
    this.stop();
    this.#state.set({ ...this.#state.value, signedOut: problem });
    return true;
  }

  /** Channels that are listened to, or shall be. */
  #active(): readonly string[] {
    return this.#channelsThatAre('joining', 'live');
  }

  #joining(): readonly string[] {
    return this.#channelsThatAre('joining');
  }

  #channelsThatAre(...kinds: readonly ChannelState['kind'][]): readonly string[] {
    return [...this.#state.value.channels].filter(([, { kind }]) => kinds.includes(kind)).map(([channel]) => channel);
  }

  #setChannel(channel: string, state: ChannelState): void {
    this.#change({ channels: new Map(this.#state.value.channels).set(channel, state) });
  }

  #change(part: Partial<SessionState>): void {
    this.#state.set({ ...this.#state.value, ...part });
  }
}
