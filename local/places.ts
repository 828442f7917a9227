// Where AWS's regions are, read from the regions.yml that the front door is packaged with.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { isJsonObject, type JsonValue } from './json';

/** Where a region is. */
export interface Place {
  /** What people call it. */
  readonly place: string;
  /** The code that CloudFront gives to its edge locations near there: three letters. */
  readonly airport: string;
  /** Degrees, positive to the north. */
  readonly latitude: number;
  /** Degrees, positive to the east. */
  readonly longitude: number;
}

/**
 * The regions of regions.yml, by name.
 * @param root the project's folder
 * @throws Error for an entry that is not a place
 */
export function placesOf(root: string): ReadonlyMap<string, Place> {
  const regions = parse(readFileSync(path.join(root, 'regions.yml'), 'utf8')) as Readonly<Record<string, JsonValue>>;
  return new Map(Object.entries(regions).map(([region, entry]) => [region, placeOf(region, entry)]));
}

function placeOf(region: string, entry: JsonValue): Place {
  const { place, airport, latitude, longitude } = isJsonObject(entry) ? entry : {};
  if (typeof place !== 'string' || typeof airport !== 'string')
    throw new Error(`regions.yml names no place of ${region}.`);
  if (typeof latitude !== 'number' || typeof longitude !== 'number') {
    throw new Error(`regions.yml does not say where ${region} is.`);
  }
  return { place, airport, latitude, longitude };
}
