// What the client library reaches the API with: it trusts the engine's certificate, and says why something was not reached.
import type { Fetch, SocketConstructor } from 'global-pubsub-client';
import { Agent, fetch } from 'undici';
import { WebSocket } from 'ws';
import { type Failure, failureOf, refusalOf } from './failure';

/** Told why a request or a connection failed. @param url of what was to be reached */
export type OnFailure = (failure: Failure, url: string) => void;

/** The library's options, and what ends its requests. */
export interface Network {
  readonly fetch: Fetch;
  readonly WebSocket: SocketConstructor;
  readonly close: () => Promise<void>;
}

/** Bytes of an answer: AppSync's own have 5 MB at most, https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_ANSWER = 8 * 1024 * 1024;

/** Is the text of an answer one of the API that was asked? */
export type IsAnswer = (text: string) => boolean;

/** @param ca a certificate to trust besides those that Node.js does, PEM */
export function networkOf(ca: string | undefined, onFailure: OnFailure, isAnswer: IsAnswer): Network {
  const trust = ca === undefined ? {} : { ca };
  const dispatcher = new Agent({ connect: trust, maxResponseSize: MAX_ANSWER });

  return {
    close: async () => dispatcher.destroy(),
    fetch: async (url, init) => {
      // Whatever keeps the stage's settings away meets the next question to the API as well; a region has none.
      const isSettings = url.endsWith('/config.json');
      const tell = (failure: Failure) => {
        if (!isSettings) onFailure(failure, url);
      };
      try {
        // No API leads elsewhere, and an API key would go along.
        const response = await fetch(url, { ...init, dispatcher, redirect: 'manual' });
        const { status } = response;
        const text = await response.text();
        // The API explains its refusals itself. What is no answer of it is none to the library, either.
        const isOther = !isSettings && !isAnswer(text);
        if (isOther) tell(refusalOf(status, url, text));
        return { status, text: async () => Promise.resolve(isOther ? '' : text) };
      } catch (error) {
        const { cause } = error as { readonly cause?: unknown };
        tell(init.signal.aborted ? NO_ANSWER : failureOf(cause ?? error, url));
        throw error;
      }
    },
    WebSocket: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, trust);
        // What follows from a failure is none of its own.
        let isOver = false;
        const fail = (failure: Failure) => {
          if (!isOver) onFailure(failure, url);
          isOver = true;
        };
        this.once('open', () => (isOver = true));
        this.once('unexpected-response', (request, { statusCode = 0 }) => {
          fail(refusalOf(statusCode, url));
          request.destroy();
        });
        this.on('error', (error) => fail(failureOf(error, url)));
      }
    },
  };
}

const NO_ANSWER: Failure = { prospect: 'good', reason: 'no answer' };
