// The planet: regions, the edge this browser came through, the connection, and messages on their way.
import { useMemo, useRef } from 'react';
import { land } from 'virtual:land';
import { isConnected, type SessionState } from '../connection/session-state';
import type { PlanetState } from '../faults/planet-state';
import type { PlanetView } from '../planet-view';
import { useSize } from '../watched';
import { MessageTraffic } from './message-traffic';
import { sidesOf } from './label-side';
import { Legend } from './legend';
import { HEIGHT, type Point, project, WIDTH } from './projection';
import { pathOf, routeThrough } from './arcs';
import { RegionLabel, sideOfTip } from './region-label';
import { splitsIn, Ways } from './ways';

/** What the map shows. */
export interface WorldMapProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  /** Only on a laptop. */
  readonly planet: PlanetState | undefined;
}

/** How large names are taken to be, in pixels. */
const NAME_SIZE = { width: 92, height: 32 };

export function WorldMap({ view, session, planet }: WorldMapProps) {
  const { settings, edge } = view.visit;
  const { regions } = settings;
  const points = useMemo(() => new Map(regions.map((region) => [region.name, project(region)])), [regions]);
  const map = useRef<HTMLDivElement>(null);
  const size = useSize(map);
  const pixel = WIDTH / size.width;
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
        </svg>
        <MessageTraffic {...{ view, points, size }} reader={{ region: here, edge: edgePoint }} />
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
              <RegionLabel {...{ view, session, planet, name, place }} side={sideOfTip(points.get(name))} />
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
