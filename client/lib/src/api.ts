// Requests to the API over HTTP.
import type { Clock } from './clock';
import type { Credentials } from './credentials';
import { errorIn, errorOf, PubSubError, UNAUTHORIZED } from './errors';
import { valueOf } from './json';
import type { Places, Region } from './places';

/** Milliseconds in which an answer comes. AppSync itself gives a request 30 seconds; ours take a fraction of one. */
const PATIENCE = 10_000;

/** What of an answer is used. */
export interface FetchedAnswer {
  readonly status: number;
  text(): Promise<string>;
}

/** What of `fetch` is used: the global one, or that of the package `undici`. */
export type Fetch = (url: string, init: FetchOptions) => Promise<FetchedAnswer>;

/** What requests are made with. */
export interface FetchOptions {
  readonly signal: AbortSignal;
  /** No API leads elsewhere, and a key would go along. */
  readonly redirect?: 'error';
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The API. */
export type Api = ReturnType<typeof createApi>;

/** The API, at the places where it is. */
export function createApi(clock: Clock, credentials: Credentials, places: Places, fetch: Fetch) {
  async function ask(url: string, init?: Omit<FetchOptions, 'signal' | 'redirect'>): Promise<Answer> {
    const controller = new AbortController();
    const cancel = clock.after(PATIENCE, () => controller.abort());
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: controller.signal });
      const content: Content = valueOf(await response.text()) ?? {};
      return { status: response.status, content };
    } finally {
      cancel();
    }
  }

  /**
   * Asks once; with another token if the first one is not accepted.
   * @param place the one in use, unless given
   * @throws PubSubError
   */
  async function request(
    query: string,
    variables: object = {},
    place = places.current,
    isAgain = false,
  ): Promise<Record<string, unknown>> {
    const credential = await credentials.get();
    try {
      const headers = { 'content-type': 'application/json', ...credential.headers };
      const init = { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
      const { status, content } = await ask(`${place.origin}/graphql`, init);
      const { data, errors } = content;
      // An error in the API's own form says more than the status. What has none is of a front door without a healthy region, or a firewall.
      if (status >= 500 || !(data || errors)) throw noAnswer(status, status === 413 ? 'MessageTooLarge' : undefined);
      places.worked(place);
      if (errors) throw errorIn(errors);
      return data ?? {};
    } catch (thrown) {
      const error = errorOf(thrown);
      if (error.code === 'Unreachable') places.failed(place);
      if (error.code !== UNAUTHORIZED || isAgain) throw error;
      credentials.renew(credential);
      return request(query, variables, place, true);
    }
  }

  /**
   * The stage's settings, at the front door.
   * @throws PubSubError `NotFound`, or another error that may pass
   */
  async function settings(): Promise<Content> {
    const { status, content } = await ask(`${places.front.origin}/config.json`);
    if (content.regions) return content;
    throw noAnswer(status, status >= 400 && status < 500 ? 'NotFound' : undefined);
  }

  return { request, settings };
}

/** What is answered to a request, and what the front door has for everybody. */
interface Content {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: unknown;
  readonly regions?: readonly Region[];
  readonly history?: { readonly hours?: number; readonly except?: readonly string[] };
}

interface Answer {
  readonly status: number;
  readonly content: Content;
}

function noAnswer(status: number, code = 'Unreachable'): PubSubError {
  return new PubSubError(code, `No answer came, but ${status}.`);
}
