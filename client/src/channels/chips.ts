// Which channels are offered as chips: all that the visitor may use, as far as there is room.
import type { SessionState } from '../connection/session-state';

/** Channels that are offered at a time; the others are found by their names. */
export const MOST_CHIPS = 40;
/** With more channels than this, those that are listened to come first. */
const FEW = 20;

/** The channels that are offered. */
export interface Chips {
  readonly names: readonly string[];
  /** How many others there are. */
  readonly others: number;
}

/**
 * Those that are listened to, by whatever name, and those of the API's list.
 * @param words what names have in them, in capital or small letters; empty for all
 */
export function chipsOf({ channels, allowed }: Pick<SessionState, 'channels' | 'allowed'>, words: string): Chips {
  const listed = [...(allowed?.names ?? []), ...(allowed?.patterns ?? [])];
  const own = [...channels.keys()].filter((name) => !listed.includes(name));
  // What is refused has its note.
  const all = [...own, ...listed].filter((name) => channels.get(name)?.kind !== 'refused');
  const ordered =
    all.length <= FEW
      ? all
      : [...all.filter((name) => channels.has(name)), ...all.filter((name) => !channels.has(name))];
  const found = ordered.filter((name) => name.toLowerCase().includes(words.trim().toLowerCase()));
  return { names: found.slice(0, MOST_CHIPS), others: Math.max(found.length - MOST_CHIPS, 0) };
}
