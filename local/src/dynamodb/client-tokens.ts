// The tokens of transactions, by which one that is sent again is not made again.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
import { createHash } from 'node:crypto';
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import { MAX_TOKENS, TOKEN_LIFE } from './limits';

/** The tokens of a region, none at first. */
export class ClientTokens {
  readonly #clock: Clock;
  /** What was asked with each, and when, in milliseconds since 1970; the oldest first. */
  readonly #known = new Map<string, { readonly digest: string; readonly since: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Was this done already? @throws AwsError `IdempotentParameterMismatchException` for a token that came with something else */
  has({ ClientRequestToken: token, ...request }: JsonObject): boolean {
    const known = typeof token === 'string' ? this.#known.get(token) : undefined;
    if (!known || known.since + TOKEN_LIFE <= this.#clock.now()) return false;
    if (known.digest === digestOf(request)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The ClientRequestToken was used for another request, and has not expired.',
    );
  }

  /** This is done. */
  add({ ClientRequestToken: token, ...request }: JsonObject): void {
    if (typeof token !== 'string') return;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_TOKENS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.delete(token);
    this.#known.set(token, { digest: digestOf(request), since: this.#clock.now() });
  }
}

function digestOf(request: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64');
}
