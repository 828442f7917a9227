// Requests to the API over HTTP.
import type { Clock } from './clock';
import type { Credentials, Headers } from './credentials';
import { errorIn, errorOf, isUnauthorized, PubSubError } from './errors';
import type { Place, Places } from './places';

/** Milliseconds in which an answer comes. AppSync itself gives a request 30 seconds; ours take a fraction of one. */
const PATIENCE = 10_000;

/** What of an answer is used. */
export interface FetchedAnswer {
  readonly ok: boolean;
  readonly status: number;
  text(): Promise<string>;
  json(): Promise<unknown>;
}

/** What of `fetch` is used: the global one, or that of the package `undici`. */
export type Fetch = (url: string, init: FetchOptions) => Promise<FetchedAnswer>;

/** What requests are made with. */
export interface FetchOptions {
  readonly signal: AbortSignal;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** What requests need. */
export interface ApiOptions {
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly places: Places;
  readonly fetch: Fetch;
}

/** The API. */
export class Api {
  readonly #options: ApiOptions;

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  /**
   * Asks once; with another token if the first one is not accepted.
   * @param place the one in use, unless given
   * @throws PubSubError
   */
  async request(
    query: string,
    variables: object,
    place = this.#options.places.current,
  ): Promise<Record<string, unknown>> {
    const { credentials } = this.#options;
    const headers = await credentials.headers();
    try {
      return await this.#post(query, variables, place, headers);
    } catch (error) {
      if (!isUnauthorized(error as PubSubError)) throw error;
      credentials.renew(headers);
      return this.#post(query, variables, place, await credentials.headers());
    }
  }

  /**
   * The stage's settings, at the front door.
   * @throws PubSubError
   */
  async settings(): Promise<unknown> {
    const { places } = this.#options;
    return this.#answer(new URL('/config.json', places.front.graphqlUrl).href, {}, async (response) => {
      if (!response.ok)
        throw new PubSubError(response.status < 500 ? 'NotFound' : 'Unreachable', `The answer was ${response.status}.`);
      return response.json();
    });
  }

  async #post(query: string, variables: object, place: Place, headers: Headers): Promise<Record<string, unknown>> {
    const { places } = this.#options;
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    };
    try {
      const { data, errors } = await this.#answer(place.graphqlUrl, init, answerIn);
      places.worked(place);
      if (errors !== undefined) throw errorIn(errors);
      return data ?? {};
    } catch (error) {
      if (errorOf(error).code === 'Unreachable') places.failed(place);
      throw error;
    }
  }

  async #answer<Result>(
    url: string,
    init: Omit<FetchOptions, 'signal'>,
    read: (response: FetchedAnswer) => Promise<Result>,
  ): Promise<Result> {
    const { clock, fetch } = this.#options;
    const controller = new AbortController();
    const cancel = clock.after(PATIENCE, () => controller.abort());
    try {
      return await read(await fetch(url, { ...init, signal: controller.signal }));
    } catch (error) {
      throw errorOf(error);
    } finally {
      cancel();
    }
  }
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: unknown;
}

/**
 * What the API answered, whatever the status: an error in the API's own form says more.
 * @throws PubSubError `Unreachable` for what is not the API's: a front door without a healthy region, a firewall
 */
async function answerIn(response: FetchedAnswer): Promise<Answer> {
  const text = await response.text();
  try {
    const answer = JSON.parse(text) as Answer;
    if (response.status < 500 && ('data' in answer || 'errors' in answer)) return answer;
  } catch {
    // Not the API's.
  }
  throw new PubSubError(
    response.status === 413 ? 'MessageTooLarge' : 'Unreachable',
    `The answer was ${response.status}, and not the API's.`,
  );
}
