// Publishes: each message until its outcome is known, and those of a channel one after the other.
import type { Api } from './api';
import { bound } from './bound';
import type { Clock } from './clock';
import { errorOf, isPassing, PublishError, PubSubError } from './errors';
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

/** What publishing needs. */
export interface PublisherOptions {
  readonly api: Api;
  readonly clock: Clock;
  readonly places: Places;
  /** Messages that wait for their outcome. */
  readonly queueLimit: number;
  /** Milliseconds after which a message without an outcome is given up. */
  readonly publishTimeout: number;
}

/** Channels of which the last message is remembered. */
const MOST_CHANNELS = 1000;
const PUBLISH = `mutation Publish($name: String!, $message: String!, $data: AWSJSON, $id: ID, $previous: ID) {
  publish(name: $name, message: $message, data: $data, id: $id, previous: $previous) { id region publishedAt userId } }`;

/** A client's publisher. */
export class Publisher {
  readonly #options: PublisherOptions;
  /** By channel: the outcome of the last message. */
  readonly #tails = new Map<string, Promise<unknown>>();
  /** By channel: the id of the last message that was acknowledged. */
  readonly #last = new Map<string, string>();
  #count = 0;
  #isClosed = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  /** @throws PublishError */
  async publish(channel: string, draft: Draft): Promise<Receipt> {
    const { clock, queueLimit } = this.#options;
    const id = draft.id?.toUpperCase() ?? ulid(clock.now());
    if (this.#isClosed) throw closedError(id, false);
    if (this.#count >= queueLimit) {
      const full = new PubSubError(
        'QueueFull',
        `${queueLimit} messages wait already; publish again when some are through.`,
      );
      throw new PublishError(full, id, false);
    }
    // Now, as the caller may change it while it waits.
    const data = draft.data === undefined ? undefined : JSON.stringify(draft.data);
    this.#count += 1;
    const since = clock.now();
    const outcome = (this.#tails.get(channel) ?? Promise.resolve()).then(async () =>
      this.#send(channel, { message: draft.message, data, id }, since),
    );
    const tail = outcome
      .catch(() => undefined)
      .then(() => {
        this.#count -= 1;
        if (this.#tails.get(channel) === tail) this.#tails.delete(channel);
      });
    this.#tails.set(channel, tail);
    return outcome;
  }

  /** What has no outcome yet ends with an error. */
  close(): void {
    this.#isClosed = true;
  }

  async #send(
    channel: string,
    { message, data, id }: { readonly message: string; readonly data: string | undefined; readonly id: string },
    since: number,
  ): Promise<Receipt> {
    const { api, clock, places, publishTimeout } = this.#options;
    let mayArrive = false;
    for (let attempt = 0; ; attempt += 1) {
      if (this.#isClosed) throw closedError(id, mayArrive);
      try {
        const last = this.#last.get(channel);
        const previous = last === id ? undefined : last;
        const { publish } = await api.request(PUBLISH, { name: channel, message, data, id, previous });
        const receipt = publish as Receipt;
        this.#acknowledged(channel, receipt.id);
        return receipt;
      } catch (thrown) {
        const error = errorOf(thrown);
        const isLate = clock.now() - since >= publishTimeout;
        if (!isPassing(error) || isLate) throw new PublishError(error, id, mayArrive || isPassing(error));
        // An answer may have been lost: the API takes the same id again for the same message.
        mayArrive = true;
      }
      await places.pause(attempt);
    }
  }

  #acknowledged(channel: string, id: string): void {
    this.#last.delete(channel);
    this.#last.set(channel, id);
    bound(this.#last, MOST_CHANNELS);
  }
}

function closedError(id: string, mayArrive: boolean): PublishError {
  return new PublishError(new PubSubError('Closed', 'The client was closed.'), id, mayArrive);
}
