// The message board: the newest messages on top. It pauses while someone reads.
import { useState } from 'react';
import type { SessionState } from '../connection/session-state';
import type { PlanetView } from '../planet-view';
import { useNow, useWatched } from '../watched';
import { EmptyBoard } from './empty-board';
import { MessageDetail } from './message-detail';
import { MessageList } from './message-list';
import type { ReceivedMessage } from './message-ring';

/** The messages, and the channel that the board is limited to. */
export interface BoardProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  readonly filter: string | undefined;
}

/** What was on the board when someone began to read. */
interface Standstill {
  readonly messages: readonly ReceivedMessage[];
  readonly total: number;
  readonly filter: string | undefined;
}

const SECOND = 1000;

export function Board({ view, session, filter }: BoardProps) {
  const total = useWatched(view.count);
  const now = useNow(SECOND) + view.visit.clockOffset;
  const [still, setStill] = useState<Standstill>();
  const [opened, setOpened] = useState<ReceivedMessage>();
  const frozen = still?.filter === filter ? still : undefined;
  const messages = frozen?.messages ?? view.messages.newest(filter);
  const hold = (isReading: boolean) => {
    if (!isReading) setStill(undefined);
    else if (!frozen) setStill({ messages, total, filter });
  };

  return (
    <div className="board">
      {messages.length === 0 ? (
        <EmptyBoard session={session} filter={filter} />
      ) : (
        <MessageList {...{ messages, now }} placeOf={view.placeOf} onOpen={setOpened} onReading={hold} />
      )}
      <Newer isStill={frozen !== undefined} count={frozen ? total - frozen.total : 0} onShow={() => hold(false)} />
      {opened && <MessageDetail message={opened} placeOf={view.placeOf} onClose={() => setOpened(undefined)} />}
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
