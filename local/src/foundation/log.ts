// What the engine tells the person who runs it.
import type { JsonObject } from './json';

/** Writes a line for the person at the terminal. */
export interface Log {
  /** Something worth knowing. */
  info(line: string): void;
  /** A fault of the engine itself, with its stack. */
  fault(error: unknown): void;
  /** A client was let in to a subscription. In its parts: only whose API it is knows what they mean to a person. */
  subscribed?(subscription: LoggedSubscription): void;
}

/** Who listens to what, and where. */
export interface LoggedSubscription {
  readonly region: string;
  /** A field of a GraphQL API with its arguments, or a channel of an Event API, such as `/news/sport`. */
  readonly to: { readonly field: string; readonly args: JsonObject } | { readonly channel: string };
  /** `ctx.identity`; nothing for a client with an API key. */
  readonly identity: JsonObject | null;
}
