// One WebSocket, from its opening to its end, in AppSync's real-time protocol (docs/PROTOCOL.md).
import { encoded } from './base64';
import type { Clock } from './clock';
import type { Credential } from './credentials';
import { errorIn, type PubSubError } from './errors';
import { valueOf } from './json';
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

/** A subscription as its socket sees it. */
export interface Carried {
  readonly channel: string;
  /** From now on messages come. */
  live(): void;
  data(payload: Payload): void;
}

/** Told what the API says. */
export interface SocketObserver<Member> {
  /** Subscriptions can be started. */
  ready(): void;
  /** Another subscription is live. */
  live(): void;
  /** The API ended a subscription, or, with an error, refused it. */
  ended(member: Member, error?: PubSubError): void;
  /** It is time for a successor. */
  aged(): void;
  /** The socket is of no use any more. @param heardAt when it last was, milliseconds since 1970 */
  closed(error: PubSubError | undefined, heardAt: number): void;
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
export interface SocketOptions<Member> {
  readonly clock: Clock;
  readonly WebSocket: SocketConstructor;
  readonly place: Place;
  readonly credential: Credential;
  /** Milliseconds in which a socket opens and the API says that it is there; and in which it answers a `start`. */
  readonly patience: number;
  /** When a successor is due: milliseconds since 1970. */
  readonly agesAt: number;
  readonly observer: SocketObserver<Member>;
}

/** A socket. */
export interface Socket<Member> {
  /** The subscriptions of which messages come. */
  readonly live: ReadonlySet<Member>;
  /** Can subscriptions be started? */
  isReady: boolean;
  /** Asks for a subscription's messages. The API answers within a while, or the socket ends. */
  start(member: Member): void;
  /** Asks for no more of them. */
  stop(member: Member): void;
  /** Closes the socket after a moment. */
  retire(): void;
  /** Closes the socket; its observer is told. @param error the API's, if it gave one */
  close(error?: PubSubError): void;
}

/** Milliseconds without a frame after which the API is not there, unless it says otherwise. Its own figure. */
const SILENCE = 300_000;
/** Milliseconds between two looks whether it is: timers stand still while a device sleeps, and the time does not. */
const LOOK = 10_000;
/** Milliseconds for which a predecessor stays: regions do not deliver a message in the same moment. */
const LINGER = 3000;
const SUBSCRIBE = `subscription($name: String!) { subscribe(name: $name) { ${FIELDS} } }`;

/** Opens a socket. */
export function openSocket<Member extends Carried>(options: SocketOptions<Member>): Socket<Member> {
  const { clock, WebSocket, place, credential, agesAt, patience, observer } = options;
  const authorization = { host: place.host, ...credential.headers };
  /** By the id of its `start`: a subscription, and what calls off the wait for the answer. */
  const started = new Map<string, { readonly member: Member; readonly answered: () => void }>();
  const live = new Set<Member>();
  let count = 0;
  let isClosed = false;
  let silence = patience;
  let heardAt = clock.now();
  let agedAt = Infinity;
  /** With its token it would go silent. */
  let { endsAt } = credential;

  const socket = new WebSocket(place.realtimeUrl, ['graphql-ws', `header-${encoded(JSON.stringify(authorization))}`]);
  let cancel = clock.after(patience, watch);
  socket.addEventListener('open', () => send({ type: 'connection_init' }));
  socket.addEventListener('message', ({ data }) => take(data));
  for (const type of ['close', 'error'] as const) socket.addEventListener(type, () => close());

  function send(frame: object): void {
    if (!isClosed) socket.send(JSON.stringify(frame));
  }

  function close(error?: PubSubError): void {
    if (isClosed) return;
    isClosed = true;
    cancel();
    for (const { answered } of started.values()) answered();
    socket.close();
    observer.closed(error, heardAt);
  }

  function take(text: unknown): void {
    if (isClosed) return;
    heardAt = clock.now();
    const frame = valueOf(String(text)) as Frame | null | undefined;
    if (!frame) {
      // What came is not the API's.
      close();
      return;
    }
    const { type, id = '' } = frame;
    const payload = frame.payload ?? {};
    const { member, answered } = started.get(id) ?? {};
    if (type === 'connection_ack') {
      carrier.isReady = true;
      silence = payload.connectionTimeoutMs ?? SILENCE;
      agedAt = agesAt;
      watch();
      observer.ready();
    } else if (type === 'connection_error') close(errorIn(payload.errors));
    else if (!member) return;
    else if (type === 'data') member.data(payload);
    else if (type === 'start_ack') {
      answered?.();
      live.add(member);
      member.live();
      observer.live();
    } else if (type === 'error' || type === 'complete') {
      answered?.();
      started.delete(id);
      observer.ended(member, type === 'error' ? errorIn(payload.errors) : undefined);
    }
  }

  /** Does what is due. Looks from time to time, and not at each frame. */
  function watch(): void {
    cancel();
    const now = clock.now();
    if (now >= agedAt) {
      agedAt = Infinity;
      observer.aged();
    }
    const left = Math.min(heardAt + silence, agedAt, endsAt) - now;
    if (left <= 0) close();
    else cancel = clock.after(Math.min(left, LOOK), watch);
  }

  const carrier: Socket<Member> = {
    live,
    isReady: false,
    start(member) {
      count += 1;
      const id = String(count);
      started.set(id, { member, answered: clock.after(patience, () => close()) });
      const data = JSON.stringify({ query: SUBSCRIBE, variables: { name: member.channel } });
      send({ id, type: 'start', payload: { data, extensions: { authorization } } });
    },
    stop(member) {
      live.delete(member);
      for (const [id, { member: other, answered }] of started) {
        if (other !== member) continue;
        answered();
        started.delete(id);
        send({ id, type: 'stop' });
      }
    },
    retire() {
      endsAt = Math.min(endsAt, clock.now() + LINGER);
      watch();
    },
    close,
  };
  return carrier;
}
