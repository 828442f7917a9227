// What the person at the terminal is told of the health of regions.
import type { Planet } from './planet';

/** Milliseconds between two looks. */
const INTERVAL = 250;

/**
 * Tells when the front door begins or ceases to lead to a region, until the process ends. Of a region whose first heartbeats are still on
 * their way there is nothing to tell.
 * @param planet a stage without health checks has nothing to tell
 * @param tell takes a line
 */
export function tellHealth(
  { frontDoor, regions }: Pick<Planet, 'frontDoor' | 'regions'>,
  tell: (line: string) => void,
) {
  if (!frontDoor) return;
  const isHealthy = (region: string) => frontDoor.isHealthy(region) !== false;
  const known = new Set<string>();
  let before = new Set<string>();
  setInterval(() => {
    const now = new Set([...regions.keys()].filter(isHealthy));
    for (const line of changesOf(before, now, [...known])) tell(line);
    for (const region of now) known.add(region);
    before = now;
  }, INTERVAL).unref();
}

/**
 * @param before the regions that were healthy, and those that are now, of all
 * @returns a line for each that has changed
 */
export function changesOf(
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
  all: readonly string[],
): readonly string[] {
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
  const others = now.size === 0 ? 'the nearest region, since none is healthy' : [...now].join(', ');
  return all.flatMap((region) => {
    if (before.has(region) === now.has(region)) return [];
    return now.has(region)
      ? [`${region} is healthy again: the front door leads to it.`]
      : [`${region} is unhealthy: the front door leads to ${others}.`];
  });
}
