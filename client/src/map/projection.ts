// Where a place is on the map: the Natural Earth projection.
import { geoNaturalEarth1Raw } from 'd3-geo';

/** A place on the earth, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** A point on the map: `x` to the right from 0 to WIDTH, `y` down from 0 to HEIGHT. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The map's size; it ends above Antarctica, where there is no region. */
export const WIDTH = 960;
export const HEIGHT = 430;
/** The longitude in the middle: the map's edge then runs through the Bering Strait and cuts no land. */
export const MERIDIAN = 11;
/** Units of the map to a radian at the middle. */
export const SCALE = 174;
/** Where the equator crosses the middle meridian. */
export const CENTRE: Point = { x: WIDTH / 2, y: 248 };

const RADIANS = Math.PI / 180;
const HALF_TURN = 180;

/** The point of a place. */
export function project({ latitude, longitude }: Place): Point {
  const [x, y] = geoNaturalEarth1Raw(turnedLongitude(longitude) * RADIANS, latitude * RADIANS);
  return { x: CENTRE.x + SCALE * x, y: CENTRE.y - SCALE * y };
}

/** The longitude as seen from the middle meridian, from -180 to 180 degrees. */
function turnedLongitude(longitude: number): number {
  const turned = longitude - MERIDIAN;
  if (turned > HALF_TURN) return turned - 2 * HALF_TURN;
  if (turned < -HALF_TURN) return turned + 2 * HALF_TURN;
  return turned;
}
