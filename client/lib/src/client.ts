// A client: one set of credentials, and all that is published and subscribed to with them.
import { createApi } from './api';
import { deviceClock } from './clock';
import { createCredentials } from './credentials';
import { PubSubError } from './errors';
import { createEvents, throwLater } from './events';
import { createLines } from './lines';
import type { ConnectOptions } from './options';
import { createPauses } from './pauses';
import { createPlaces, placeAt } from './places';
import { createPublisher, type Draft, type Receipt } from './publisher';
import type { SocketConstructor } from './socket';
import { createStage } from './stage';
import { isFinal, type State, stateOf } from './state';
import { createSubscription, type SubscribeOptions, type Subscription } from './subscription';

/** What a client tells. */
export interface ClientEvents {
  state: State;
  /** There is a new connection, to this host: the front door or a region. It may lead to another region than before. */
  connection: string;
  /** What went wrong and is nobody's answer: the user's own callbacks, a token that could not be had. */
  error: unknown;
}

const MINUTE = 60_000;
/** The front door that was left is asked as after so many attempts whether it answers again: after three seconds at least. */
const FIRST_QUESTION = 6;

/** A client. */
export interface Client {
  readonly state: State;
  /** @returns stops telling */
  on<Name extends keyof ClientEvents>(name: Name, listener: (detail: ClientEvents[Name]) => void): () => void;
  /**
   * Publishes a message, after those that were published in the channel before. Tries again until its outcome is known.
   * @throws PublishError with a stable `code`
   */
  publish(channel: string, draft: Draft): Promise<Receipt>;
  /**
   * Asks the API something else, once, with the client's credentials.
   * @returns the answer's `data`
   * @throws PubSubError
   */
  query(query: string, variables?: object): Promise<Record<string, unknown>>;
  /** Makes another connection, now, which may lead to a nearer region. What there is stays until then, and nothing is missed. */
  reconnect(): void;
  /** Subscribes to a channel, to every channel below a name (`news/*`), or to every channel (`*`). */
  subscribe(channel: string, options?: SubscribeOptions): Subscription;
  /** Ends every subscription; what was not published yet ends with an error. */
  close(): void;
}

/** Makes a client. It connects with the first subscription. @throws PubSubError `InvalidOptions` */
export function connect(options: ConnectOptions): Client {
  const { token, apiKey, clock = deviceClock, random = Math.random, fetch = globalThis.fetch } = options;
  const { WebSocket = (globalThis as { readonly WebSocket?: SocketConstructor }).WebSocket } = options;
  if (!WebSocket) throw new PubSubError('InvalidOptions', 'Give the option "WebSocket": there is none.');
  if (!token === !apiKey) throw new PubSubError('InvalidOptions', 'Give the option "token" or "apiKey".');

  const { on, emit } = createEvents<ClientEvents>();
  const subscriptions = new Set<Subscription>();
  const ending = new AbortController();
  const { signal } = ending;
  let state: State = 'connecting';
  let isAsking = false;

  const credentials = createCredentials(clock, apiKey, token);
  const places = createPlaces(placeAt(options.url), clock, random, () => void askFrontDoor());
  const questions = createPauses(clock, random);
  const api = createApi(clock, credentials, places, fetch);
  const stage = createStage(options, api, places, onError);
  const publisher = createPublisher(options, api, places, clock);
  const onConnection = (host: string) => void emit('connection', host);
  const lines = createLines({ clock, random, credentials, places, WebSocket, onConnection, onError });
  const context = { options, api, clock, places, stage, join: lines.add, onState, onError };

  function onError(error: unknown): void {
    if (!emit('error', error)) throwLater(error);
  }

  function set(next: State): void {
    if (next === state) return;
    state = next;
    emit('state', next);
  }

  function onState(): void {
    const states = [...subscriptions].map((subscription) => subscription.state);
    for (const subscription of subscriptions) if (isFinal(subscription.state)) subscriptions.delete(subscription);
    if (!signal.aborted) set(stateOf(states));
  }

  /** Goes back to the front door when it answers again. It is asked ever less often: a region answers meanwhile. */
  async function askFrontDoor(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    for (let attempt = FIRST_QUESTION; isAsking; attempt += 1) {
      await questions.pause(attempt, MINUTE);
      if (signal.aborted) return;
      try {
        await api.request('{ region }', {}, places.front);
        isAsking = false;
        places.toFront();
        lines.replace();
      } catch {
        // Not yet.
      }
    }
  }

  /** Whatever waits for its next attempt makes it now. */
  function hurry(): void {
    places.wake();
    lines.hurry();
  }

  function reconnect(): void {
    hurry();
    lines.replace();
  }

  // Node.js has no such events.
  const page = globalThis as unknown as Partial<EventTarget>;
  page.addEventListener?.('online', reconnect, { signal });
  page.addEventListener?.('visibilitychange', hurry, { signal });

  return {
    get state() {
      return state;
    },
    on,
    publish: publisher.publish,
    query: api.request,
    reconnect,
    subscribe(channel, options = {}) {
      const subscription = createSubscription(channel, options, context);
      if (signal.aborted) subscription.close();
      else subscriptions.add(subscription);
      onState();
      return subscription;
    },
    close() {
      if (signal.aborted) return;
      // First, so that what listeners subscribe to meanwhile ends at once.
      ending.abort();
      for (const subscription of subscriptions) subscription.close();
      publisher.close();
      places.wake();
      lines.close();
      questions.wake();
      set('closed');
    },
  };
}
