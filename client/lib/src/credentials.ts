// What the client shows the API: a key, or a token that is renewed before it ends.
import { decoded } from './base64';
import type { Clock } from './clock';
import { PubSubError } from './errors';

/** Of a token's life, so much is left when it is renewed: this part, or so many milliseconds if that is less. */
const RENEWAL_PART = 0.2;
const RENEWAL_TIME = 60_000;
/** Milliseconds for which a token is used at least, whatever it says of itself; and in which the user's callback gives one. */
const LEAST_LIFE = 10_000;
const PATIENCE = 30_000;

/** What is sent, and until when, in milliseconds since 1970: `Infinity` if that is not known. */
export interface Credential {
  /** `Authorization` or `x-api-key`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly endsAt: number;
  readonly renewAt: number;
}

/** A client's credentials. */
export type Credentials = ReturnType<typeof createCredentials>;

/** Takes a key, or what gives tokens. */
export function createCredentials(
  clock: Clock,
  apiKey: string | undefined,
  token: (() => Promise<string> | string) | undefined,
) {
  let held = apiKey ? credentialOf({ 'x-api-key': apiKey }, 0, Infinity) : undefined;
  let asking: Promise<Credential> | undefined;

  async function ask(): Promise<Credential> {
    let cancel: (() => void) | undefined;
    try {
      const isLate = new Promise<never>((_, reject) => {
        cancel = clock.after(PATIENCE, () => reject(new Error('No token came.')));
      });
      const Authorization = (await Promise.race([token?.(), isLate])) ?? '';
      const now = clock.now();
      return (held = credentialOf({ Authorization }, now, lifeOf(Authorization, now)));
    } catch (cause) {
      throw new PubSubError('TokenUnavailable', 'The callback "token" failed; see the cause.', { cause });
    } finally {
      cancel?.();
    }
  }

  return {
    /** @throws PubSubError `TokenUnavailable` if the user's callback fails */
    async get(): Promise<Credential> {
      if (held && clock.now() < held.renewAt) return held;
      return (asking ??= ask().finally(() => (asking = undefined)));
    },

    /** The next time the user's callback is asked. @param refused what was not accepted: what is held, unless given */
    renew(refused = held): void {
      if (token && held === refused) held = undefined;
    },
  };
}

function credentialOf(headers: Credential['headers'], now: number, life: number): Credential {
  const endsAt = now + life;
  return { headers, endsAt, renewAt: endsAt - Math.min(life * RENEWAL_PART, RENEWAL_TIME) };
}

/**
 * Milliseconds that a JWT is still good for: until its `exp`, and never longer than it was made for, as this device's clock may
 * be wrong; `LEAST_LIFE` at least. `Infinity` for what is not a JWT or does not say.
 */
function lifeOf(token: string, now: number): number {
  try {
    const { exp, iat = 0 } = JSON.parse(decoded(token.split('.')[1] ?? '')) as Record<string, number | undefined>;
    if (!exp) return Infinity;
    const whole = (exp - iat) * 1000;
    const left = exp * 1000 - now;
    const life = left > 0 ? Math.min(left, whole) : whole;
    return life > LEAST_LIFE ? life : LEAST_LIFE;
  } catch {
    return Infinity;
  }
}
