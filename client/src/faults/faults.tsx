// Buttons that break the planet on this laptop, and restore it.
import { useState } from 'react';
import type { PlanetView } from '../planet-view';
import { causeFault, type Fault } from './control';
import { stateText } from './planet-state';
import type { KnownPlanet } from './use-planet-state';

/** The planet, and what the engine's paths must be called with. */
export interface FaultsProps {
  readonly view: PlanetView;
  readonly planet: KnownPlanet;
  readonly controlKey: string;
}

/** How much a region is slowed down: milliseconds. */
const SLOWNESS = 300;

/** With more regions than this, each takes a line. */
const FEW = 3;

/** A row for each region. */
export function Faults({ view, planet, controlKey }: FaultsProps) {
  const [failure, setFailure] = useState<string>();
  const cause = (fault: Fault) => {
    causeFault(controlKey, fault)
      .then(() => setFailure(undefined))
      .catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)))
      .finally(planet.refresh);
  };
  const problem = failure ?? planet.problem;
  return (
    <section className="panel faults-panel" aria-labelledby="faults">
      <div className="panel-head">
        <h2 id="faults">Break it</h2>
        <p className="muted">only on this laptop</p>
      </div>
      {problem !== undefined && (
        <p className="note" data-tone="bad" role="alert">
          {problem}
        </p>
      )}
      <ul className="faults" data-compact={view.visit.settings.regions.length > FEW}>
        {view.visit.settings.regions.map(({ name }) => (
          <li key={name}>
            <RegionFaults name={name} view={view} planet={planet} onFault={cause} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RegionFaultsProps {
  readonly name: string;
  readonly view: PlanetView;
  readonly planet: KnownPlanet;
  readonly onFault: (fault: Fault) => void;
}

function RegionFaults({ name, view, planet, onFault }: RegionFaultsProps) {
  const place = view.placeOf(name);
  const state = planet.state?.[name];
  const text = state ? stateText(state, view.placeOf) : '…';
  const { regions } = view.visit.settings;
  const restore = () => onFault({ fault: 'up', region: name });
  const isDown = state?.state === 'down';
  const isSlow = (state?.delay ?? 0) > 0;
  return (
    <>
      <p>
        <strong>{place}</strong>{' '}
        <span className="muted" data-testid={`state-${name}`} title={text}>
          {text}
        </span>
      </p>
      {/* Each button has its place, and what ends a fault takes the place of what causes it. */}
      <div className="fault-buttons" role="group" aria-label={place}>
        <button
          type="button"
          className={isDown ? 'button' : 'button danger'}
          onClick={isDown ? restore : () => onFault({ fault: 'down', region: name })}
        >
          {isDown ? 'Bring back' : 'Take down'} <span className="unseen">{place}</span>
        </button>
        {!isDown && (
          <>
            <button
              type="button"
              className="button"
              onClick={() => onFault({ fault: 'slow', region: name, ms: isSlow ? 0 : SLOWNESS })}
            >
              {isSlow ? 'Not slow' : 'Slow'} <span className="unseen">{place}</span>
            </button>
            <Split
              place={place}
              others={regions.filter((other) => other.name !== name)}
              splitFrom={state?.splitFrom ?? []}
              onSplit={(other) => onFault({ fault: 'split', region: name, other })}
              onRestore={restore}
            />
          </>
        )}
      </div>
    </>
  );
}

interface SplitProps {
  readonly place: string;
  readonly others: readonly { readonly name: string; readonly place: string }[];
  readonly splitFrom: readonly string[];
  readonly onSplit: (other: string) => void;
  readonly onRestore: () => void;
}

/** The choice that ends the splits. */
const RESTORE = 'restore';

/** A button for one other region, a choice for more. */
function Split({ place, others, splitFrom, onSplit, onRestore }: SplitProps) {
  const [only] = others;
  const isSplit = splitFrom.length > 0;
  if (!only) return null;
  if (others.length === 1) {
    return (
      <button type="button" className="button" onClick={isSplit ? onRestore : () => onSplit(only.name)}>
        {isSplit ? (
          <>
            Bring back <span className="unseen">{place}</span>
          </>
        ) : (
          <>
            Split <span className="unseen">{`${place} `}</span>from {only.place}
          </>
        )}
      </button>
    );
  }
  return (
    <select
      className="button"
      aria-label={`Split ${place} from`}
      value=""
      onChange={({ target: { value } }) => {
        if (value === RESTORE) onRestore();
        else if (value !== '') onSplit(value);
      }}
    >
      <option value="">Split from …</option>
      {others
        .filter(({ name }) => !splitFrom.includes(name))
        .map((other) => (
          <option key={other.name} value={other.name}>
            {other.place}
          </option>
        ))}
      {isSplit && <option value={RESTORE}>Bring back {place}</option>}
    </select>
  );
}
