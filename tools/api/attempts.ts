// Which failures end a command: those of the address that it was given which no further attempt would change.
import { UserError } from 'local-aws/terms';
import type { OnFailure } from './network';

/** What a command wants to be told. */
export interface AttemptsOptions {
  /** Was the API reached before? Then the address is right. */
  readonly wasReached: () => boolean;
  /** Told why something was not reached that is tried again. */
  readonly onTrouble: (reason: string) => void;
}

/** The attempts to reach an API. */
export interface Attempts {
  /** Takes note of a failure. */
  readonly onFailure: OnFailure;
  /** Rejects with a `UserError` `API_UNREACHABLE` for what another attempt would not change: a wrong address, a certificate. */
  readonly hopeless: Promise<never>;
}

/** @param url the API's address */
export function attemptsAt(url: string, { wasReached, onTrouble }: AttemptsOptions): Attempts {
  let giveUp: (error: UserError) => void = () => undefined;
  const hopeless = new Promise<never>((_, reject) => (giveUp = reject));
  // Who has what was asked for does not wait for it any more.
  hopeless.catch(() => undefined);
  return {
    hopeless,
    onFailure: ({ prospect, reason }, failed) => {
      const isHopeful = prospect === 'good' || !isAt(failed, url) || (prospect !== 'none' && wasReached());
      if (isHopeful) onTrouble(reason);
      else giveUp(new UserError('API_UNREACHABLE', reason));
    },
  };
}

/** Is an address the one that was given, and not that of a region that stands in for it? AppSync has another host for WebSockets. */
function isAt(address: string, given: string): boolean {
  return new URL(address).host.replace('.appsync-realtime-api.', '.appsync-api.') === new URL(given).host;
}
