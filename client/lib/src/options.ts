// What a client is made with. Each option's default stands where the option is used.
import type { Fetch } from './api';
import type { Clock } from './clock';
import type { Region } from './places';
import type { SocketConstructor } from './socket';

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
  /** Channels and patterns of which the stage keeps no messages; read there as well. */
  readonly historyExcept?: readonly string[];
  /** The globals unless given. Node.js 20 has no `WebSocket`: give that of the package `ws`. */
  readonly fetch?: Fetch;
  readonly WebSocket?: SocketConstructor;
  /** Milliseconds before the newest message that are read again after each interruption: 2 minutes. */
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
