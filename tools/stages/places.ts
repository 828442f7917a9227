// Where AWS's regions are, read from the regions.yml that the front door is packaged with.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Place } from '../../local/src/planet/place';
import { isJsonObject, type JsonValue } from '../../local/src/foundation/json';

/** Where a region is, and what people call the place. */
export interface NamedPlace extends Place {
  readonly place: string;
}

/**
 * The regions of regions.yml, by name.
 * @param root the project's folder
 * @throws Error for an entry that is not a place
 */
export function placesOf(root: string): ReadonlyMap<string, NamedPlace> {
  const regions = parse(readFileSync(path.join(root, 'regions.yml'), 'utf8')) as Readonly<Record<string, JsonValue>>;
  return new Map(Object.entries(regions).map(([region, entry]) => [region, placeOf(region, entry)]));
}

function placeOf(region: string, entry: JsonValue): NamedPlace {
  const { place, airport, latitude, longitude } = isJsonObject(entry) ? entry : {};
  if (typeof place !== 'string' || typeof airport !== 'string')
    throw new Error(`regions.yml names no place of ${region}.`);
  if (typeof latitude !== 'number' || typeof longitude !== 'number') {
    throw new Error(`regions.yml does not say where ${region} is.`);
  }
  return { place, airport, latitude, longitude };
}
