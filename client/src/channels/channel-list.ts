// What the API says of channels: names, prefixes that end in `/*`, and `*` for all.

/** The channels that a visitor may use. */
export interface ChannelList {
  /** Names to choose from. */
  readonly names: readonly string[];
  /** Patterns, below which any name is allowed. */
  readonly patterns: readonly string[];
}

/** Characters that a name can have: five parts of 50, with slashes between them. */
export const MOST_CHARACTERS = 254;

/** The list behind the answer of the query `channels`. */
export function channelListOf(entries: readonly string[]): ChannelList {
  return { names: entries.filter(isName), patterns: entries.filter((entry) => !isName(entry)) };
}

/** Is it one channel, to which messages can be sent, and no pattern? */
export function isName(entry: string): boolean {
  return !entry.endsWith('*');
}

/** Does a channel, or a pattern, have the messages of a channel? */
export function covers(entry: string, name: string): boolean {
  return entry === name || (!isName(entry) && name.startsWith(entry.slice(0, -1)));
}

/** The patterns in words: "any name", "names that begin with news/". */
export function patternsText(patterns: readonly string[]): string {
  if (patterns.includes('*')) return 'any name';
  const prefixes = patterns.map((pattern) => pattern.slice(0, -1));
  return `names that begin with ${prefixes.join(' or ')}`;
}
