// The way of a message over the map: an arc from the region where it entered to where it is read.
import type { Point } from './projection';

/** A quadratic Bézier curve. */
export interface Arc {
  readonly from: Point;
  readonly control: Point;
  readonly to: Point;
}

/** One or more arcs, one after the other. */
export type Route = readonly Arc[];

/** How high an arc rises, as a share of its length, and the most, in units of the map. */
const LIFT = 0.22;
const MOST_LIFT = 120;
/** Points that are nearer to each other than this, in units of the map, are one place. */
const SAME_PLACE = 6;

/**
 * The arcs through the points; steps that lead nowhere are left out.
 * @returns an empty route if all points are one place
 */
export function routeThrough(points: readonly Point[]): Route {
  const arcs: Arc[] = [];
  let [from] = points;
  for (const to of points.slice(1)) {
    if (!from || distance(from, to) < SAME_PLACE) continue;
    arcs.push(arcBetween(from, to));
    from = to;
  }
  return arcs;
}

/**
 * The point on a route.
 * @param progress from 0, its beginning, to 1, its end; the pace is the same on all arcs
 * @returns `undefined` for an empty route
 */
export function pointOn(route: Route, progress: number): Point | undefined {
  const lengths = route.map(({ from, to }) => distance(from, to));
  let left = lengths.reduce((sum, length) => sum + length, 0) * Math.min(Math.max(progress, 0), 1);
  for (const [index, arc] of route.entries()) {
    const length = lengths[index] ?? 0;
    if (left <= length || index === route.length - 1) return pointOnArc(arc, Math.min(left / length, 1));
    left -= length;
  }
  return undefined;
}

/** The route as the `d` of an SVG path. */
export function pathOf(route: Route): string {
  return route.map(({ from, control, to }) => `M${digits(from)}Q${digits(control)} ${digits(to)}`).join('');
}

function arcBetween(from: Point, to: Point): Arc {
  const lift = Math.min(distance(from, to) * LIFT, MOST_LIFT);
  const control = { x: (from.x + to.x) / 2, y: Math.max((from.y + to.y) / 2 - 2 * lift, 0) };
  return { from, control, to };
}

function pointOnArc({ from, control, to }: Arc, t: number): Point {
  const along = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * (1 - t) * t * b + t ** 2 * c;
  return { x: along(from.x, control.x, to.x), y: along(from.y, control.y, to.y) };
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}

function digits({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
