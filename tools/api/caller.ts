// A client of the library, for a command: one that ends the command for what no further attempt would change.
import { type Client, connect, type PubSubError } from 'global-pubsub-client';
import { type Attempts, attemptsAt, type AttemptsOptions } from './attempts';
import { isJsonArray, isJsonObject, jsonIn, type JsonValue } from 'local-aws/terms';
import type { Connection } from './connection';
import { expiredToken } from './expired-token';
import { networkOf } from './network';

/** What a command wants of its client. */
export interface CallerOptions extends AttemptsOptions {
  /** Told what went wrong and ends nothing. */
  readonly onError: (sentence: string) => void;
  /** Milliseconds after which a message is given up. */
  readonly publishTimeout?: number;
  /** Is it an answer of this API? The library does not look. Any of GraphQL is unless given. */
  readonly isAnswer?: (answer: GraphQlAnswer) => boolean;
}

/** What an API of GraphQL answers, as far as it is known to be one. */
export interface GraphQlAnswer {
  readonly data?: JsonValue;
  readonly errors?: JsonValue;
}

/** https://spec.graphql.org/draft/#sec-Response-Format */
function isGraphQlAnswer({ data, errors }: GraphQlAnswer): boolean {
  return isJsonObject(data) || isJsonArray(errors);
}

/** A client that a command uses. */
export interface Caller extends Pick<Attempts, 'hopeless'> {
  readonly client: Client;
  /** The error of the library in words, with what to do about it. */
  readonly sentenceOf: (error: PubSubError) => string;
  readonly close: () => Promise<void>;
}

/** Makes a client; it connects with the first thing that it is asked for. */
export function callerOf({ url, credentials, regions, ca }: Connection, options: CallerOptions): Caller {
  const { onError, publishTimeout, isAnswer = isGraphQlAnswer } = options;
  const sentenceOf = (error: PubSubError) => expiredToken(error, credentials) ?? `${error.code}: ${error.message}`;
  const { hopeless, onFailure } = attemptsAt(url, options);
  const { close, ...network } = networkOf(ca, onFailure, (text) => {
    const answer = jsonIn(text);
    return isJsonObject(answer) && isAnswer(answer);
  });
  const client = connect({
    ...{ url, ...network },
    ...('token' in credentials ? { token: () => credentials.token } : credentials),
    ...(regions && { regions: regions.map((name) => ({ name })) }),
    ...(publishTimeout !== undefined && { publishTimeout }),
  });
  client.on('error', (error) => onError(error instanceof Error ? error.message : String(error)));
  return {
    ...{ client, hopeless, sentenceOf },
    close: async () => {
      client.close();
      await close();
    },
  };
}
