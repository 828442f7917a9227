// Requests that offer another protocol. A WebSocket is taken; every other offer is overlooked, and the request answered as if it
// had not been made: https://www.rfc-editor.org/rfc/rfc9110#section-7.8
import type { IncomingMessage } from 'node:http';

/** What asks for the switch, and for HTTP/2 by it (https://www.rfc-editor.org/rfc/rfc7540#section-3.2). */
const OFFERS: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/**
 * Does a request ask for a WebSocket? It may be one of several protocols. Only a GET asks, and not in HTTP/1.0:
 * https://www.rfc-editor.org/rfc/rfc6455#section-4.2.1
 */
export function asksForWebSocket({ headers, httpVersion, method }: IncomingMessage): boolean {
  return method === 'GET' && httpVersion === '1.1' && namesOf(headers.upgrade ?? '').includes('websocket');
}

/** The head of a request as it came, without the offer. */
export function withoutOffer({ httpVersion, method = '', rawHeaders, url = '' }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    const rest = name.toLowerCase() === 'connection' ? otherOptions(value) : value;
    if (!OFFERS.has(name.toLowerCase()) && rest !== undefined) lines.push(`${name}: ${rest}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function otherOptions(value: string): string | undefined {
  const others = namesOf(value).filter((option) => !OFFERS.has(option));
  return others.length === 0 ? undefined : others.join(',');
}

/** The names of a list, in lower case. */
function namesOf(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim().toLowerCase());
}
