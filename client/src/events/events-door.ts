// What comes out by the Events door: a WebSocket in the protocol of AppSync Events (docs/PROTOCOL.md), which is opened again when it ends.
// Without the client library: nothing is caught up with that came meanwhile.
import type { Message } from 'global-pubsub-client';
import type { Clock } from '../clock';
import { dataIn } from '../board/structured-data';
import type { Access } from '../connection/access';
import { authorizationOf, headerProtocolOf } from '../credential/authorization';
import { isRecord } from '../settings/settings';
import { Store, type Watchable } from '../store';
import { messageIn } from './event-message';

/** How it stands with the door. */
export type EventsState = 'off' | 'connecting' | 'live' | 'refused';

/** What the door needs. */
export interface EventsDoorOptions extends Access {
  readonly clock: Clock;
  /** The front door: `https://pubsub.example.com`. */
  readonly origin: string;
  readonly onMessage: (message: Message) => void;
}

/** Milliseconds between two attempts. */
const PAUSE = 2000;
/** Milliseconds in which a connection is acknowledged. */
const PATIENCE = 15_000;
/** Milliseconds: AppSync's own is half of it. */
const MOST_PATIENCE = 600_000;

/** The door, shut at first. */
export class EventsDoor {
  readonly #options: EventsDoorOptions;
  readonly #state = new Store<EventsState>('off');
  readonly #unheard = new Store<readonly string[]>([]);
  /** By channel: the id of its subscription. */
  readonly #subscribed = new Map<string, string>();
  #wanted: readonly string[] = [];
  #socket: WebSocket | undefined;
  #cancel: (() => void) | undefined;
  /** Milliseconds without a frame after which a connection is given up: until it is acknowledged, and as the API says. */
  #patience = PATIENCE;
  #cancelPatience: (() => void) | undefined;
  #count = 0;

  constructor(options: EventsDoorOptions) {
    this.#options = options;
  }

  get state(): Watchable<EventsState> {
    return this.#state;
  }

  /** The wanted channels to which the door does not let the visitor listen, of which it may have no namespace. */
  get unheard(): Watchable<readonly string[]> {
    return this.#unheard;
  }

  /** Listens to these channels and patterns, and to no others any more. There is no `*` of all channels at this door. */
  listen(channels: readonly string[]): void {
    this.#wanted = channels.filter((channel) => channel !== '*');
    if (this.#state.value === 'off' || this.#state.value === 'refused') this.#open();
    else if (this.#state.value === 'live') this.#settle();
  }

  /** Shuts the door. */
  close(): void {
    this.#state.set('off');
    this.#cancel?.();
    this.#cancelPatience?.();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #open(): void {
    const { origin, credential, WebSocket } = this.#options;
    const authorization = authorizationOf(credential, new URL(origin).host);
    const url = `${origin.replace(/^http/, 'ws')}/event/realtime`;
    this.#state.set('connecting');
    this.#subscribed.clear();
    this.#unheard.set([]);
    const socket = new WebSocket(url, ['aws-appsync-event-ws', headerProtocolOf(authorization)]);
    this.#socket = socket;
    this.#patience = PATIENCE;
    this.#wait();
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#take(dataIn(String(data)));
    });
    socket.addEventListener('close', () => this.#lose(socket));
  }

  /** A region that is gone may end no connection: one that has been silent for too long is over. */
  #wait(): void {
    this.#cancelPatience?.();
    const socket = this.#socket;
    this.#cancelPatience = this.#options.clock.after(this.#patience, () => {
      this.#lose(socket);
      socket?.close();
    });
  }

  #lose(socket: WebSocket | undefined): void {
    if (!socket || socket !== this.#socket || this.#state.value === 'refused') return;
    this.#socket = undefined;
    this.#cancelPatience?.();
    this.#state.set('connecting');
    this.#cancel = this.#options.clock.after(PAUSE, () => this.#open());
  }

  #take(frame: unknown): void {
    this.#wait();
    if (!isRecord(frame)) return;
    const { type, event, id, connectionTimeoutMs } = frame;
    const message = type === 'data' ? messageIn(event) : undefined;
    if (message) this.#options.onMessage(message);
    if (type === 'subscribe_error') this.#tellUnheard(id);
    if (type === 'connection_ack') {
      if (typeof connectionTimeoutMs === 'number') this.#patience = Math.min(connectionTimeoutMs, MOST_PATIENCE);
      this.#state.set('live');
      this.#settle();
      this.#wait();
    } else if (type === 'connection_error') {
      this.#cancelPatience?.();
      this.#state.set('refused');
    }
  }

  #tellUnheard(id: unknown): void {
    const [channel] = [...this.#subscribed].find(([, each]) => each === id) ?? [];
    if (channel !== undefined) this.#unheard.set([...this.#unheard.value, channel]);
  }

  /** Subscribes to what is wanted, and ends what is not. */
  #settle(): void {
    const authorization = authorizationOf(this.#options.credential, new URL(this.#options.origin).host);
    for (const [channel, id] of this.#subscribed) {
      if (this.#wanted.includes(channel)) continue;
      this.#subscribed.delete(channel);
      this.#send({ type: 'unsubscribe', id });
    }
    this.#unheard.set(this.#unheard.value.filter((channel) => this.#wanted.includes(channel)));
    for (const channel of this.#wanted) {
      if (this.#subscribed.has(channel)) continue;
      this.#count += 1;
      const id = String(this.#count);
      this.#subscribed.set(channel, id);
      this.#send({ type: 'subscribe', id, channel: `/${channel}`, authorization });
    }
  }

  #send(frame: object): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}
