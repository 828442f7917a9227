// A viewer's clicks. The first one goes out at once; those that follow are added up, and go out every two seconds as one message.
import { type Ballot, type Kind, MOST_VOTES } from '../../contract';

/** Milliseconds between two messages. */
const PAUSE = 2000;

/**
 * Makes what adds up clicks.
 * @param send publishes votes
 * @param after calls later, after milliseconds
 */
export function createClicks(send: (ballot: Ballot) => void, after: (wait: number, call: () => void) => void) {
  let votes: Record<string, Partial<Record<Kind, number>>> = {};
  let count = 0;
  let isPausing = false;

  function sendAll(): void {
    if (count === 0) {
      isPausing = false;
      return;
    }
    const sent = votes;
    [votes, count, isPausing] = [{}, 0, true];
    after(PAUSE, sendAll);
    send({ votes: sent });
  }

  /** @returns is it going to be counted? */
  return function click(film: string, kind: Kind): boolean {
    if (count >= MOST_VOTES) return false;
    const counts = (votes[film] ??= {});
    counts[kind] = (counts[kind] ?? 0) + 1;
    count += 1;
    if (!isPausing) sendAll();
    return true;
  };
}
