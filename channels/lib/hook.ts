// What a hook gets, and what it answers. A hook of the channels that begin with `chat` is in channels/chat.ts.

/** What somebody wants to publish. */
export type HookMessage = {
  /** The channel's name. */
  readonly name: string;
  /** The message's own: a ULID, or the id of a backend's event. */
  readonly id: string;
  /** The text. */
  readonly message: string;
  /** The payload: any JSON value; null or undefined if there is none. */
  readonly data?: unknown;
};

/** Who publishes or subscribes. */
export type Caller = {
  /** What the caller has shown: a `guest` has shown nothing, and a `backend` has put an event on the bus. */
  readonly kind: 'token' | 'guest' | 'apiKey' | 'iam' | 'backend';
  /** The token's subject, the ARN of an IAM identity, the `source` of a backend's event; null for an API key and for a guest. */
  readonly id: string | null;
  /** The token's claims, all of them, verified; none for other callers. */
  readonly claims: Readonly<Record<string, unknown>>;
};

/** Why something is refused: a code that stays, and a sentence. */
export type Refusal = { readonly errorType: string; readonly message: string };

/**
 * What `onPublish(message, caller)` answers: the message as it was or with other text or data, to have it published; null, to have it
 * dropped; or a refusal.
 */
export type PublishAnswer = HookMessage | Refusal | null;

/**
 * What `onSubscribe(name, caller)` and `onSubscribePattern(pattern, caller)` answer: null, to let the caller hear the channel, or all
 * that the pattern covers, live and in the history; or a refusal.
 */
export type SubscribeAnswer = Refusal | null;

/** Refuses. `util.error` would end the whole request, and with it the other messages of a batch. */
export function refuse(message: string, errorType = 'Refused'): Refusal {
  return { errorType, message };
}
