// The state of the regions on this laptop, as the engine reports it. AWS reports no such thing.

/** A region's state. */
export interface RegionState {
  readonly state: 'up' | 'down';
  /** Milliseconds that everything from and to it takes longer. */
  readonly delay: number;
  /** Regions that it does not reach. */
  readonly splitFrom: readonly string[];
  /** Does the front door send clients there? */
  readonly isHealthy: boolean;
  /** When a deployment last changed it: milliseconds since 1970; nothing while one does, or if that is not known. */
  readonly deployedAt?: number | null;
}

/** The states by region. */
export type PlanetState = Readonly<Record<string, RegionState>>;

/**
 * The states in the engine's answer.
 * @throws Error if it is something else
 */
export function planetStateOf(answer: unknown): PlanetState {
  const { regions } = (answer ?? {}) as { readonly regions?: unknown };
  if (typeof regions !== 'object' || regions === null) throw new Error('The engine did not say how its regions are.');
  return regions as PlanetState;
}

/** The regions that a message from a region does not reach now: the buses hold it for them. */
export function cutOffFrom(planet: PlanetState | undefined, region: string): readonly string[] {
  const { splitFrom = [] } = planet?.[region] ?? {};
  return Object.entries(planet ?? {})
    .filter(([name, { state }]) => name !== region && (state === 'down' || splitFrom.includes(name)))
    .map(([name]) => name);
}

/** A state in a few words, the worst first. @param placeOf what people call a region */
export function stateText(
  { state, delay, splitFrom, isHealthy }: RegionState,
  placeOf: (region: string) => string,
): string {
  if (state === 'down') return isHealthy ? 'Down, not noticed yet' : 'Down';
  const words = [
    ...(splitFrom.length > 0 ? [`split from ${splitFrom.map(placeOf).join(', ')}`] : []),
    ...(delay > 0 ? [`${delay} ms slower`] : []),
    ...(isHealthy ? [] : ['not healthy yet']),
  ];
  const text = words.join(', ');
  return text === '' ? 'Up' : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A state in a word or two, for the map; `undefined` if all is well. */
export function stateWord({ state, delay, splitFrom, isHealthy }: RegionState): string | undefined {
  if (state === 'down') return 'Down';
  if (splitFrom.length > 0) return 'Split';
  if (delay > 0) return 'Slow';
  return isHealthy ? undefined : 'Not healthy yet';
}
