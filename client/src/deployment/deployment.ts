// Which regions a deployment has changed while the page is open, as the engine on a laptop reports it. AWS tells a page no such thing.
import type { PlanetState } from '../faults/planet-state';

/** A deployment that was seen. */
export interface Deployment {
  /** The regions that it changed, in the order of the stage. */
  readonly regions: readonly string[];
  /** When the last of them was: milliseconds since 1970. */
  readonly at: number;
}

/** What has been seen so far: when each region was last changed, and the last deployment. */
export interface Seen {
  readonly times: Readonly<Record<string, number>>;
  readonly last: Deployment | undefined;
}

/** Regions that are changed within so many milliseconds are of one deployment. */
const TOGETHER = 30_000;

/** Takes note of how the regions are. What is there when the page is opened is nothing new. */
export function seenWith(seen: Seen | undefined, state: PlanetState): Seen {
  const times = Object.fromEntries(
    Object.entries(state).flatMap(([region, { deployedAt }]) => {
      const time = Math.max(deployedAt ?? 0, seen?.times[region] ?? 0);
      return time === 0 ? [] : [[region, time]];
    }),
  );
  if (!seen) return { times, last: undefined };
  const changed = Object.keys(times).filter((region) => times[region] !== seen.times[region]);
  if (changed.length === 0) return seen;
  const at = Math.max(...changed.map((region) => times[region] ?? 0));
  const { last } = seen;
  const before = last && at - last.at < TOGETHER ? last.regions : [];
  const regions = Object.keys(state).filter((region) => changed.includes(region) || before.includes(region));
  return { times, last: { regions, at } };
}

/** A deployment in a sentence. */
export function deploymentText({ regions, at }: Deployment, placeOf: (region: string) => string): string {
  return `${regions.map(placeOf).join(' and ')} deployed at ${new Date(at).toLocaleTimeString()}.`;
}
