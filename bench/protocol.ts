// What the processes of the benchmark say to each other.

/** Where a server is called. */
export interface Door {
  readonly httpUrl: string;
  readonly webSocketUrl: string;
  readonly apiKey: string;
  /** The certificate to trust, PEM. */
  readonly ca?: string;
  /** The protocol of its sockets: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, or AppSync's. */
  readonly dialect: 'appsync' | 'graphql-ws';
}

/** Both ways into a server; most have no front door. */
export type Doors = Readonly<Partial<Record<'direct' | 'edge', Door>>>;

/** From a server: where it listens, or how it is doing. */
export type ServerMessage =
  | { readonly kind: 'ready'; readonly doors: Doors }
  | { readonly kind: 'usage'; readonly cpu: number; readonly resident: number }
  | { readonly kind: 'failed'; readonly sentence: string };

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

/** Milliseconds of processor time that this process has taken. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
