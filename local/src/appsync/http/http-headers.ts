// The headers of an HTTP request as AppSync hands them on.
import type { IncomingMessage } from 'node:http';

/** Names in lower case; a header that came several times is one, its values joined. */
export function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const { headers } = request;
  const joined: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value !== undefined) setHeader(joined, name, Array.isArray(value) ? value.join(', ') : value);
  }
  return joined;
}

/** A client may call a header what it wants. */
function setHeader(headers: Record<string, string>, name: string, value: string): void {
  if (name === '__proto__') Object.defineProperty(headers, name, { value, enumerable: true });
  else headers[name] = value;
}

/** `ctx.identity.sourceIp` */
export function sourceIpOf(request: IncomingMessage): readonly string[] {
  const { remoteAddress } = request.socket;
  return remoteAddress === undefined ? [] : [remoteAddress];
}
