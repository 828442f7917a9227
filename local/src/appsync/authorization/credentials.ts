// What callers show.
import type { JsonObject } from '../../foundation/json';

/** What a client shows: an HTTP request, or what stands for one in a WebSocket message. */
export interface Credentials {
  readonly method: string;
  /** As it was signed, with the query string. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read only by what needs it: a stranger's is not read without a reason. Rejects when it cannot be read. */
  body(): Promise<Buffer>;
  /** What a Lambda authorizer is told of what the client asks for, as members of `requestContext`. Rejects as `body` does. */
  told(): Promise<JsonObject>;
  /** What the answer of a Lambda authorizer holds for: one for each token and purpose is kept. */
  readonly purpose: string;
}
