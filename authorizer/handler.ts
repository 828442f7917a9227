// The Lambda function that AppSync asks about every token that it does not know yet, and about guests.
import { type Authorization, authorizationOf, authorizationOfGuests } from './authorization';
import { GUEST, readGuests } from './guests';
import { readIssuers } from './issuer';
import { createVerifier } from './verify';

/** `all` in a stage with hooks, which get them. */
const hasClaims = process.env['CLAIMS'] === 'all';
const verify = createVerifier(readIssuers(process.env['ISSUERS']), { fetch, now: Date.now });
const guests = readGuests(process.env['GUESTS']);

/** What AppSync asks. */
interface Question {
  readonly authorizationToken: string;
  /** `operation` is there when an Event API asks. */
  readonly requestContext?: { readonly operation?: string };
}

/** Answers AppSync; of a token that is refused, the reason is logged, and nothing of the token. */
export async function handler({ authorizationToken, requestContext }: Question): Promise<Authorization> {
  const operation = requestContext?.operation;
  if (guests && authorizationToken === GUEST) return authorizationOfGuests(guests, operation);
  const verdict = await verify(authorizationToken);
  if (!verdict.isGood) console.info(`A token was refused: ${verdict.reason}.`);
  return authorizationOf(verdict, { operation, hasClaims, now: Date.now() });
}
