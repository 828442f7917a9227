// What the client shows the API: a key, or a token that is renewed before it ends.
import type { Clock } from './clock';
import { PubSubError } from './errors';

/** Of a token's life, so much is left when it is renewed: this part, or so many milliseconds if that is less. */
const RENEWAL_PART = 0.2;
const RENEWAL_TIME = 60_000;
/** Milliseconds for which a token is used at least, whatever it says of itself; and in which the user's callback gives one. */
const LEAST_LIFE = 10_000;
const PATIENCE = 30_000;

/** What is sent: `Authorization` or `x-api-key`. */
export type Headers = Readonly<Record<string, string>>;

/** A client's credentials. */
export class Credentials {
  readonly #clock: Clock;
  readonly #apiKey: string | undefined;
  readonly #token: (() => Promise<string> | string) | undefined;
  #held: { readonly headers: Headers; readonly endsAt: number; readonly renewAt: number } | undefined;
  #asking: Promise<Headers> | undefined;

  constructor(
    clock: Clock,
    { apiKey, token }: { apiKey?: string | undefined; token?: (() => Promise<string> | string) | undefined },
  ) {
    this.#clock = clock;
    this.#apiKey = apiKey;
    this.#token = token;
  }

  /** Milliseconds since 1970 at which what is held ends, and at which it is renewed; `Infinity` if it does not say. */
  get endsAt(): number {
    return this.#held?.endsAt ?? Infinity;
  }

  get renewAt(): number {
    return this.#held?.renewAt ?? Infinity;
  }

  /** @throws PubSubError `TokenUnavailable` if the user's callback fails */
  async headers(): Promise<Headers> {
    if (this.#apiKey !== undefined) return { 'x-api-key': this.#apiKey };
    if (this.#held && this.#clock.now() < this.#held.renewAt) return this.#held.headers;
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** The next time the user's callback is asked. @param headers those that the API did not accept */
  renew(headers?: Headers): void {
    if (headers === undefined || this.#held?.headers === headers) this.#held = undefined;
  }

  async #ask(): Promise<Headers> {
    let token = '';
    let cancel: (() => void) | undefined;
    try {
      const isLate = new Promise<never>((_, reject) => {
        cancel = this.#clock.after(PATIENCE, () => reject(new Error('No token came.')));
      });
      token = (await Promise.race([this.#token?.(), isLate])) ?? '';
    } catch (cause) {
      throw new PubSubError('TokenUnavailable', 'The callback "token" failed; see the cause.', { cause });
    } finally {
      cancel?.();
    }
    const left = lifeOf(token, this.#clock.now());
    const endsAt = this.#clock.now() + left;
    const renewAt = endsAt - Math.min(left * RENEWAL_PART, RENEWAL_TIME);
    const headers = { Authorization: token };
    this.#held = { headers, endsAt, renewAt };
    return headers;
  }
}

/**
 * Milliseconds that a JWT is still good for: until its `exp`, and never longer than it was made for, as this device's clock may
 * be wrong; `LEAST_LIFE` at least. `Infinity` for what is not a JWT or does not say.
 */
function lifeOf(token: string, now: number): number {
  try {
    const { exp, iat } = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as Record<
      string,
      number | undefined
    >;
    if (exp === undefined) return Infinity;
    const whole = (exp - (iat ?? 0)) * 1000;
    const left = exp * 1000 - now;
    const life = left > 0 ? Math.min(left, whole) : whole;
    return life > LEAST_LIFE ? life : LEAST_LIFE;
  } catch {
    return Infinity;
  }
}
