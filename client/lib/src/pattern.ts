// What a pattern stands for.

/** Is the channel, or the pattern, a part of what the entry stands for? */
export function covers(entry: string, name: string): boolean {
  return entry === name || (entry.endsWith('*') && name.startsWith(entry.slice(0, -1)));
}
