// What limits the load, in a sentence.
import { problemOf } from '../connection/problem';
import { type Limit, MOST_IN_FLIGHT, MOST_RATE } from './load-generator';

/** A load, as far as the sentence needs it. */
export interface LoadState {
  /** Messages a second that are asked for. */
  readonly rate: number;
  readonly limit: Limit;
  /** Milliseconds. */
  readonly answerTime: number | undefined;
  /** Why a message failed just now; `undefined` if none did. */
  readonly failure: unknown;
}

/** The sentence. */
export function limitText({ rate, limit, answerTime, failure }: LoadState): string {
  if (rate === 0) return `Up to ${MOST_RATE} messages a second, up to ten in a request.`;
  if (failure !== undefined) return `Messages are refused: ${problemOf(failure).sentence}`;
  if (limit === 'timers') return 'Held back by this browser: it is busy, or slows the page in the background.';
  const answers = answerTime === undefined ? 'no answer has come yet' : `answers take ${Math.round(answerTime)} ms`;
  if (limit === 'answers') return `Held back by the API: ${MOST_IN_FLIGHT} messages wait, and ${answers}.`;
  return `Nothing holds it back: ${answers}.`;
}
