// What the processes of the benchmark say to each other.

/** Where a server is called. */
export interface Door {
  readonly httpUrl: string;
  readonly webSocketUrl: string;
  readonly apiKey: string;
  /** The certificate to trust, PEM. */
  readonly ca?: string;
  /**
   * The protocol of its sockets: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, that of AppSync's GraphQL APIs, or
   * that of its Event APIs.
   */
  readonly dialect: 'appsync' | 'events' | 'graphql-ws';
}

/** The ways into a server; most have one only. */
export type DoorName = 'direct' | 'edge' | 'events';
export type Doors = Readonly<Partial<Record<DoorName, Door>>>;

/** From a server: where it listens, or how it is doing. */
export type ServerMessage =
  | { readonly kind: 'ready'; readonly doors: Doors }
  | { readonly kind: 'usage'; readonly cpu: number; readonly resident: number }
  | { readonly kind: 'failed'; readonly sentence: string };

/** To a server, which says afterwards how it is doing. Only an engine with two regions has a second one. */
export type ServerOrder = 'usage' | 'second region down' | 'second region up';

/** To the audience. */
export type AudienceOrder =
  | { readonly kind: 'join'; readonly door: Door; readonly subscribers: number; readonly channels: number }
  /** As many messages as the server takes, never more than so many ahead of what everybody has received. */
  | { readonly kind: 'load'; readonly milliseconds: number; readonly inFlight: number }
  /** So many messages a second, whatever the server does. */
  | { readonly kind: 'pace'; readonly milliseconds: number; readonly perSecond: number };

/** From the audience: an order was carried out. */
export interface AudienceReport {
  /** Milliseconds until everybody had joined, or had the last message. */
  readonly elapsed: number;
  /** Milliseconds of processor time that the audience itself took. */
  readonly cpu: number;
  readonly messages: number;
  readonly deliveries: number;
  /** Deliveries that never came. */
  readonly lost: number;
  /** Deliveries that came again, or to those who had not asked for them. */
  readonly duplicates: number;
  /** Milliseconds until a publisher had its answer, the median. */
  readonly answer: number;
  /** Milliseconds until a subscriber had a message, the 99th percentile. */
  readonly latency: number;
}

/** Where listeners connect, and what they listen to. */
export interface Post {
  /** The front door. */
  readonly url: string;
  /** The certificate to trust, PEM. */
  readonly ca: string;
  readonly token: string;
  /** The regions by their own names. */
  readonly regions: readonly { readonly name: string; readonly url: string }[];
  readonly channel: string;
}

/** To the listeners; all but the last are answered with `done`. */
export type ListenersOrder =
  | { readonly kind: 'join'; readonly post: Post; readonly count: number }
  /** Times and counts begin anew. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'sleep' | 'wake' }
  /** Answered when all of them are live, after they were reset, or have had time enough. */
  | { readonly kind: 'everybody live' }
  /** Answered when all of them are live and have this message, or have had time enough. */
  | { readonly kind: 'everything up to'; readonly number: number };

/** From the listeners: how they came back, in milliseconds since they were reset, each of them; `Infinity` for one that did not. */
export interface Comeback {
  /** The longest time between two messages. */
  readonly holes: readonly number[];
  readonly reconnected: readonly number[];
  readonly caughtUp: readonly number[];
  /** Mebibytes in their process: of live objects at first and, of a single client, the most; and all that it ever had at once. */
  readonly memory: { readonly before: number; readonly most: number; readonly peak: number };
  /** Those that were not back in time. */
  readonly missing: number;
  readonly lost: number;
  /** Messages that came again, or after a later one. */
  readonly duplicates: number;
  readonly gaps: number;
}

/** Milliseconds of processor time that this process has taken. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
