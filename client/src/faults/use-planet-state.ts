// The regions' states, asked for as long as the page is open.
import { useCallback, useEffect, useState } from 'react';
import type { LocalSettings } from '../settings/settings';
import { readPlanetState } from './control';
import type { PlanetState } from './planet-state';

/** What is known of the planet. */
export interface KnownPlanet {
  /** `undefined` on AWS, and until the engine has answered. */
  readonly state: PlanetState | undefined;
  /** Why the engine does not report it. */
  readonly problem: string | undefined;
  /** Asks now. */
  readonly refresh: () => void;
}

/** Milliseconds between two questions. */
const PACE = 1000;

/** @param local only on a laptop */
export function usePlanetState(local: LocalSettings | undefined): KnownPlanet {
  const [state, setState] = useState<PlanetState>();
  const [problem, setProblem] = useState<string>();
  const key = local?.controlKey;
  const refresh = useCallback(() => {
    if (key === undefined) return;
    readPlanetState(key).then(
      (read) => {
        setState((before) => (JSON.stringify(before) === JSON.stringify(read) ? before : read));
        setProblem(undefined);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [key]);
  useEffect(() => {
    refresh();
    const timer = setInterval(refresh, PACE);
    return () => clearInterval(timer);
  }, [refresh]);
  return { state, problem, refresh };
}
