// A visitor's connection to the planet: the channels that are listened to, and how it stands with them.
import type { Client, Gap, Message, Receipt, Subscription } from 'global-pubsub-client';
import { channelListOf, covers } from '../channels/channel-list';
import type { Clock } from '../clock';
import { Store, type Watchable } from '../store';
import { isUnauthorized, type Problem, problemOf } from './problem';
import { Questions } from './questions';
import {
  channelsThatAre,
  type ChannelState,
  type ConnectionState,
  newSession,
  type SessionState,
} from './session-state';

/** What a session needs. */
export interface SessionOptions {
  /** The session closes it. */
  readonly client: Client;
  readonly clock: Clock;
  readonly isOnline: boolean;
  /** @param isLate was it read in the history, or may it have been? */
  readonly onMessage: (message: Message, isLate: boolean) => void;
  readonly onGap: (gap: Gap<Message>) => void;
}

/** What a visitor sends. */
export interface Draft {
  readonly channel: string;
  readonly text: string;
  readonly data?: unknown;
}

/** A session. It begins with `start` and ends with `stop`. */
export class Session {
  readonly #options: SessionOptions;
  readonly #state: Store<SessionState>;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #questions: Questions;
  #isStopped = false;
  #losses = 0;
  #caughtUp = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#state = new Store(newSession(options.isOnline));
    this.#questions = new Questions(options.clock, (problem) => {
      if (!this.#signOutIf(problem)) this.#change({ problem });
    });
  }

  get state(): Watchable<SessionState> {
    return this.#state;
  }

  /** Asks which region answers and which channels there are, and joins the first one. */
  start(): void {
    const { client } = this.#options;
    client.on('connection', () => this.#askRegion());
    this.#questions.ask(
      async () => client.query('query Channels { channels }'),
      ({ channels }) => {
        const allowed = channelListOf(channels as readonly string[]);
        this.#change({ allowed, problem: undefined });
        const [first] = [...allowed.names, ...allowed.patterns];
        if (first !== undefined && this.#state.value.channels.size === 0) this.join(first);
      },
    );
    this.#askRegion();
  }

  /** Ends all subscriptions. */
  stop(): void {
    this.#isStopped = true;
    this.#questions.stop();
    this.#subscriptions.clear();
    this.#options.client.close();
  }

  /** Listens to a channel; again, if it was closed or refused. */
  join(channel: string): void {
    if (this.#isStopped || this.#subscriptions.has(channel)) return;
    const { client, onMessage, onGap } = this.#options;
    const isCurrent = () => this.#subscriptions.get(channel) === subscription;
    const subscription = client.subscribe(channel, {
      onMessage: (message) => {
        if (!isCurrent() || this.#takerOf(message) !== channel) return;
        const isLate = subscription.state !== 'live';
        if (isLate) this.#caughtUp += 1;
        onMessage(message, isLate);
      },
      onGap: (gap) => {
        if (isCurrent()) onGap(gap);
      },
    });
    this.#subscriptions.set(channel, subscription);
    this.#take(channel, subscription);
    subscription.on('state', () => {
      if (isCurrent()) this.#take(channel, subscription);
    });
  }

  /** Listens to a channel no longer. */
  leave(channel: string): void {
    this.#end(channel);
    const channels = new Map(this.#state.value.channels);
    channels.delete(channel);
    this.#settle(channels);
  }

  /**
   * Sends a message, as soon as a region takes it.
   * @throws PublishError
   */
  async publish({ channel, text, data }: Draft): Promise<Receipt> {
    try {
      return await this.#options.client.publish(channel, { message: text, data });
    } catch (error) {
      this.#signOutIf(problemOf(error));
      throw error;
    }
  }

  /** Takes note that the device has lost its network, or has one again. */
  setOnline(isOnline: boolean): void {
    if (!this.#isStopped) this.#change({ isOnline });
  }

  /** Makes a new connection, which may lead elsewhere. */
  reconnect(): void {
    this.#options.client.reconnect();
  }

  /** The first of the channels and patterns that have a message: it comes through each of them, and is shown once. */
  #takerOf({ name }: Message): string | undefined {
    return [...this.#subscriptions.keys()].find((entry) => covers(entry, name));
  }

  /** Takes note of what has become of a channel. */
  #take(channel: string, { state, reason }: Subscription): void {
    if (state === 'closed') this.#finish(channel, { kind: 'closed' });
    else if (state === 'refused') {
      const problem = problemOf(reason);
      if (!this.#signOutIf(problem)) this.#finish(channel, { kind: 'refused', problem });
    } else {
      const kind = state === 'offline' || state === 'connecting' ? 'joining' : state;
      this.#settle(new Map(this.#state.value.channels).set(channel, { kind }), state === 'offline');
    }
  }

  #finish(channel: string, state: ChannelState): void {
    this.#end(channel);
    this.#settle(new Map(this.#state.value.channels).set(channel, state));
  }

  #end(channel: string): void {
    const subscription = this.#subscriptions.get(channel);
    this.#subscriptions.delete(channel);
    subscription?.close();
  }

  /** @param isOffline could no connection be made? */
  #settle(channels: SessionState['channels'], isOffline = false): void {
    const before = this.#state.value;
    const connection = this.#connectionWith(channels, isOffline);
    const isLost = connection.kind === 'reconnecting' && before.connection.kind !== 'reconnecting';
    if (isLost) {
      this.#losses += 1;
      this.#caughtUp = 0;
    }
    const isBack = connection.kind === 'live' && this.#losses > 0;
    this.#change({
      ...{ channels, connection },
      ...(isLost && { isRegionCurrent: false }),
      ...(isBack && { caughtUp: this.#caughtUp }),
    });
  }

  #connectionWith(channels: SessionState['channels'], isOffline: boolean): ConnectionState {
    const before = this.#state.value;
    const kindsOf = (...kinds: readonly ChannelState['kind'][]) => channelsThatAre({ ...before, channels }, ...kinds);
    const joining = kindsOf('joining');
    if (joining.length > 0) {
      if (before.connection.kind === 'reconnecting') return before.connection;
      const isLost = joining.some((channel) =>
        ['live', 'catching up'].includes(before.channels.get(channel)?.kind ?? ''),
      );
      if (isLost || isOffline) return { kind: 'reconnecting', since: this.#options.clock.now() };
    }
    if (kindsOf('catching up').length > 0) return { kind: 'catching up' };
    if (kindsOf('live').length > 0) return { kind: 'live' };
    return { kind: joining.length > 0 ? 'connecting' : 'idle' };
  }

  /** The protocol does not say to which region a connection leads: so the front door is asked whenever there is a new one. */
  #askRegion(): void {
    const losses = this.#losses;
    this.#questions.ask(
      async () => this.#options.client.query('query Region { region }'),
      (answer) => {
        // An answer from before the connection was lost says nothing about where the next one leads.
        if (losses !== this.#losses) return;
        const region = String(answer['region']);
        const { region: before } = this.#state.value;
        const isMoved = before !== undefined && before !== region;
        this.#change({ region, isRegionCurrent: true, ...(isMoved && { move: { from: before, to: region } }) });
      },
    );
  }

  #signOutIf(problem: Problem): boolean {
    if (!isUnauthorized(problem)) return false;
    this.stop();
    this.#change({ signedOut: problem });
    return true;
  }

  #change(part: Partial<SessionState>): void {
    this.#state.set({ ...this.#state.value, ...part });
  }
}
