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

/** With both doors, the head of the second column. */
export function DoorSwitch({ view, hasDoors, onDoors }: DoorSwitchProps) {
  const state = useWatched(view.eventsDoor.state);
  const unheard = useWatched(view.eventsDoor.unheard);
  const words = state === 'live' ? wordsOf(unheard) : WORDS[state];
  return (
    <label className="door-switch">
      <input type="checkbox" checked={hasDoors} onChange={({ target }) => onDoors(target.checked)} />
      {hasDoors ? <strong>Out by Events</strong> : <Offer />} <span className="muted">{words}</span>
    </label>
  );
}

/** One line of text, of which a narrow board shows the middle. */
function Offer() {
  return (
    <span>
      <span className="in-full">Show the </span>Events door<span className="in-full"> beside it</span>
    </span>
  );
}

function wordsOf([first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  return `not heard here: ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
