// The channels that a stage excepts from its history: its setting `history.except`.
import { covers } from '../channel';

/** What the packaging puts here: resources/history/history.js. Channels and patterns. */
declare const HISTORY_EXCEPT: string[];

/** Is nothing kept of the channel, or of any that the pattern covers? */
export function isExcepted(pattern: string): boolean {
  return HISTORY_EXCEPT.some((entry) => covers(entry, pattern));
}
