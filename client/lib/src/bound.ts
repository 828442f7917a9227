// What is remembered has bounds.

/** Forgets the oldest of what is remembered, if that has become too many. */
export function bound<Key>(kept: Set<Key> | Map<Key, unknown>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
