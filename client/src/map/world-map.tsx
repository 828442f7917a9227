// The planet: regions, the edge this browser came through, the connection, and messages on their way.
import { useMemo, useRef } from 'react';
import { land } from 'virtual:land';
import { isConnected, type SessionState } from '../connection/session-state';
import { type PlanetState, stateWord } from '../faults/planet-state';
import type { PlanetView } from '../planet-view';
import { useNow, useSize } from '../watched';
import { MessageTraffic } from './message-traffic';
import { sidesOf } from './label-side';
import { HEIGHT, type Point, project, WIDTH } from './projection';
import { pathOf, routeThrough } from './arcs';

/** What the map shows. */
export interface WorldMapProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  /** Only on a laptop. */
  readonly planet: PlanetState | undefined;
}

/** How large names are taken to be, in pixels. */
const NAME_SIZE = { width: 92, height: 32 };
const SECOND = 1000;

export function WorldMap({ view, session, planet }: WorldMapProps) {
  const { settings, edge } = view.visit;
  const { regions } = settings;
  const points = useMemo(() => new Map(regions.map((region) => [region.name, project(region)])), [regions]);
  const map = useRef<HTMLDivElement>(null);
  const pixel = WIDTH / useSize(map).width;
  const sides = useMemo(
    () => sidesOf([...points.values()], { width: NAME_SIZE.width * pixel, height: NAME_SIZE.height * pixel }),
    [points, pixel],
  );
  const edgePoint = edge?.near && points.get(edge.near.name);
  const here = session.region === undefined ? undefined : points.get(session.region);

  return (
    <section className="panel map-panel" aria-labelledby="planet">
      <div className="panel-head">
        <h2 id="planet">Planet</h2>
        <p className="muted">
          {regions.length === 1 ? 'one region' : `${regions.length} regions`}, routing by {settings.routing}
        </p>
      </div>
      <div className="map" ref={map}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <path className="land" d={land} />
          <Ways points={points} planet={planet} />
          {edgePoint && here && isConnected(session) && (
            <path className="link" d={pathOf(routeThrough([here, edgePoint]))} />
          )}
          <MessageTraffic view={view} points={points} reader={{ region: here, edge: edgePoint }} />
        </svg>
        {edgePoint && <span className="edge-mark" style={positionOf(edgePoint)} aria-hidden="true" />}
        <ul className="regions" aria-label="Regions">
          {regions.map(({ name, place }, index) => (
            <li
              key={name}
              style={positionOf(points.get(name))}
              data-side={sides[index]}
              data-down={planet?.[name]?.state === 'down'}
              data-here={isConnected(session) && session.region === name}
            >
              <RegionLabel {...{ view, session, planet, name, place }} />
            </li>
          ))}
        </ul>
      </div>
      <Legend isLinked={edge?.near !== undefined} isSplit={splitsIn(planet).length > 0} />
      <div className="map-foot muted">
        {edge && <span className="edge-key" aria-hidden="true" />}
        <p>
          {edgeText(view)}
          <OtherEdges view={view} />
        </p>
      </div>
    </section>
  );
}

function edgeText({ visit: { edge } }: PlanetView): string {
  if (!edge) return 'This page was not loaded through CloudFront, so the edge is unknown.';
  return `You are connected through the edge ${edge.code}${edge.near ? `, near ${edge.near.place}` : ''}.`;
}

/** On a laptop: this page as those see it who are near another region. */
function OtherEdges({ view: { visit } }: { readonly view: PlanetView }) {
  const edges = Object.entries(visit.settings.local?.edges ?? {});
  const others = edges.filter(([region]) => region !== visit.edge?.near?.name);
  if (others.length === 0) return null;
  return (
    <>
      {' View from '}
      {others.map(([region, url], index) => (
        <span key={region}>
          {index > 0 && ', '}
          <a href={url} target="_blank" rel="noreferrer">
            {visit.settings.regions.find(({ name }) => name === region)?.place ?? region}
          </a>
        </span>
      ))}
      .
    </>
  );
}

function positionOf(point: Point | undefined) {
  const { x, y } = point ?? { x: 0, y: 0 };
  return { left: `${(x / WIDTH) * 100}%`, top: `${(y / HEIGHT) * 100}%` };
}

interface WaysProps {
  readonly points: ReadonlyMap<string, Point>;
  readonly planet: PlanetState | undefined;
}

/** Every way between two regions, faintly, and those that are cut. */
function Ways({ points, planet }: WaysProps) {
  const ways = useMemo(() => {
    const all = [...points];
    return all.flatMap(([one, from], index) =>
      all.slice(index + 1).map(([other, to]) => ({ ends: [one, other], path: pathOf(routeThrough([from, to])) })),
    );
  }, [points]);
  const splits = splitsIn(planet);
  const isCut = ({ ends }: (typeof ways)[number]) =>
    splits.some((split) => ends.every((region) => split.includes(region)));
  const drawn = (which: typeof ways) => which.map(({ path }) => path).join('');
  return (
    <>
      <path className="ways" d={drawn(ways.filter((way) => !isCut(way)))} />
      <path className="cut" d={drawn(ways.filter(isCut))} />
    </>
  );
}

/** The pairs of regions that do not reach each other. */
function splitsIn(planet: PlanetState | undefined): readonly (readonly [string, string])[] {
  return Object.entries(planet ?? {}).flatMap(([region, { splitFrom }]) =>
    splitFrom.map((other) => [region, other] as const),
  );
}

/** What the lines and marks stand for. */
function Legend({ isLinked, isSplit }: { readonly isLinked: boolean; readonly isSplit: boolean }) {
  return (
    <ul className="map-legend muted" aria-label="Legend of the map">
      {isLinked && <li data-key="link">your connection</li>}
      <li data-key="ways">replication</li>
      <li data-key="dot">a message</li>
      <li data-key="cut" hidden={!isSplit}>
        cut: messages wait
      </li>
    </ul>
  );
}

interface RegionLabelProps extends WorldMapProps {
  readonly name: string;
  readonly place: string;
}

/** A region's name and state. Another state is another element: the browser then sees nothing move. */
function RegionLabel({ place, ...props }: RegionLabelProps) {
  const now = useNow(SECOND);
  const state = regionText(props, now);
  return (
    <span className="region-label" key={state}>
      <span className="region-name">{place}</span>
      <span className="region-state">{state}</span>
    </span>
  );
}

/** As the engine reports it, or as far as it can be seen from here. */
function regionText({ view, session, planet, name }: Omit<RegionLabelProps, 'place'>, now: number): string {
  const state = planet?.[name];
  const word = state && stateWord(state);
  if (word !== undefined) return word;
  if (session.region === name && session.isRegionCurrent) return session.isOnline ? 'answers you' : 'unreachable';
  const count = view.latencies.get(name)?.count(now) ?? 0;
  return `${count}/min`;
}
