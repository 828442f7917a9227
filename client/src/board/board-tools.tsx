// What can be done with the messages on the board: find, take away, keep.
import type { Entry } from './board-ring';

/** What is on the board, and what limits it. */
export interface BoardToolsProps {
  readonly entries: readonly Entry[];
  /** What is listened to, and which of it is shown; all if none is chosen. */
  readonly channels: readonly string[];
  readonly filter: string | undefined;
  readonly onFilter: (channel: string | undefined) => void;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onClear: () => void;
}

/** The file that the messages are kept in. */
const FILE = 'messages.json';

/** A choice, a field and two buttons. They are always there, so that nothing moves when a message comes. */
export function BoardTools({ entries, channels, filter, onFilter, words, onWords, onClear }: BoardToolsProps) {
  return (
    <div className="board-tools" role="group" aria-label="Board">
      <select
        className="button"
        aria-label="Channel to show"
        value={filter ?? ''}
        disabled={channels.length < 2}
        onChange={({ target }) => onFilter(target.value === '' ? undefined : target.value)}
      >
        <option value="">All channels</option>
        {channels.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <input
        type="search"
        aria-label="Find in messages"
        placeholder="Find in messages …"
        value={words}
        onChange={({ target }) => onWords(target.value)}
      />
      <button type="button" className="button" disabled={entries.length === 0} onClick={onClear}>
        Clear
      </button>
      <button type="button" className="button" disabled={entries.length === 0} onClick={() => keep(entries)}>
        Export
      </button>
    </div>
  );
}

/** Saves the messages that are shown, the newest first, as JSON. */
function keep(entries: readonly Entry[]): void {
  const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : []));
  const url = URL.createObjectURL(new Blob([JSON.stringify(messages, undefined, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = FILE;
  link.click();
  URL.revokeObjectURL(url);
}
