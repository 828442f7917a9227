// What became of the last message that was written here.
import { isUnreachable, type Problem } from '../connection/problem';
import type { SessionState } from '../connection/session-state';

/** What became of it. */
export type Outcome =
  /** `sentThrough` is what people call the region. */
  | { readonly kind: 'sent'; readonly sentThrough: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** No region could be reached when it was sent; now one can. */
  | { readonly kind: 'due' };

/** Does the page say that it is live? */
export function isLive({ connection, isOnline, isRegionCurrent }: SessionState): boolean {
  return connection.kind === 'live' && isOnline && isRegionCurrent;
}

/** What is left of an outcome when the session is live again: of a network that failed, only that the message waits. */
export function onceLive(outcome: Outcome | undefined): Outcome | undefined {
  return outcome?.kind === 'failed' && isUnreachable(outcome.problem) ? { kind: 'due' } : outcome;
}

/** The composer, as its last line needs it. */
export interface Foot {
  readonly isSending: boolean;
  readonly isDataGood: boolean;
  readonly outcome: Outcome | undefined;
}

/** The last line; empty if there is nothing to say, or a note says it. */
export function footText({ isSending, isDataGood, outcome }: Foot): string {
  if (isSending) return 'Sending …';
  if (!isDataGood) return 'The data is not JSON yet.';
  if (outcome?.kind === 'sent') return `Sent through ${outcome.sentThrough}.`;
  return outcome?.kind === 'due' ? 'Send the message again.' : '';
}
