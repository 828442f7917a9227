// On which side of its point a region's name is, so that neighbours' names do not overlap.
import { HEIGHT, type Point, WIDTH } from './projection';

/** A side of a point; `none` where there is no room for a name. */
export type Side = 'right' | 'left' | 'above' | 'below' | 'none';

const SIDES = ['right', 'left', 'above', 'below'] as const;
/** Units of the map between a point and its name. */
const GAP = 12;

/** The size of names, in units of the map. */
export interface NameSize {
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The side of each point, in their order: the first on which the name meets neither the map's edge, nor a point, nor a name. */
export function sidesOf(points: readonly Point[], size: NameSize): readonly Side[] {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - GAP, top: y - GAP, right: x + GAP, bottom: y + GAP }));
  return points.map((point) => {
    const own = points.indexOf(point);
    const free = SIDES.find((side) => {
      const box = boxOf(point, side, size);
      return isOnMap(box) && !taken.some((other, index) => index !== own && meet(box, other));
    });
    if (free) taken.push(boxOf(point, free, size));
    return free ?? 'none';
  });
}

function boxOf({ x, y }: Point, side: (typeof SIDES)[number], { width, height }: NameSize): Box {
  const left = side === 'right' ? x + GAP : side === 'left' ? x - GAP - width : x - width / 2;
  const top = side === 'above' ? y - GAP - height : side === 'below' ? y + GAP : y - height / 2;
  return { left, top, right: left + width, bottom: top + height };
}

function isOnMap({ left, top, right, bottom }: Box): boolean {
  return left >= 0 && top >= 0 && right <= WIDTH && bottom <= HEIGHT;
}

function meet(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}
