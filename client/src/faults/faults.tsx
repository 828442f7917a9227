// Buttons that break the planet on this laptop, and mend it.
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
        <p className="muted">on this laptop alone</p>
      </div>
      {problem !== undefined && (
        <p className="note" data-tone="bad" role="alert">
          {problem}
        </p>
      )}
      <ul className="faults">
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
  const others = view.visit.settings.regions.filter((other) => other.name !== name);
  const isDown = state?.state === 'down';
  const isBroken = isDown || (state?.delay ?? 0) > 0 || (state?.splitFrom.length ?? 0) > 0;
  return (
    <>
      <p>
        <strong>{place}</strong>{' '}
        <span className="muted" data-testid={`state-${name}`}>
          {state ? stateText(state, view.placeOf) : '…'}
        </span>
      </p>
      <div className="fault-buttons" role="group" aria-label={place}>
        {isBroken ? (
          <button type="button" className="button" onClick={() => onFault({ fault: 'up', region: name })}>
            Bring back <span className="unseen">{place}</span>
          </button>
        ) : null}
        {isDown ? null : (
          <>
            <button type="button" className="button danger" onClick={() => onFault({ fault: 'down', region: name })}>
              Take down <span className="unseen">{place}</span>
            </button>
            <button
              type="button"
              className="button"
              onClick={() => onFault({ fault: 'slow', region: name, ms: SLOWNESS })}
            >
              Slow <span className="unseen">{place}</span>
            </button>
            <Split
              place={place}
              others={others}
              onSplit={(other) => onFault({ fault: 'split', region: name, other })}
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
  readonly onSplit: (other: string) => void;
}

/** With one other region a button, with more a choice. */
function Split({ place, others, onSplit }: SplitProps) {
  const [only] = others;
  if (!only) return null;
  if (others.length === 1) {
    return (
      <button type="button" className="button" onClick={() => onSplit(only.name)}>
        Split <span className="unseen">{`${place} `}</span>from {only.place}
      </button>
    );
  }
  return (
    <select
      className="button"
      aria-label={`Split ${place} from`}
      value=""
      onChange={({ target }) => {
        if (target.value !== '') onSplit(target.value);
      }}
    >
      <option value="">Split from …</option>
      {others.map((other) => (
        <option key={other.name} value={other.name}>
          {other.place}
        </option>
      ))}
    </select>
  );
}
