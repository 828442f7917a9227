// A visitor's connection to the planet: the channels that are listened to, kept alive across failures of a region.
import type { Message } from '../board/message';
import { channelListOf } from '../channels/channel-list';
import type { Clock } from '../clock';
import { Store, type Watchable } from '../store';
import type { Api, Draft, Receipt, SocketTrouble } from './api';
import { Attempts } from './attempts';
import { isPassing, isUnauthorized, type Problem, problemOf } from './problem';
import { Questions } from './questions';
import { channelsThatAre, type ChannelState, newSession, type SessionState } from './session-state';
import { Subscriptions } from './subscriptions';

/** What a session needs. */
export interface SessionOptions {
  readonly api: Api;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly isOnline: boolean;
  onMessage(message: Message): void;
}

/** Amplify closes a socket one second after its last subscription: a silent one gets that long before the next is opened. */
const CLOSE_TIME = 1500;

/** A session. It begins with `start` and ends with `stop`. */
export class Session {
  readonly #options: SessionOptions;
  readonly #state: Store<SessionState>;
  readonly #subscriptions: Subscriptions;
  readonly #questions: Questions;
  readonly #attempts: Attempts;
  #stopWatching: (() => void) | undefined;
  #isStopped = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#state = new Store(newSession(options.isOnline));
    this.#subscriptions = new Subscriptions(options.api, {
      live: (channel) => {
        this.#setChannel(channel, { kind: 'live' });
        this.#settle();
      },
      message: (message) => options.onMessage(message),
      closed: (channel) => this.#finish(channel, { kind: 'closed' }),
      failed: (channel, error) => this.#fail(channel, problemOf(error)),
    });
    this.#questions = new Questions(options.clock, (problem) => {
      if (!this.#signOutIf(problem)) this.#change({ problem });
    });
    this.#attempts = new Attempts({
      ...options,
      onWait: (wait) => this.#change({ connection: { kind: 'reconnecting', ...wait } }),
      onAttempt: () => {
        for (const channel of this.#channels('joining')) this.#subscriptions.begin(channel);
      },
    });
  }

  get state(): Watchable<SessionState> {
    return this.#state;
  }

  /** Asks which region answers and which channels there are, and joins the first one. */
  start(): void {
    const { api } = this.#options;
    this.#stopWatching = api.watchSocket((trouble) => this.#reconnect(trouble));
    this.#questions.ask(
      async () => api.channels(),
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
    this.#attempts.stop();
    this.#questions.stop();
    this.#subscriptions.endAll();
  }

  /** Listens to a channel; again, if it was closed or refused. */
  join(channel: string): void {
    const state = this.#state.value.channels.get(channel)?.kind;
    if (this.#isStopped || state === 'joining' || state === 'live') return;
    this.#setChannel(channel, { kind: 'joining' });
    const { kind } = this.#state.value.connection;
    if (kind === 'reconnecting') return;
    if (kind === 'idle') this.#change({ connection: { kind: 'connecting' } });
    this.#subscriptions.begin(channel);
    this.#attempts.watch();
  }

  /** Listens to a channel no longer. */
  leave(channel: string): void {
    this.#subscriptions.end(channel);
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

  /** Takes note that the device has lost its network, or has one again: what was connected before may not be any more. */
  setOnline(isOnline: boolean): void {
    if (this.#isStopped || isOnline === this.#state.value.isOnline) return;
    this.#change({ isOnline });
    if (!isOnline) return;
    if (this.#state.value.connection.kind === 'reconnecting') this.#attempts.hurry();
    else this.reconnect();
  }

  /** Lets the connection go and makes a new one, which may lead elsewhere. */
  reconnect(): void {
    this.#reconnect('silent');
  }

  #fail(channel: string, problem: Problem): void {
    if (isPassing(problem)) this.#reconnect('lost');
    else if (!this.#signOutIf(problem)) this.#finish(channel, { kind: 'refused', problem });
  }

  #finish(channel: string, state: ChannelState): void {
    this.#subscriptions.end(channel);
    this.#setChannel(channel, state);
    this.#settle();
  }

  /** The socket is of no use: all channels are joined again, after a wait. */
  #reconnect(trouble: SocketTrouble): void {
    const active = this.#channels('joining', 'live');
    const isUnderWay = this.#state.value.connection.kind === 'reconnecting' && this.#channels('live').length === 0;
    if (this.#isStopped || active.length === 0 || (isUnderWay && trouble === 'lost')) return;
    for (const channel of active) {
      this.#subscriptions.end(channel);
      this.#setChannel(channel, { kind: 'joining' });
    }
    this.#change({ isRegionCurrent: false });
    this.#attempts.begin(trouble === 'silent' ? CLOSE_TIME : 0);
  }

  /** Sees whether all is well again. */
  #settle(): void {
    if (this.#channels('joining').length > 0) return;
    this.#attempts.rest();
    const isLive = this.#channels('live').length > 0;
    const wasLive = this.#state.value.connection.kind === 'live';
    this.#change({ connection: { kind: isLive ? 'live' : 'idle' } });
    if (isLive && !wasLive) this.#askRegion();
  }

  /** The protocol does not say to which region a socket leads: so the front door is asked, as soon as the socket is open. */
  #askRegion(): void {
    this.#questions.ask(
      async () => this.#options.api.region(),
      (region) => {
        const { region: before, connection } = this.#state.value;
        // An answer from before the connection is back says nothing about where it will lead.
        if (connection.kind === 'reconnecting') return;
        const gap = this.#attempts.close();
        const isMoved = before !== undefined && before !== region;
        const at = this.#options.clock.now();
        this.#change({
          region,
          isRegionCurrent: true,
          ...(isMoved && { move: { from: before, to: region, gap, at } }),
        });
      },
    );
  }

  #signOutIf(problem: Problem): boolean {
    if (!isUnauthorized(problem)) return false;
    this.stop();
    this.#state.set({ ...this.#state.value, signedOut: problem });
    return true;
  }

  #channels(...kinds: readonly ChannelState['kind'][]): readonly string[] {
    return channelsThatAre(this.#state.value, ...kinds);
  }

  #setChannel(channel: string, state: ChannelState): void {
    this.#change({ channels: new Map(this.#state.value.channels).set(channel, state) });
  }

  #change(part: Partial<SessionState>): void {
    this.#state.set({ ...this.#state.value, ...part });
  }
}
