// The ways between regions: faintly those that messages take, and plainly those that are cut.
import { useMemo } from 'react';
import type { PlanetState } from '../faults/planet-state';
import { pathOf, routeThrough } from './arcs';
import type { Point } from './projection';

/** The regions, and how they are. */
export interface WaysProps {
  readonly points: ReadonlyMap<string, Point>;
  readonly planet: PlanetState | undefined;
}

/** Every way between two regions, faintly, and those that are cut. */
export function Ways({ points, planet }: WaysProps) {
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
export function splitsIn(planet: PlanetState | undefined): readonly (readonly [string, string])[] {
  return Object.entries(planet ?? {}).flatMap(([region, { splitFrom }]) =>
    splitFrom.map((other) => [region, other] as const),
  );
}
