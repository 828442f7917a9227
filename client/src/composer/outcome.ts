// What became of the last message that was written here.
import type { Problem } from '../connection/problem';

/** What became of it. */
export type Outcome =
  /** `sentThrough` is what people call the region. */
  { readonly kind: 'sent'; readonly sentThrough: string } | { readonly kind: 'failed'; readonly problem: Problem };

/** The composer, as its last line needs it. */
export interface Foot {
  readonly isSending: boolean;
  /** Is there a connection? Without one, a message waits for it. */
  readonly isConnected: boolean;
  readonly isDataGood: boolean;
  readonly outcome: Outcome | undefined;
}

/** The last line; empty if there is nothing to say, or a note says it. */
export function footText({ isSending, isConnected, isDataGood, outcome }: Foot): string {
  if (isSending) return isConnected ? 'Sending …' : 'Sending, as soon as a region answers …';
  if (!isDataGood) return 'The data is not JSON yet.';
  return outcome?.kind === 'sent' ? `Sent through ${outcome.sentThrough}.` : '';
}
