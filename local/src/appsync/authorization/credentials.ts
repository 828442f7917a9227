// What callers show.
import type { GraphQlRequest } from '../execution/graphql-request';

/** What a client shows: an HTTP request, or what stands for one in a WebSocket message. */
export interface Credentials {
  readonly method: string;
  /** As it was signed, with the query string. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Read only by what needs it: a stranger's is not read without a reason. */
  readonly body: () => Promise<Buffer>;
  /**
   * What the client asks for, of which a Lambda authorizer is told. The body is parsed once, whoever asks.
   * @throws MalformedRequest
   */
  readonly request: () => Promise<GraphQlRequest>;
}
