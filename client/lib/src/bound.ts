// What is remembered has bounds.

/** Forgets the oldest of what is remembered, if that has become one too many. */
export function bound<Key>(kept: Set<Key> | Map<Key, unknown>, most: number): void {
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
