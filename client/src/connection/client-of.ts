// The client library, for a visitor: at the front door that the page came from, which its regions stand in for.
import { type Client, connect } from 'global-pubsub-client';
import type { Access } from './access';
import type { Settings } from '../settings/settings';

/** Makes a client. It connects with its first subscription. */
export function clientOf(
  { regions, historyHours, historyExcept }: Settings,
  { credential, WebSocket }: Access,
): Client {
  return connect({
    ...{ url: location.origin, regions, WebSocket },
    ...(historyHours !== undefined && { historyHours }),
    ...(historyExcept && { historyExcept }),
    ...(credential.kind === 'apiKey' ? { apiKey: credential.value } : { token: () => credential.value }),
  });
}
