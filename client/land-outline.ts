// A Vite plugin: the outline of the continents as one SVG path, projected when the page is built, so that the
// geography does not reach the browser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Plugin } from 'vite';
import { CENTRE, HEIGHT, MERIDIAN, SCALE, WIDTH } from './src/map/projection.ts';

/** What the page imports; typed in src/map/land.d.ts. */
const MODULE = 'virtual:land';
/** What Rollup calls it: other plugins ignore ids that begin with a zero byte. */
const RESOLVED = `\0${MODULE}`;

/** Exports `land`, the value of a path's `d`, in the units of the map. */
export function landOutline(): Plugin {
  return {
    name: 'land-outline',
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    load: (id) => (id === RESOLVED ? `export const land = ${JSON.stringify(outline())};` : undefined),
  };
}

function outline(): string {
  const require = createRequire(import.meta.url);
  const file = readFileSync(require.resolve('world-atlas/land-110m.json'), 'utf8');
  const topology = JSON.parse(file) as Topology<{ land: GeometryCollection }>;
  const projection = geoNaturalEarth1()
    .rotate([-MERIDIAN, 0])
    .scale(SCALE)
    .translate([CENTRE.x, CENTRE.y])
    .clipExtent([
      [0, 0],
      [WIDTH, HEIGHT],
    ]);
  return geoPath(projection).digits(1)(feature(topology, topology.objects.land)) ?? '';
}
