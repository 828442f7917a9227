// The dots that travel, and the rings that open where they arrive. React draws the shapes once; frames only move them.
import { useEffect, useRef } from 'react';
import type { PlanetView } from '../planet-view';
import type { Point } from './projection';
import { routeThrough } from './arcs';
import { Travels } from './travels';

/** Where messages come from, and where they are read. */
export interface MessageTrafficProps {
  readonly view: PlanetView;
  readonly points: ReadonlyMap<string, Point>;
  readonly reader: {
    /** Where this browser's subscriptions are. */
    readonly region: Point | undefined;
    readonly edge: Point | undefined;
  };
}

/** Messages that are drawn at a time. */
const MOST_DRAWN = 40;
/** Units of the map. */
const DOT_RADIUS = 5;
const RING_RADIUS = 26;

/** The shapes. */
export function MessageTraffic({ view, points, reader }: MessageTrafficProps) {
  const group = useRef<SVGGElement>(null);
  const where = useRef(reader);
  useEffect(() => {
    where.current = reader;
  });
  useEffect(() => {
    const travels = new Travels(MOST_DRAWN);
    let frame = 0;
    const draw = () => {
      frame = drawTravels(group.current, travels) ? requestAnimationFrame(draw) : 0;
    };
    const forget = view.onArrival(({ region }) => {
      const from = points.get(region);
      const { region: here, edge } = where.current;
      const to = edge ?? here;
      if (!from || !to || document.hidden || isStill()) return;
      travels.add(routeThrough([from, ...(here ? [here] : []), to]), to, performance.now());
      if (frame === 0) frame = requestAnimationFrame(draw);
    });
    return () => {
      forget();
      cancelAnimationFrame(frame);
    };
  }, [view, points]);
  return (
    <g ref={group} className="traffic">
      {Array.from({ length: MOST_DRAWN }, (_, index) => (
        <circle key={index} r={0} />
      ))}
    </g>
  );
}

/** Does the visitor want nothing to move? */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** @returns is there more to draw? */
function drawTravels(group: SVGGElement | null, travels: Travels): boolean {
  if (!group) return false;
  const drawings = travels.drawings(performance.now());
  for (const [index, circle] of [...group.children].entries()) {
    const drawing = drawings[index];
    if (!drawing) {
      circle.setAttribute('r', '0');
      continue;
    }
    const { kind, at, opening } = drawing;
    circle.setAttribute('class', kind);
    circle.setAttribute('cx', at.x.toFixed(1));
    circle.setAttribute('cy', at.y.toFixed(1));
    circle.setAttribute('r', String(kind === 'dot' ? DOT_RADIUS : DOT_RADIUS + opening * RING_RADIUS));
    circle.setAttribute('opacity', String(1 - opening));
  }
  return drawings.length > 0;
}
