// All that the page shows of a visitor's session.
import type { ChannelList } from '../channels/channel-list';
import type { Problem } from './problem';

/** The state of a channel. */
export type ChannelState =
  | { readonly kind: 'joining' }
  /** Its messages come, after those that were missed. */
  | { readonly kind: 'catching up' }
  | { readonly kind: 'live' }
  /** An operator ended it. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** The state of the connection. */
export type ConnectionState =
  /** Nothing is listened to. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'catching up' }
  | { readonly kind: 'live' }
  /** It was live, or could not be made. `since` is milliseconds since 1970. */
  | { readonly kind: 'reconnecting'; readonly since: number };

/** Another region answers than before. */
export interface Move {
  readonly from: string;
  readonly to: string;
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
  /** Messages that came while the session caught up after the last interruption; `undefined` if there was none. */
  readonly caughtUp: number | undefined;
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
    caughtUp: undefined,
    signedOut: undefined,
    problem: undefined,
    isOnline,
  };
}

/** Do the messages come of all that is listened to, and is known from where? */
export function isConnected({ connection, isOnline, isRegionCurrent }: SessionState): boolean {
  return isOnline && isRegionCurrent && (connection.kind === 'live' || connection.kind === 'catching up');
}

/** The names of the channels in these states. */
export function channelsThatAre(
  { channels }: SessionState,
  ...kinds: readonly ChannelState['kind'][]
): readonly string[] {
  return [...channels].filter(([, { kind }]) => kinds.includes(kind)).map(([channel]) => channel);
}
