// A client: one set of credentials, and all that is published and subscribed to with them.
import { Api, type Fetch } from './api';
import { type Clock, deviceClock } from './clock';
import { Credentials } from './credentials';
import { PubSubError } from './errors';
import { Events, throwLater } from './events';
import { Lines } from './lines';
import { placeAt, Places } from './places';
import { type Draft, Publisher, type Receipt } from './publisher';
import type { SocketConstructor } from './socket';
import { type Region, Stage } from './stage';
import { type State, stateOf } from './state';
import { type SubscribeOptions, Subscription, type SubscriptionContext } from './subscription';

/** What a client is made with. */
export interface ConnectOptions {
  /** The front door's address, or a region's. */
  readonly url: string;
  /** Gives a token that every region accepts; asked again before the token ends. */
  readonly token?: () => Promise<string> | string;
  /** Opens one region, in place of a token. */
  readonly apiKey?: string;
  /** The stage's regions; read at the front door, in `/config.json`, unless given. */
  readonly regions?: readonly Region[];
  /** Hours for which the stage keeps messages; read there as well. */
  readonly historyHours?: number;
  /** The globals unless given. Node.js 20 has no `WebSocket`: give that of the package `ws`. */
  readonly fetch?: Fetch;
  readonly WebSocket?: SocketConstructor;
  /** Milliseconds before the newest message that are read again after each interruption: 5 minutes. */
  readonly overlap?: number;
  /** Milliseconds for which a message is held back for the one before it: 500. */
  readonly orderWait?: number;
  /** Messages that each subscription remembers, so that none is handed over twice: 20,000. */
  readonly remember?: number;
  /** Messages that may wait to be published: 1,000. */
  readonly queueLimit?: number;
  /** Milliseconds after which a message that could not be published is given up: 10 minutes. */
  readonly publishTimeout?: number;
  /** For tests. */
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** What a client tells. */
export interface ClientEvents {
  state: State;
  /** There is a new connection, to this host: the front door or a region. It may lead to another region than before. */
  connection: string;
  /** What went wrong and is nobody's answer: the user's own callbacks, a token that could not be had. */
  error: unknown;
}

const MINUTE = 60_000;
/** Milliseconds between two questions whether the front door answers again. */
const FRONT_DOOR = 5000;

/** Makes a client. It connects with the first subscription. @throws PubSubError `InvalidOptions` */
export function connect(options: ConnectOptions): Client {
  return new Client(options);
}

/** A client. */
export class Client {
  readonly #events = new Events<ClientEvents>();
  readonly #subscriptions = new Set<Subscription>();
  readonly #lines: Lines;
  readonly #places: Places;
  readonly #api: Api;
  readonly #publisher: Publisher;
  readonly #context: SubscriptionContext;
  readonly #clock: Clock;
  #state: State = 'connecting';
  readonly #end = new AbortController();
  #asksFrontDoor: (() => void) | undefined;

  constructor(options: ConnectOptions) {
    const { apiKey, token, clock = deviceClock, random = Math.random, regions, historyHours } = options;
    const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
    const WebSocket = options.WebSocket ?? (globalThis as { readonly WebSocket?: SocketConstructor }).WebSocket;
    if (!WebSocket) throw invalid('There is no global WebSocket: give the option "WebSocket", from the package ws.');
    if ((apiKey === undefined) === (token === undefined)) throw invalid('Give either "token" or "apiKey".');
    const onError = (error: unknown) => this.#report(error);
    this.#clock = clock;
    const places = (this.#places = new Places(placeAt(options.url), clock, random));
    places.onLeave = () => this.#askFrontDoor();
    const credentials = new Credentials(clock, { apiKey, token });
    const api = (this.#api = new Api({ clock, credentials, places, fetch }));
    const stage = new Stage({ api, places, hasOwnNames: apiKey === undefined, regions, historyHours, onError });
    const onConnection = (host: string) => void this.#events.emit('connection', host);
    this.#lines = new Lines({ clock, random, credentials, places, WebSocket, onConnection, onError });
    const { queueLimit = 1000, publishTimeout = 10 * MINUTE } = options;
    this.#publisher = new Publisher({ api, clock, places, queueLimit, publishTimeout });
    const { remember = 20_000, overlap = 5 * MINUTE, orderWait = 500 } = options;
    this.#context = {
      ...{ api, clock, places, stage, remember, overlap, orderWait, onError },
      join: (member) => this.#lines.add(member),
      onState: () => this.#update(),
    };
    this.#listen('online', () => this.reconnect());
    this.#listen('visibilitychange', () => this.#hurry());
  }

  get state(): State {
    return this.#state;
  }

  /** @returns stops telling */
  on<Name extends keyof ClientEvents>(name: Name, listener: (detail: ClientEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Publishes a message, after those that were published in the channel before. Tries again until its outcome is known.
   * @throws PublishError with a stable `code`
   */
  async publish(channel: string, draft: Draft): Promise<Receipt> {
    return this.#publisher.publish(channel, draft);
  }

  /**
   * Asks the API something else, once, with the client's credentials.
   * @returns the answer's `data`
   * @throws PubSubError
   */
  async query(query: string, variables: object = {}): Promise<Record<string, unknown>> {
    return this.#api.request(query, variables);
  }

  /** Makes another connection, now, which may lead to a nearer region. What there is stays until then, and nothing is missed. */
  reconnect(): void {
    this.#hurry();
    this.#lines.replace();
  }

  /** Subscribes to a channel. */
  subscribe(channel: string, options: SubscribeOptions = {}): Subscription {
    const subscription = new Subscription(channel, options, this.#context);
    if (this.#isClosed) subscription.close();
    else this.#subscriptions.add(subscription);
    this.#update();
    return subscription;
  }

  /** Ends every subscription; what was not published yet ends with an error. */
  close(): void {
    if (this.#isClosed) return;
    // First, so that what listeners subscribe to meanwhile ends at once.
    this.#end.abort();
    for (const subscription of this.#subscriptions) subscription.close();
    this.#publisher.close();
    this.#places.wake();
    this.#lines.close();
    this.#asksFrontDoor?.();
    this.#state = 'closed';
    this.#events.emit('state', 'closed');
  }

  get #isClosed(): boolean {
    return this.#end.signal.aborted;
  }

  #update(): void {
    const states = [...this.#subscriptions].map(({ state }) => state);
    for (const subscription of this.#subscriptions) {
      if (['closed', 'refused'].includes(subscription.state)) this.#subscriptions.delete(subscription);
    }
    this.#set(stateOf(states));
  }

  #set(state: State): void {
    if (this.#isClosed || state === this.#state) return;
    this.#state = state;
    this.#events.emit('state', state);
  }

  /** Goes back to the front door when it answers again. */
  #askFrontDoor(): void {
    this.#asksFrontDoor ??= this.#clock.after(FRONT_DOOR, () => {
      this.#asksFrontDoor = undefined;
      this.#api.request('{ region }', {}, this.#places.front).then(
        () => {
          this.#places.toFront();
          this.#lines.replace();
        },
        () => {
          if (!this.#isClosed) this.#askFrontDoor();
        },
      );
    });
  }

  /** Whatever waits for its next attempt makes it now. */
  #hurry(): void {
    this.#places.wake();
    this.#lines.hurry();
  }

  #listen(event: string, listener: () => void): void {
    // Node.js has no such events.
    const page = globalThis as unknown as Partial<EventTarget>;
    page.addEventListener?.(event, listener, { signal: this.#end.signal });
  }

  #report(error: unknown): void {
    if (!this.#events.emit('error', error)) throwLater(error);
  }
}

function invalid(sentence: string): PubSubError {
  return new PubSubError('InvalidOptions', sentence);
}
