// What callers show.

/** What a client shows: an HTTP request, or what stands for one in a WebSocket message. */
export interface Credentials {
  readonly method: string;
  /** As it was signed, with the query string. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}
