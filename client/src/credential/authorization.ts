// A credential as AppSync takes it: over HTTP, and in its real-time protocols.
import type { Credential } from './credential';

/** The header of a request. */
export function headersOf({ kind, value }: Credential): Readonly<Record<string, string>> {
  return kind === 'token' ? { authorization: value } : { 'x-api-key': value };
}

/** What a connection, and each subscription on it, shows. https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export type Authorization = Readonly<Record<string, string>>;

/** Of the page's own host, the front door. */
export function authorizationOf({ kind, value }: Credential, host: string): Authorization {
  return { host, ...(kind === 'token' ? { Authorization: value } : { 'x-api-key': value }) };
}

/** The subprotocol that carries it: a browser's WebSocket takes no headers. */
export function headerProtocolOf(authorization: Authorization): string {
  const bytes = new TextEncoder().encode(JSON.stringify(authorization));
  const base64 = btoa(String.fromCharCode(...bytes));
  return `header-${base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`;
}
