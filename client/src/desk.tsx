// Where a visitor works: the messages, the frames that carry them, and GraphQL by hand.
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Board } from './board/board';
import { Channels } from './channels/channels';
import { Composer } from './composer/composer';
import type { SessionState } from './connection/session-state';
import { useEventsDoor } from './events/use-events-door';
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
  { name: 'graphql', title: 'GraphQL' },
] as const;
type TabName = (typeof TABS)[number]['name'];

/** The editor is larger than all the rest of the page, and not everybody opens it. */
const Console = lazy(async () => import('./console/console'));

/** The tabs. The messages and what is in the editor stay as they are while another tab is looked at. */
export function Desk({ view, session, filter, onFilter }: DeskProps) {
  const [chosen, setChosen] = useState<TabName>('messages');
  const [hasDoors, setHasDoors] = useState(false);
  useEventsDoor(view, hasDoors ? session : undefined);
  const [hasEditor, setHasEditor] = useState(false);
  const choose = (name: TabName) => {
    setChosen(name);
    if (name === 'graphql') setHasEditor(true);
  };
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
        <Tabs label="Desk" tabs={TABS} chosen={chosen} onChoose={choose} />
      </div>
      {panel(
        'messages',
        <>
          <Channels session={view.session} state={session} />
          <Board {...{ view, session, filter, onFilter, hasDoors }} onDoors={setHasDoors} />
          <Composer {...{ view, session, hasDoors }} channel={filter} />
        </>,
      )}
      {panel('frames', chosen === 'frames' && <Frames view={view} />)}
      {panel(
        'graphql',
        hasEditor && (
          <Suspense fallback={<p className="nothing-found muted">Loading the editor …</p>}>
            <Console view={view} session={session} />
          </Suspense>
        ),
      )}
    </section>
  );
}
