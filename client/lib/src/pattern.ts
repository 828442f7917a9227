// What a pattern stands for.

/** Is the channel, or the pattern, a part of what the entry stands for? */
export function covers(entry: string, name: string): boolean {
  return entry === name || (entry.endsWith('*') && name.startsWith(entry.slice(0, -1)));
}

/** What the entries stand for together, without those that another one covers. */
export function widest(entries: readonly string[]): readonly string[] {
  const each = [...new Set(entries)];
  return each.filter((entry) => !each.some((other) => other !== entry && covers(other, entry)));
}
