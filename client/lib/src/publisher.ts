// Publishes: each message until its outcome is known, and those of a channel one after the other.
import type { Api } from './api';
import { bound } from './bound';
import type { Clock } from './clock';
import { errorOf, isPassing, PublishError, PubSubError } from './errors';
import type { ConnectOptions } from './options';
import type { Places } from './places';
import { ulid } from './ulid';

/** What is published. */
export interface Draft {
  readonly message: string;
  /** A structured payload: any JSON value. */
  readonly data?: unknown;
  /** A ULID, for a message that may have been published before; the client makes one if it is absent. */
  readonly id?: string;
}

/** What is known of a message that was acknowledged. */
export interface Receipt {
  readonly id: string;
  /** The AWS region in which it entered the system. */
  readonly region: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** As whom the API knows the publisher: the subject of the token, if it was one. */
  readonly userId: string | null;
}

/** Channels of which the last message is remembered. */
const MOST_CHANNELS = 1000;
const PUBLISH =
  'mutation($name: String!, $message: String!, $data: AWSJSON, $id: ID, $previous: ID) { ' +
  'publish(name: $name, message: $message, data: $data, id: $id, previous: $previous) { id region publishedAt userId } }';

/** Makes a client's publisher. */
export function createPublisher(
  { queueLimit = 1000, publishTimeout = 600_000 }: ConnectOptions,
  api: Api,
  places: Places,
  clock: Clock,
) {
  /** By channel: the outcome of the last message. */
  const tails = new Map<string, Promise<unknown>>();
  /** By channel: the id of the last message that was acknowledged. */
  const acknowledged = new Map<string, string>();
  let count = 0;
  let isClosed = false;

  function refuseIfClosed(): void {
    if (isClosed) throw new PubSubError('Closed', 'The client was closed.');
  }

  /** @throws PublishError */
  async function publish(name: string, draft: Draft): Promise<Receipt> {
    const since = clock.now();
    const id = draft.id?.toUpperCase() ?? ulid(since);
    // Now, as the caller may change it while it waits.
    const variables = { name, message: draft.message, data: JSON.stringify(draft.data), id };
    let attempts = 0;

    async function attempt(): Promise<Receipt> {
      attempts += 1;
      refuseIfClosed();
      const last = acknowledged.get(name);
      const answer = await api.request(PUBLISH, { ...variables, previous: last === id ? undefined : last });
      const receipt = answer['publish'] as Receipt;
      acknowledged.delete(name);
      acknowledged.set(name, receipt.id);
      bound(acknowledged, MOST_CHANNELS);
      return receipt;
    }

    try {
      refuseIfClosed();
      if (count >= queueLimit) throw new PubSubError('QueueFull', 'Too many messages wait; publish it later.');
      count += 1;
      const outcome = Promise.resolve(tails.get(name)).then(() =>
        places.insist(attempt, () => clock.now() - since >= publishTimeout),
      );
      const tail = outcome
        .catch(() => undefined)
        .then(() => {
          count -= 1;
          if (tails.get(name) === tail) tails.delete(name);
        });
      tails.set(name, tail);
      return await outcome;
    } catch (error) {
      // An answer may have been lost: the API takes the same id again for the same message.
      throw new PublishError(errorOf(error), id, attempts > 1 || isPassing(error));
    }
  }

  /** What has no outcome yet ends with an error. */
  function close(): void {
    isClosed = true;
  }

  return { publish, close };
}
