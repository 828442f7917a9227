// What is refused, and why: ends a request, or is the answer to one of its messages.
import { util } from '@aws-appsync/utils';

/** Why something is refused: a code that stays, and a sentence that says what to do. */
export type Refusal = { errorType: string; message: string };

/** Ends the request if there is a refusal. */
export function requireNone(refusal: Refusal | null): void {
  if (refusal) util.error(refusal.message, refusal.errorType);
}
