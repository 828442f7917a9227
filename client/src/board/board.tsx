// The message board: the newest messages on top. It pauses while someone reads.
import { useState } from 'react';
import { channelsThatAre, type SessionState } from '../connection/session-state';
import type { PlanetView } from '../planet-view';
import { useNow, useWatched } from '../watched';
import type { Entry, MessageEntry } from './board-ring';
import { Counted } from './counted';
import { BoardTools } from './board-tools';
import { cutOffFrom } from '../faults/planet-state';
import { DoorSwitch } from '../events/door-switch';
import { EmptyBoard } from './empty-board';
import { MessageDetail } from './message-detail';
import { MessageList } from './message-list';

/** The messages, and the channel that the board is limited to. */
export interface BoardProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  readonly filter: string | undefined;
  readonly onFilter: (channel: string | undefined) => void;
  /** Are both doors shown, side by side? */
  readonly hasDoors: boolean;
  readonly onDoors: (hasDoors: boolean) => void;
}

/** What was on the board when someone began to read. */
interface Standstill {
  readonly entries: readonly Entry[];
  readonly events: readonly Entry[];
  readonly total: number;
  readonly filter: string | undefined;
  readonly words: string;
}

const SECOND = 1000;
const BOARD = 'Message board, newest first';
const EVENTS = 'Messages from the Events door, newest first';

export function Board({ view, session, filter, onFilter, hasDoors, onDoors }: BoardProps) {
  // Draws anew when something has come.
  useWatched(view.counts);
  const planet = useWatched(view.planet);
  const { total } = view.entries;
  const now = useNow(SECOND) + view.visit.clockOffset;
  const [still, setStill] = useState<Standstill>();
  const [opened, setOpened] = useState<MessageEntry>();
  const [words, setWords] = useState('');
  const frozen = still?.filter === filter && still?.words === words ? still : undefined;
  const entries = frozen?.entries ?? view.entries.newest({ channel: filter, words });
  const events = frozen?.events ?? view.eventEntries.newest({ channel: filter, words });
  const hold = (isReading: boolean) => {
    if (!isReading) setStill(undefined);
    else if (!frozen) setStill({ entries, events, total, filter, words });
  };
  const clear = () => {
    view.entries.clear();
    view.eventEntries.clear();
    setStill(undefined);
    setOpened(undefined);
  };

  const heldFor = ({ message, heldFor: regions }: MessageEntry) => {
    const still = cutOffFrom(planet, message.region);
    return regions
      .filter((region) => still.includes(region))
      .map(view.placeOf)
      .join(', ');
  };
  const shared = { heldFor, placeOf: view.placeOf, onOpen: setOpened, onReading: hold };

  return (
    <div className="board">
      <BoardTools
        {...{ entries, filter, onFilter, words }}
        channels={channelsThatAre(session, 'joining', 'catching up', 'live', 'closed')}
        onWords={setWords}
        onClear={clear}
      />
      <div className="board-line">
        {hasDoors ? <strong>Out by GraphQL</strong> : <Counted view={view} />}
        {view.visit.settings.hasEvents && <DoorSwitch view={view} hasDoors={hasDoors} onDoors={onDoors} />}
      </div>
      {hasDoors ? (
        <div className="doors">
          <MessageList label={BOARD} {...{ entries, now, ...shared }} doorOf={view.sentBy.doorOf} />
          <MessageList label={EVENTS} {...{ now, ...shared }} entries={events} doorOf={view.sentBy.doorOf} />
        </div>
      ) : entries.length === 0 && words !== '' ? (
        <p className="nothing-found muted">No message on the board has “{words}” in it.</p>
      ) : entries.length === 0 ? (
        <EmptyBoard session={session} filter={filter} publicationTo={view.publicationTo} />
      ) : (
        <MessageList label={BOARD} {...{ entries, now, ...shared }} />
      )}
      <Newer isStill={frozen !== undefined} count={frozen ? total - frozen.total : 0} onShow={() => hold(false)} />
      {opened && <MessageDetail entry={opened} view={view} onClose={() => setOpened(undefined)} />}
    </div>
  );
}

interface NewerProps {
  readonly isStill: boolean;
  readonly count: number;
  readonly onShow: () => void;
}

function Newer({ isStill, count, onShow }: NewerProps) {
  if (!isStill) return null;
  return (
    <button type="button" className="newer" onClick={onShow}>
      {count === 0 ? 'Paused' : `${count} new`}
    </button>
  );
}
