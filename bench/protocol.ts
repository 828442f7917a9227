// What the processes of the benchmark say to each other.

/** From a server: where it listens, or how it is doing. */
export type ServerMessage =
  | { readonly kind: 'ready'; readonly httpUrl: string; readonly webSocketUrl: string; readonly apiKey: string }
  | { readonly kind: 'usage'; readonly cpu: number; readonly heap: number; readonly resident: number };

/** To the audience. */
export type AudienceOrder =
  | { readonly kind: 'join'; readonly server: Extract<ServerMessage, { kind: 'ready' }>; readonly subscribers: number }
  | { readonly kind: 'publish'; readonly events: number; readonly inFlight: number }
  | { readonly kind: 'leave' };

/** From the audience: an order was carried out. */
export interface AudienceReport {
  readonly kind: 'done';
  /** Milliseconds from the first event to its last delivery. */
  readonly elapsed: number;
  /** Milliseconds of processor time that the audience itself took. */
  readonly cpu: number;
}

/** Characters of the text of every message. */
export const MESSAGE_LENGTH = 256;
/** The channel that everybody listens to. */
export const CHANNEL = 'tech';

/** Milliseconds of processor time that this process has taken. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
