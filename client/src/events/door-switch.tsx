// The switch that shows both doors side by side, above what comes out of them.
import type { PlanetView } from '../planet-view';
import { useWatched } from '../watched';
import type { EventsState } from './events-door';

/** The view, and whether both doors are shown. */
export interface DoorSwitchProps {
  readonly view: PlanetView;
  readonly hasDoors: boolean;
  readonly onDoors: (hasDoors: boolean) => void;
}

const WORDS: Readonly<Record<EventsState, string>> = {
  off: '',
  connecting: 'connecting …',
  live: '',
  refused: 'refused: it takes tokens, and keys of its own',
};

/** The heads of the two columns, or only the switch. */
export function DoorSwitch({ view, hasDoors, onDoors }: DoorSwitchProps) {
  const state = useWatched(view.eventsDoor.state);
  return (
    <div className="door-heads">
      <span>{hasDoors ? 'Out by GraphQL' : ''}</span>
      <label>
        <input type="checkbox" checked={hasDoors} onChange={({ target }) => onDoors(target.checked)} />
        {hasDoors ? 'Out by Events' : 'Show the Events door beside it'} <span className="muted">{WORDS[state]}</span>
      </label>
    </div>
  );
}
