// The page of a visitor who is signed in.
import { useEffect, useState } from 'react';
import { isName } from './channels/channel-list';
import type { Credential } from './credential/credential';
import type { Problem } from './connection/problem';
import { Status } from './connection/status';
import { DeploymentNote } from './deployment/deployment-note';
import { Desk } from './desk';
import { Faults } from './faults/faults';
import type { PlanetState } from './faults/planet-state';
import { usePlanetState } from './faults/use-planet-state';
import { Header } from './header';
import { Latencies } from './latency/latencies';
import { Load } from './load/load';
import { Loading } from './loading';
import { WorldMap } from './map/world-map';
import { PlanetView } from './planet-view';
import type { Visit } from './settings/visit';
import { useWatched } from './watched';

/** A visitor, and what ends the visit. */
export interface PlanetProps {
  readonly visit: Visit;
  readonly credential: Credential;
  readonly onSignOut: (why?: Problem) => void;
}

/** Connects, and shows the planet. */
export function Planet({ visit, credential, onSignOut }: PlanetProps) {
  const [view, setView] = useState<PlanetView>();
  useEffect(() => {
    const begun = new PlanetView(visit, credential);
    setView(begun);
    return begun.start();
  }, [visit, credential]);
  useEnd(credential, onSignOut);
  return view ? <Panels view={view} credential={credential} onSignOut={onSignOut} /> : <Loading />;
}

function Panels({ view, credential, onSignOut }: Omit<PlanetProps, 'visit'> & { readonly view: PlanetView }) {
  const session = useWatched(view.session.state);
  const planet = usePlanetState(view.visit.settings.local);
  const [shown, setShown] = useState<string>();
  useEffect(() => view.planet.set(planet.state), [view, planet.state]);
  const { signedOut } = session;
  useEffect(() => {
    if (signedOut) onSignOut(signedOut);
  }, [signedOut, onSignOut]);
  // The channel that the board is limited to may have been left meanwhile.
  const filter = shown !== undefined && session.channels.has(shown) ? shown : undefined;

  return (
    <>
      <Header visit={view.visit} credential={credential} onSignOut={() => onSignOut()} />
      <Status
        session={session}
        placeOf={view.placeOf}
        nearest={nearestOf(view, planet.state)}
        onReconnect={() => view.session.reconnect()}
      >
        <DeploymentNote view={view} planet={planet.state} />
      </Status>
      <main className="layout">
        <div className="column">
          <WorldMap view={view} session={session} planet={planet.state} />
          <Latencies view={view} />
          {view.visit.settings.local && (
            <Faults view={view} planet={planet} controlKey={view.visit.settings.local.controlKey} />
          )}
          <Load view={view} channel={[filter ?? '*', ...session.channels.keys()].find(isName)} />
        </div>
        <Desk view={view} session={session} filter={filter} onFilter={setShown} />
      </main>
    </>
  );
}

/** The region to which the front door would lead this browser now, if that is known: only an engine says how regions are. */
function nearestOf({ visit: { edge, settings } }: PlanetView, state: PlanetState | undefined): string | undefined {
  if (settings.routing !== 'latency' || edge?.near === undefined) return undefined;
  const near = state?.[edge.near.name];
  return near?.state === 'up' && near.isHealthy ? edge.near.name : undefined;
}

/** The API does not report that a token has expired; its subscriptions just fall silent. */
const ENDED: Problem = {
  type: 'TokenEnded',
  sentence: 'The token has expired.',
  remedy: 'Sign in with a new one.',
};
/** The longest that a browser's timer can wait, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

function useEnd(credential: Credential, onEnd: (why: Problem) => void): void {
  const endsAt = credential.kind === 'token' ? credential.endsAt : undefined;
  useEffect(() => {
    if (endsAt === undefined || endsAt - Date.now() > LONGEST_TIMER) return undefined;
    const timer = setTimeout(() => onEnd(ENDED), endsAt - Date.now());
    return () => clearTimeout(timer);
  }, [endsAt, onEnd]);
}
