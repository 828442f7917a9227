// The dots that travel, and the rings that open where they arrive. They are painted on a canvas of their own: shapes among those of the
// map would have the browser lay out and paint the map anew with each frame.
import { useEffect, useRef } from 'react';
import type { PlanetView } from '../planet-view';
import { HEIGHT, type Point, WIDTH } from './projection';
import { routeThrough } from './arcs';
import { type Drawing, Travels } from './travels';

/** Where messages come from, and where they are read. */
export interface MessageTrafficProps {
  readonly view: PlanetView;
  readonly points: ReadonlyMap<string, Point>;
  readonly reader: {
    /** Where this browser's subscriptions are. */
    readonly region: Point | undefined;
    readonly edge: Point | undefined;
  };
  /** The map's, in pixels. */
  readonly size: { readonly width: number; readonly height: number };
}

/** Messages that are drawn at a time. */
const MOST_DRAWN = 40;
/** Units of the map. */
const DOT_RADIUS = 5;
const RING_RADIUS = 26;
const RING_WIDTH = 2;
const WHOLE_TURN = 2 * Math.PI;

/** The canvas, over the map. */
export function MessageTraffic({ view, points, reader, size }: MessageTrafficProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const where = useRef(reader);
  useEffect(() => {
    where.current = reader;
  });
  useEffect(() => {
    const travels = new Travels(MOST_DRAWN);
    let frame = 0;
    const draw = () => {
      frame = paint(canvas.current, travels.drawings(performance.now())) ? requestAnimationFrame(draw) : 0;
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
    <canvas
      ref={canvas}
      className="traffic"
      width={Math.round(size.width * devicePixelRatio)}
      height={Math.round(size.height * devicePixelRatio)}
      aria-hidden="true"
    />
  );
}

/** Does the visitor want nothing to move? */
function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Paints what there is, and nothing else. @returns may there be more to paint? */
function paint(canvas: HTMLCanvasElement | null, drawings: readonly Drawing[]): boolean {
  const context = canvas?.getContext('2d');
  if (!canvas || !context) return false;
  context.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
  context.clearRect(0, 0, WIDTH, HEIGHT);
  // It changes with the colours of the device.
  const { color } = getComputedStyle(canvas);
  context.fillStyle = color;
  context.strokeStyle = color;
  context.lineWidth = RING_WIDTH;
  for (const { kind, at, opening } of drawings) {
    context.globalAlpha = 1 - opening;
    context.beginPath();
    context.arc(at.x, at.y, DOT_RADIUS + opening * RING_RADIUS, 0, WHOLE_TURN);
    if (kind === 'dot') context.fill();
    else context.stroke();
  }
  return drawings.length > 0;
}
