// What AppSync hands on of the HTTP request with which a client came.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { domainNameOf, type Entrance } from './api-host-names';

/** Where a client comes from, and how. */
export interface Origin {
  /** `ctx.request.headers`: names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `ctx.identity.sourceIp` */
  readonly sourceIp: readonly string[];
  /** `ctx.request.domainName` */
  readonly domainName: string | null;
}

/** @param entrance what the request came to */
export function originOf(request: IncomingMessage, entrance: Entrance): Origin {
  const { remoteAddress } = request.socket;
  return {
    headers: headersOf(request),
    sourceIp: remoteAddress === undefined ? [] : [remoteAddress],
    domainName: domainNameOf(entrance),
  };
}

/** Names in lower case; a header that came several times is one, its values joined. */
export function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const { headers } = request;
  if (areTexts(headers)) return headers;
  const joined: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) setHeader(joined, name, Array.isArray(value) ? value.join(', ') : value);
  }
  return joined;
}

/** Node.js keeps no other header apart but this one. */
function areTexts(headers: IncomingHttpHeaders): headers is Record<string, string> {
  return headers['set-cookie'] === undefined;
}

/** A client may call a header what it wants. */
function setHeader(headers: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true });
  else headers[name] = value;
}
