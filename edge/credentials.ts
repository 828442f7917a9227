// The credentials of a WebSocket handshake, of which the router changes the host and nothing else.
import { isUtf8 } from 'node:buffer';
import type { Headers, OriginRequest } from './cloudfront-event';

const PROTOCOL_HEADER = 'sec-websocket-protocol';
const PREFIX = 'header-';

/**
 * The request with `host` replaced in the credentials of its query string (`header=`) and of its subprotocol
 * (`header-…`). What cannot be read stays as it is, for AppSync to refuse.
 */
export function withHost(request: OriginRequest, host: string): OriginRequest {
  return {
    ...request,
    querystring: withHostInQuery(request.querystring, host),
    headers: withHostInProtocol(request.headers, host),
  };
}

function withHostInQuery(querystring: string, host: string): string {
  return querystring
    .split('&')
    .map((pair) => {
      if (!pair.startsWith('header=')) return pair;
      const encoded = decodedUri(pair.slice('header='.length));
      const replaced = encoded === undefined ? undefined : replacedHost(encoded, host, 'base64');
      return replaced === undefined ? pair : `header=${encodeURIComponent(replaced)}`;
    })
    .join('&');
}

function withHostInProtocol(headers: Headers, host: string): Headers {
  const protocols = Object.hasOwn(headers, PROTOCOL_HEADER) ? headers[PROTOCOL_HEADER] : undefined;
  if (!protocols) return headers;
  const replaced = protocols.map(({ key, value }) => ({
    ...(key !== undefined && { key }),
    value: value
      .split(',')
      .map((protocol) => withHostInSubprotocol(protocol.trim(), host))
      .join(', '),
  }));
  return { ...headers, [PROTOCOL_HEADER]: replaced };
}

function withHostInSubprotocol(protocol: string, host: string): string {
  if (!protocol.startsWith(PREFIX)) return protocol;
  const replaced = replacedHost(protocol.slice(PREFIX.length), host, 'base64url');
  return replaced === undefined ? protocol : PREFIX + replaced;
}

/** @returns undefined when it is not a JSON object with a host */
function replacedHost(encoded: string, host: string, encoding: 'base64' | 'base64url'): string | undefined {
  try {
    const bytes = Buffer.from(encoded, encoding);
    if (!isUtf8(bytes)) return undefined;
    const credentials: unknown = JSON.parse(bytes.toString());
    if (typeof credentials !== 'object' || credentials === null || !Object.hasOwn(credentials, 'host')) {
      return undefined;
    }
    return Buffer.from(JSON.stringify({ ...credentials, host })).toString(encoding);
  } catch {
    return undefined;
  }
}

function decodedUri(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
