// Where a visitor works: the messages, and the frames that carry them.
import { type ReactNode, useState } from 'react';
import { Board } from './board/board';
import { Counted } from './board/counted';
import { Channels } from './channels/channels';
import { Composer } from './composer/composer';
import type { SessionState } from './connection/session-state';
import { Frames } from './frames/frames';
import type { PlanetView } from './planet-view';
import { panelIdOf, tabIdOf, Tabs } from './tabs';

/** The session, and the channel that the board is limited to. */
export interface DeskProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  readonly filter: string | undefined;
  readonly onFilter: (channel: string | undefined) => void;
}

const TABS = [
  { name: 'messages', title: 'Messages' },
  { name: 'frames', title: 'Frames' },
] as const;
type TabName = (typeof TABS)[number]['name'];

/** The tabs. The messages stay as they are while another tab is looked at. */
export function Desk({ view, session, filter, onFilter }: DeskProps) {
  const [chosen, setChosen] = useState<TabName>('messages');
  const panel = (name: TabName, children: ReactNode) => (
    <div
      className="desk-panel"
      id={panelIdOf(name)}
      role="tabpanel"
      aria-labelledby={tabIdOf(name)}
      hidden={name !== chosen}
    >
      {children}
    </div>
  );
  return (
    <section className="panel desk" aria-label="Desk">
      <div className="desk-head">
        <Tabs label="Desk" tabs={TABS} chosen={chosen} onChoose={setChosen} />
        <Counted view={view} />
      </div>
      {panel(
        'messages',
        <>
          <Channels session={view.session} state={session} shown={filter} onShow={onFilter} />
          <Board view={view} session={session} filter={filter} />
          <Composer view={view} session={session} channel={filter} />
        </>,
      )}
      {panel('frames', chosen === 'frames' && <Frames view={view} />)}
    </section>
  );
}
