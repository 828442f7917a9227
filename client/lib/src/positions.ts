// Positions: ULIDs of the clock of the region where a message entered. The greater one is the newer one.

export function oldestOf(...positions: string[]): string {
  return positions.sort()[0] ?? '';
}

export function newestOf(...positions: string[]): string {
  return positions.sort().at(-1) ?? '';
}

/** Takes note of a position, if it is the newest one. */
export function raise<Key>(positions: Map<Key, string>, key: Key, position: string): void {
  if (position > (positions.get(key) ?? '')) positions.set(key, position);
}
