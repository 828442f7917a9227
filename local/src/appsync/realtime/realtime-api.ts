// What a real-time protocol is, so that every one of them is served by the same sockets and connections.
import type { JsonArray, JsonObject } from '../../foundation/json';
import type { Credentials } from '../authorization/credentials';
import type { Paths } from '../http/api-host-names';
import type { Origin } from '../http/origin';
import type { Shown } from './handshake';
import type { Listener, Subscriptions } from './subscriptions';

/** What a client says, whatever the protocol calls it. */
export type ClientMessage =
  | { readonly type: 'connection_init' }
  | StartMessage
  | { readonly type: 'stop'; readonly id: string }
  | PublishMessage
  /** Something that is not understood, and the frame that says so. */
  | { readonly type: 'invalid'; readonly frame: string };

/** The wish to subscribe. */
export interface StartMessage {
  readonly type: 'start';
  readonly id: string;
  /** To what: in GraphQL JSON text of `{ query, variables }`, and a channel in Event APIs. */
  readonly data: string;
  readonly authorization: JsonObject | undefined;
}

/** The wish to publish, which Event APIs know. */
export interface PublishMessage {
  readonly type: 'publish';
  readonly id: string;
  readonly channel: string;
  readonly events: JsonArray;
  readonly authorization: JsonObject | undefined;
  /** Characters of the whole message. */
  readonly length: number;
}

/** An error in a frame. */
export type FrameError = JsonObject & { readonly message: string };

/** How a protocol writes what every one of them says. */
export interface Protocol {
  /** The WebSocket subprotocol. */
  readonly subprotocol: string;
  /** Is every message ignored until `connection_init`? */
  readonly needsInit: boolean;
  /** The member of a `data` frame that has what is delivered. */
  readonly dataMember: string;
  /** Checks a frame from a client. Never throws, whatever came. */
  read(text: string): ClientMessage;
  connectionAck(): string;
  connectionError(error: JsonObject): string;
  keepAlive(): string;
  /** A subscription is live. */
  started(id: string): string;
  startFailed(id: string, errors: readonly FrameError[] | FrameError): string;
  /**
   * Why a subscription failed.
   * @returns `undefined` for what is a fault of the engine
   */
  startErrors(id: string, error: unknown): readonly FrameError[] | undefined;
  stopped(id: string): string;
  stopFailed(id: string): string;
  publishFailed(id: string, error: FrameError): string;
  /** A subscription was ended by the server. */
  ended(id: string): string;
}

/** The real-time side of an API. */
export interface RealtimeApi {
  readonly protocol: Protocol;
  readonly paths: Paths;
  /** Bytes of the longest message that is read. */
  readonly maxFrameBytes: number;
  /** What the credentials of a handshake are shown for. */
  readonly handshake: Shown;
  /** What is delivered to connections. */
  readonly subscriptions: Subscriptions;
  /** Lets a client in. Rejects with Unauthorized. */
  admit(credentials: Credentials): Promise<void>;
  /** Proves who subscribes, and finds what it listens to. Rejects with what `startErrors` knows. */
  prepare(message: StartMessage, origin: Origin): Promise<Listener>;
  /** Answers a message with a frame. Rejects with what is a fault of the engine. */
  publish(message: PublishMessage, origin: Origin): Promise<string>;
  /** Tells the person at the terminal. */
  logged(line: string): void;
}
