// One WebSocket, from its opening to its end, in AppSync's real-time protocol (docs/PROTOCOL.md).
import type { Clock } from './clock';
import type { Headers } from './credentials';
import { errorIn, type PubSubError } from './errors';
import { FIELDS } from './message';
import type { Place } from './places';

/** What of a WebSocket is used. */
export interface SocketLike {
  send(text: string): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** What makes WebSockets: the browser's `WebSocket`, or that of the package `ws`. */
export type SocketConstructor = new (url: string, protocols: string[]) => SocketLike;

/** Told what the API says. */
export interface SocketObserver {
  /** Subscriptions can be started. */
  ready(): void;
  /** A subscription is live. */
  live(id: string): void;
  data(id: string, payload: Payload): void;
  /** The API refused a subscription, or ended it for a reason. */
  refused(id: string, error: PubSubError): void;
  /** The API ended a subscription. */
  complete(id: string): void;
  /** The socket is of no use any more. @param heardAt when it last was, milliseconds since 1970 */
  end(error: PubSubError | undefined, heardAt: number): void;
}

/** What a `data` frame carries. */
export interface Payload {
  readonly data?: { readonly subscribe?: unknown } | null;
  readonly errors?: unknown;
}

interface Frame {
  readonly type?: string;
  readonly id?: string;
  readonly payload?: (Payload & { readonly connectionTimeoutMs?: number }) | null;
}

/** What a socket is opened with. */
export interface SocketOptions {
  readonly clock: Clock;
  readonly WebSocket: SocketConstructor;
  readonly place: Place;
  readonly headers: Headers;
  readonly observer: SocketObserver;
}

/** Milliseconds in which a socket opens and the API says that it is there; and in which it answers a `start`. */
const PATIENCE = 8000;
/** Milliseconds without a frame after which the API is not there, unless it says otherwise. Its own figure. */
const SILENCE = 300_000;
/** Milliseconds between two looks whether it is: timers stand still while a device sleeps, and the time does not. */
const LOOK = 10_000;
const SUBSCRIBE = `subscription Subscribe($name: String!) { subscribe(name: $name) { ${FIELDS} } }`;

/** A socket. */
export class Socket {
  readonly #options: SocketOptions;
  readonly #authorization: Record<string, string>;
  /** What calls off the wait for an answer to each `start`. */
  readonly #starting = new Map<string, () => void>();
  readonly #socket: SocketLike;
  #cancel: () => void;
  #silence = PATIENCE;
  #heardAt: number;
  #isEnded = false;

  constructor(options: SocketOptions) {
    const { clock, WebSocket, place, headers } = options;
    this.#options = options;
    this.#heardAt = clock.now();
    this.#authorization = { host: place.host, ...headers };
    const socket = new WebSocket(place.realtimeUrl, ['graphql-ws', `header-${base64Url(this.#authorization)}`]);
    this.#socket = socket;
    this.#cancel = clock.after(PATIENCE, () => this.#watch());
    socket.addEventListener('open', () => this.#send({ type: 'connection_init' }));
    socket.addEventListener('message', ({ data }) => this.#take(data));
    socket.addEventListener('close', () => this.end());
    socket.addEventListener('error', () => this.end());
  }

  /** Asks for a channel's messages. The API answers within a while, or the socket ends. */
  start(id: string, name: string): void {
    this.#starting.set(
      id,
      this.#options.clock.after(PATIENCE, () => this.end()),
    );
    const data = JSON.stringify({ query: SUBSCRIBE, variables: { name } });
    this.#send({ id, type: 'start', payload: { data, extensions: { authorization: this.#authorization } } });
  }

  /** Asks for no more of them. */
  stop(id: string): void {
    this.#answered(id);
    this.#send({ id, type: 'stop' });
  }

  /** Closes the socket; its observer is told. @param error the API's, if it gave one */
  end(error?: PubSubError): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#cancel();
    for (const id of [...this.#starting.keys()]) this.#answered(id);
    this.#socket.close();
    this.#options.observer.end(error, this.#heardAt);
  }

  #send(frame: object): void {
    if (!this.#isEnded) this.#socket.send(JSON.stringify(frame));
  }

  #answered(id: string): void {
    this.#starting.get(id)?.();
    this.#starting.delete(id);
  }

  #take(text: unknown): void {
    if (this.#isEnded) return;
    this.#heardAt = this.#options.clock.now();
    const { observer } = this.#options;
    const frame = frameIn(text);
    if (!frame) {
      // What came is not the API's.
      this.end();
      return;
    }
    const { type, id = '' } = frame;
    const payload = frame.payload ?? {};
    if (type === 'start_ack' || type === 'error') this.#answered(id);
    if (type === 'data') observer.data(id, payload);
    else if (type === 'start_ack') observer.live(id);
    else if (type === 'complete') observer.complete(id);
    else if (type === 'error') observer.refused(id, errorIn(payload.errors));
    else if (type === 'connection_error') this.end(errorIn(payload.errors));
    else if (type === 'connection_ack') {
      this.#silence = payload.connectionTimeoutMs ?? SILENCE;
      this.#watch();
      observer.ready();
    }
  }

  /** Ends the socket if it is silent for too long. Looks from time to time, and not at each frame. */
  #watch(): void {
    this.#cancel();
    const left = this.#heardAt + this.#silence - this.#options.clock.now();
    if (left <= 0) this.end();
    else this.#cancel = this.#options.clock.after(Math.min(left, LOOK), () => this.#watch());
  }
}

function frameIn(text: unknown): Frame | undefined {
  try {
    return JSON.parse(String(text)) as Frame;
  } catch {
    return undefined;
  }
}

function base64Url(value: object): string {
  return btoa(JSON.stringify(value)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
