// All that the page shows of a visitor's session.
import type { ChannelList } from '../channels/channel-list';
import type { Problem } from './problem';

/** The state of a channel. */
export type ChannelState =
  | { readonly kind: 'joining' }
  | { readonly kind: 'live' }
  /** An operator ended it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** The state of the connection. */
export type ConnectionState =
  /** Nothing is listened to. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It was live, or never became so. `attempt` counts from 1, `since` is milliseconds since 1970. */
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly since: number };

/** Another region answers than before the connection was made again. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** Milliseconds without a connection. */
  readonly gap: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** All that the page shows of a session. */
export interface SessionState {
  readonly connection: ConnectionState;
  readonly channels: ReadonlyMap<string, ChannelState>;
  /** `undefined` until the API has answered. */
  readonly allowed: ChannelList | undefined;
  /** The region that answered last; `undefined` until one has. */
  readonly region: string | undefined;
  /** Has a region answered since the connection was made? Before that the one above is the one of the connection before. */
  readonly isRegionCurrent: boolean;
  readonly move: Move | undefined;
  /** Why the visitor must sign in again. */
  readonly signedOut: Problem | undefined;
  /** Why the API does not even say which channels there are; it is asked again anyway. */
  readonly problem: Problem | undefined;
  readonly isOnline: boolean;
}

/** A session that has not begun. */
export function newSession(isOnline: boolean): SessionState {
  return {
    connection: { kind: 'idle' },
    channels: new Map(),
    allowed: undefined,
    region: undefined,
    isRegionCurrent: false,
    move: undefined,
    signedOut: undefined,
    problem: undefined,
    isOnline,
  };
}

/** The names of the channels in these states. */
export function channelsThatAre(
  { channels }: SessionState,
  ...kinds: readonly ChannelState['kind'][]
): readonly string[] {
  return [...channels].filter(([, { kind }]) => kinds.includes(kind)).map(([channel]) => channel);
}
