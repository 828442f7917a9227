// Sentences that repeat what a caller wrote, but not all of it.
import { MAX_SENTENCE_LENGTH } from './limits';

/** The text, or its beginning. */
export function shortened(text: string): string {
  return text.length <= MAX_SENTENCE_LENGTH ? text : `${text.slice(0, MAX_SENTENCE_LENGTH)}…`;
}
