// A client of the library, for a command: one that ends the command for what no further attempt would change.
import { type Client, connect, type PubSubError } from 'global-pubsub-client';
import { UserError } from 'local-aws/terms';
import type { Connection } from './connection';
import { expiredToken } from './expired-token';
import type { Failure } from './failure';
import { networkOf } from './network';

/** What a command wants of its client. */
export interface CallerOptions {
  /** Was the API reached before? Then the address is right. */
  readonly wasReached: () => boolean;
  /** Told why something was not reached that is tried again. */
  readonly onTrouble: (reason: string) => void;
  /** Told what went wrong and ends nothing. */
  readonly onError: (sentence: string) => void;
  /** Milliseconds after which a message is given up. */
  readonly publishTimeout?: number;
}

/** A client that a command uses. */
export interface Caller {
  readonly client: Client;
  /** Rejects with a `UserError` `API_UNREACHABLE` for what another attempt would not change: a wrong address, a certificate. */
  readonly hopeless: Promise<never>;
  /** The error of the library in words, with what to do about it. */
  readonly sentenceOf: (error: PubSubError) => string;
  readonly close: () => Promise<void>;
}

/** Makes a client; it connects with the first thing that it is asked for. */
export function callerOf({ url, credentials, regions, ca }: Connection, options: CallerOptions): Caller {
  const { wasReached, onTrouble, onError, publishTimeout } = options;
  const sentenceOf = (error: PubSubError) => expiredToken(error, credentials) ?? `${error.code}: ${error.message}`;
  let giveUp: (error: UserError) => void = () => undefined;
  const hopeless = new Promise<never>((_, reject) => (giveUp = reject));

  const { close, ...network } = networkOf(ca, ({ prospect, reason }: Failure, failed) => {
    const isHopeful = prospect === 'good' || !isAt(failed, url) || (prospect !== 'none' && wasReached());
    if (isHopeful) onTrouble(reason);
    else giveUp(new UserError('API_UNREACHABLE', reason));
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

/** Is an address the one that was given, and not that of a region that stands in for it? AppSync has another host for WebSockets. */
function isAt(address: string, given: string): boolean {
  return new URL(address).host.replace('.appsync-realtime-api.', '.appsync-api.') === new URL(given).host;
}
