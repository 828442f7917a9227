// The public keys of an issuer: given inline, or fetched from where the issuer publishes them, and kept.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { Issuer } from './issuer';

/** What keys depend on. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The issuer's keys are not known and could not be fetched. */
export class KeysUnavailable extends Error {
  constructor(options: { readonly cause: unknown }) {
    super('The keys of the issuer could not be fetched.', options);
    this.name = 'KeysUnavailable';
  }
}

/** Milliseconds after which kept keys are fetched again, so that a withdrawn key is forgotten. */
const MAX_AGE = 10 * 60_000;
/** Milliseconds between two requests: tokens with invented key ids must not make us a burden to the provider. */
const COOLDOWN = 30_000;
/** Milliseconds for one request; AppSync waits ten seconds for an authorizer. */
const FETCH_TIMEOUT = 3000;

/** Finds the key of a token by its header. */
export function keySetOf({ keys }: Issuer, surroundings: Surroundings): JWTVerifyGetKey {
  if (typeof keys !== 'string') return createLocalJWKSet({ keys: [...keys] });
  const published = new PublishedKeySet(keys, surroundings);
  return async (header, token) => published.find(header, token);
}

/** Keys that an issuer publishes. Those that are known stay good while the issuer cannot be reached. */
class PublishedKeySet {
  readonly #uri: string;
  readonly #surroundings: Surroundings;
  #known: JWTVerifyGetKey | undefined;
  #fetchedAt = -Infinity;
  #askedAt = -Infinity;
  #asking: Promise<void> | undefined;

  constructor(uri: string, surroundings: Surroundings) {
    this.#uri = uri;
    this.#surroundings = surroundings;
  }

  /** @throws KeysUnavailable, or JOSE's error when there is no such key */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.#surroundings.now() - this.#fetchedAt >= MAX_AGE) await this.#refresh();
    try {
      return await this.#keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // The issuer may have changed its keys since.
      if (!(await this.#refresh())) throw error;
      return this.#keys(header, token);
    }
  };

  get #keys(): JWTVerifyGetKey {
    if (this.#known) return this.#known;
    throw new KeysUnavailable({ cause: undefined });
  }

  /**
   * Fetches the keys unless that was tried a moment ago. Callers at the same time share one request.
   * @returns whether the keys are new
   * @throws KeysUnavailable when it failed and no keys are known
   */
  async #refresh(): Promise<boolean> {
    const { now } = this.#surroundings;
    if (!this.#asking && this.#known && now() - this.#askedAt < COOLDOWN) return false;
    this.#askedAt = now();
    this.#asking ??= this.#fetch().finally(() => (this.#asking = undefined));
    try {
      await this.#asking;
      return true;
    } catch (error) {
      if (!this.#known) throw new KeysUnavailable({ cause: error });
      return false;
    }
  }

  async #fetch(): Promise<void> {
    const response = await this.#surroundings.fetch(this.#uri, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(FETCH_TIMEOUT),
    });
    if (!response.ok) throw new Error(`${this.#uri} answered ${response.status}.`);
    this.#known = createLocalJWKSet((await response.json()) as JSONWebKeySet);
    this.#fetchedAt = this.#surroundings.now();
  }
}
