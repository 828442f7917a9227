// What the map says of a region: its name and state, and more to those who point at it.
import type { SessionState } from '../connection/session-state';
import { type PlanetState, stateText, stateWord } from '../faults/planet-state';
import type { PlanetView } from '../planet-view';
import { useNow } from '../watched';
import { type Point, WIDTH } from './projection';

/** A region, and what is known of it. */
export interface RegionLabelProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  /** Only on a laptop. */
  readonly planet: PlanetState | undefined;
  readonly name: string;
  readonly place: string;
  /** To which side the rest opens. */
  readonly side: TipSide;
}

/** To which side of its point more is said: into the map. */
export type TipSide = 'left' | 'right' | 'middle';

const SECOND = 1000;
/** Shares of the map's width. */
const LEFT = 0.25;
const RIGHT = 0.75;

/** The side for a region at a point. */
export function sideOfTip(point: Point | undefined): TipSide {
  const share = (point?.x ?? 0) / WIDTH;
  return share < LEFT ? 'right' : share > RIGHT ? 'left' : 'middle';
}

/** A region's name and state. Another state is another element: the browser then sees nothing move. */
export function RegionLabel({ place, side, ...props }: RegionLabelProps) {
  const now = useNow(SECOND);
  const { view, planet, name } = props;
  const state = regionText(props, now);
  const known = planet?.[name];
  const count = view.latencies.get(name)?.count(now) ?? 0;
  return (
    <>
      <span className="region-label" key={state}>
        <span className="region-name">{place}</span>
        <span className="region-state">{state}</span>
      </span>
      <span className="region-tip" data-side={side} aria-hidden="true">
        <b>{place}</b>
        <span>{name}</span>
        {known && <span>{stateText(known, view.placeOf)}</span>}
        <span>{count === 1 ? '1 message' : `${count} messages`} entered here in the last minute</span>
      </span>
    </>
  );
}

/** As the engine reports it, or as far as it can be seen from here. */
function regionText({ view, session, planet, name }: Omit<RegionLabelProps, 'place' | 'side'>, now: number): string {
  const state = planet?.[name];
  const word = state && stateWord(state);
  if (word !== undefined) return word;
  if (session.region === name && session.isRegionCurrent) return session.isOnline ? 'connected' : 'unreachable';
  return `${view.latencies.get(name)?.count(now) ?? 0}/min`;
}
