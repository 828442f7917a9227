// A question that is asked again when no answer comes: a DNS packet may be lost, and Node.js notices only after seconds.
import type { Clock } from './healthy-regions';

/** Milliseconds of silence after which a question is put again: twice within the patience of a request. */
export const RETRANSMISSION_DELAY = 300;
/** How often a question is put at most. */
export const MAX_TRANSMISSIONS = 3;

/**
 * Asks until something is heard. Questions of before are still waited for: an answer that is late is not lost.
 * @returns the first answer that comes, to whichever question
 * @throws whatever the first failure was, if it came before an answer
 */
export async function withRetransmission<Answer>(ask: () => Promise<Answer>, clock: Clock): Promise<Answer> {
  let cancel: (() => void) | undefined;
  const heard = new Promise<Answer>((resolve, reject) => {
    const put = (left: number) => {
      ask().then(resolve, reject);
      cancel = left > 1 ? clock.after(RETRANSMISSION_DELAY, () => put(left - 1)) : undefined;
    };
    put(MAX_TRANSMISSIONS);
  });
  return heard.finally(() => cancel?.());
}
