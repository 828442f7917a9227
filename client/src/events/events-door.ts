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

/** The door, shut at first. */
export class EventsDoor {
  readonly #options: EventsDoorOptions;
  readonly #state = new Store<EventsState>('off');
  /** By channel: the id of its subscription. */
  readonly #subscribed = new Map<string, string>();
  #wanted: readonly string[] = [];
  #socket: WebSocket | undefined;
  #cancel: (() => void) | undefined;
  #count = 0;

  constructor(options: EventsDoorOptions) {
    this.#options = options;
  }

  get state(): Watchable<EventsState> {
    return this.#state;
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
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close();
  }

  #open(): void {
    const { origin, credential, WebSocket, clock } = this.#options;
    const authorization = authorizationOf(credential, new URL(origin).host);
    const url = `${origin.replace(/^http/, 'ws')}/event/realtime`;
    this.#state.set('connecting');
    this.#subscribed.clear();
    const socket = new WebSocket(url, ['aws-appsync-event-ws', headerProtocolOf(authorization)]);
    this.#socket = socket;
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#take(dataIn(String(data)));
    });
    socket.addEventListener('close', () => {
      if (socket !== this.#socket || this.#state.value === 'refused') return;
      this.#state.set('connecting');
      this.#cancel = clock.after(PAUSE, () => this.#open());
    });
  }

  #take(frame: unknown): void {
    if (!isRecord(frame)) return;
    const { type, event } = frame;
    const message = type === 'data' ? messageIn(event) : undefined;
    if (message) this.#options.onMessage(message);
    if (type === 'connection_ack') {
      this.#state.set('live');
      this.#settle();
    } else if (type === 'connection_error') this.#state.set('refused');
  }

  /** Subscribes to what is wanted, and ends what is not. */
  #settle(): void {
    const authorization = authorizationOf(this.#options.credential, new URL(this.#options.origin).host);
    for (const [channel, id] of this.#subscribed) {
      if (this.#wanted.includes(channel)) continue;
      this.#subscribed.delete(channel);
      this.#send({ type: 'unsubscribe', id });
    }
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
