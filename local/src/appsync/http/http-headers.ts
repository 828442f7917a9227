// The headers of an HTTP request as AppSync hands them on.
import type { IncomingMessage } from 'node:http';

/** Names in lower case; a header that came several times is one, its values joined. */
export function headersOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [[name, Array.isArray(value) ? value.join(', ') : value] as const];
  });
  return Object.fromEntries(entries);
}

/** `ctx.identity.sourceIp` */
export function sourceIpOf(request: IncomingMessage): readonly string[] {
  const { remoteAddress } = request.socket;
  return remoteAddress === undefined ? [] : [remoteAddress];
}
