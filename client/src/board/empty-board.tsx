// The board before the first message: why it is empty, and what to do.
import { isName } from '../channels/channel-list';
import type { ChannelState, SessionState } from '../connection/session-state';
import type { Publication } from '../snippets/snippet';
import { Snippets } from '../snippets/snippets';

/** The session, the channel that the board is limited to, and how others publish to one. */
export interface EmptyBoardProps {
  readonly session: SessionState;
  readonly filter: string | undefined;
  readonly publicationTo: (channel: string) => Publication;
}

/** A heading, a sentence, and what to paste elsewhere to see a first message. */
export function EmptyBoard({ session, filter, publicationTo }: EmptyBoardProps) {
  const { title, text, channel } = wordsFor(session, filter);
  return (
    // Other words are another element: the browser then sees nothing move.
    <div className="empty" key={text}>
      <svg viewBox="0 0 64 40" width="96" height="60" aria-hidden="true">
        <path d="M10 32Q32 -8 54 32" />
        <circle cx="10" cy="32" r="4" />
        <circle cx="54" cy="32" r="4" />
      </svg>
      <p className="empty-title">{title}</p>
      <p className="muted">{text}</p>
      {channel !== undefined && <Snippets publication={publicationTo(channel)} />}
    </div>
  );
}

function isHeard(kind: ChannelState['kind']): boolean {
  return kind === 'live' || kind === 'catching up';
}

/** What the board says instead of messages. */
interface Words {
  readonly title: string;
  readonly text: string;
  /** The channel in which a message would be seen. */
  readonly channel?: string | undefined;
}

function wordsFor({ channels, connection, isOnline }: SessionState, filter: string | undefined): Words {
  if (channels.size === 0 && connection.kind === 'idle') {
    return { title: 'No channel yet', text: 'Choose one above to listen to it.' };
  }
  if (!isOnline) return { title: 'Offline', text: 'Messages appear here once this device is back online.' };
  if (connection.kind === 'connecting' || connection.kind === 'reconnecting') {
    return { title: 'Connecting …', text: 'Messages appear here once the connection is up.' };
  }
  const live = [...channels].filter(([name, { kind }]) => isHeard(kind) && (filter ?? name) === name);
  if (live.length === 0) return { title: 'Not listening', text: 'See the note above.' };
  const names = live.map(([name]) => `“${name}”`).join(', ');
  return {
    title: 'No message yet',
    text: `Listening to ${names}. Send one below, or from another client.`,
    channel: live.map(([name]) => name).find(isName),
  };
}
