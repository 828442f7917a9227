// The headers that the resolvers of one request add to its response.
import type { ResponseHeader } from '../javascript/javascript';
import { MAX_RESPONSE_HEADER_BYTES } from '../limits';

/** Collects headers: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html */
export class ResponseHeaders {
  /** By their names in lower case: the last one of a name stays. Most requests have none. */
  #headers: Map<string, ResponseHeader> | undefined;
  #size = 0;

  /** @returns whether there was room: replaced headers take theirs, too */
  add(header: ResponseHeader): boolean {
    const size = Buffer.byteLength(header.name) + Buffer.byteLength(header.value);
    if (this.#size + size > MAX_RESPONSE_HEADER_BYTES) return false;
    this.#size += size;
    this.#headers ??= new Map();
    this.#headers.set(header.name.toLowerCase(), header);
    return true;
  }

  /** For `ServerResponse.writeHead`; nothing when there are none. */
  all(): Readonly<Record<string, string>> | undefined {
    if (!this.#headers) return undefined;
    return Object.fromEntries([...this.#headers.values()].map(({ name, value }) => [name, value]));
  }
}
