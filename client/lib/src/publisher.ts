// Publishes: each message until its outcome is known, and those of a channel in their order. What is published in one turn goes
// together, and what comes while others are on their way with the next request.
import type { Api } from './api';
import { bound } from './bound';
import type { Clock } from './clock';
import { errorIn, errorOf, isPassing, PublishError, PubSubError } from './errors';
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
/** Requests that are on their way at once. */
const MOST_FLIGHTS = 4;
/** Messages of a request: the API's own most. And characters in them, which fit into one call of its bus unless they are all escaped. */
const MOST = 10;
const MOST_CHARACTERS = 80_000;
/** Milliseconds: browsers' and Node.js's timers take no more. */
const MOST_DELAY = 2 ** 31 - 1;
const RECEIPT = '{ id region publishedAt userId }';
const PUBLISH =
  'mutation($name: String!, $message: String!, $data: AWSJSON, $id: ID, $previous: ID) { ' +
  `publish(name: $name, message: $message, data: $data, id: $id, previous: $previous) ${RECEIPT} }`;
const PUBLISH_BATCH =
  'mutation($messages: [PublishInput!]!) { ' +
  `publishBatch(messages: $messages) { message ${RECEIPT} error { errorType message } } }`;

/** A message that has no outcome yet. */
interface Item {
  readonly since: number;
  readonly input: {
    readonly name: string;
    readonly message: string;
    readonly data: string | undefined;
    readonly id: string;
    previous?: string | undefined;
  };
  tries: number;
  /** Of the last attempt. */
  failure?: unknown;
  isAcknowledged: boolean;
  readonly resolve: (receipt: Receipt) => void;
  readonly reject: (error: unknown) => void;
}

/** What the API answers to one message of several; neither for one that the stage drops. */
interface Outcome {
  readonly message?: Receipt | null;
  readonly error?: unknown;
}

/** Makes a client's publisher. */
export function createPublisher(
  { queueLimit = 1000, publishTimeout = 600_000 }: ConnectOptions,
  api: Api,
  places: Places,
  clock: Clock,
) {
  /** By channel: the id of the last message that was acknowledged. */
  const acknowledged = new Map<string, string>();
  /** Channels of which messages are on their way: the next ones wait. */
  const busy = new Set<string>();
  let waiting: Item[] = [];
  let flights = 0;
  /** Does a microtask wait to send? */
  let isDue = false;
  let count = 0;
  let isClosed = false;

  function refuseIfClosed(): void {
    if (isClosed) throw new PubSubError('Closed', 'The client was closed.');
  }

  /** @throws PublishError */
  async function publish(name: string, { message, data, ...draft }: Draft): Promise<Receipt> {
    const since = clock.now();
    const id = draft.id?.toUpperCase() ?? ulid(since);
    let item: Item | undefined;
    let cancel: (() => void) | undefined;
    try {
      refuseIfClosed();
      if (count >= queueLimit) throw new PubSubError('QueueFull', 'Too many messages wait; publish it later.');
      count += 1;
      // As text now, as the caller may change it while it waits.
      const input = { name, message, data: JSON.stringify(data), id };
      return await new Promise<Receipt>((resolve, reject) => {
        const made: Item = { since, input, tries: 0, isAcknowledged: false, resolve, reject };
        item = made;
        waiting.push(made);
        // Also while an attempt waits for its answer, or for the next one.
        cancel = clock.after(Math.min(publishTimeout, MOST_DELAY), () => {
          waiting = waiting.filter((other) => other !== made);
          made.reject(made.failure);
        });
        goSoon();
      }).finally(() => {
        cancel?.();
        count -= 1;
      });
    } catch (error) {
      // An answer may have been lost: the API takes the same id again for the same message.
      throw new PublishError(errorOf(error), id, (item?.tries ?? 0) > 1 || isPassing(error));
    }
  }

  /** Sends together what is published in one turn of the program. */
  function goSoon(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      go();
    });
  }

  /** Sends what waits, as far as it may go. */
  function go(): void {
    while (flights < MOST_FLIGHTS) {
      let room = MOST_CHARACTERS;
      const items = waiting
        .filter(({ input }) => !busy.has(input.name))
        .slice(0, MOST)
        .filter(({ input }, index) => {
          room -= (input.message + (input.data ?? '')).length;
          return room >= 0 || index === 0;
        });
      if (items.length === 0) return;
      waiting = waiting.filter((item) => !items.includes(item));
      void fly(items);
    }
  }

  /** Publishes some messages, in one request after the other until the outcome of each is known. */
  async function fly(all: readonly Item[]): Promise<void> {
    let items = all;
    flights += 1;
    const tails = new Map<string, string>();
    for (const { input } of all) {
      const { name, id } = input;
      // Once: an attempt that seemed to fail may have published it.
      const last = tails.get(name) ?? acknowledged.get(name);
      if (last !== id) input.previous = last;
      tails.set(name, id);
      busy.add(name);
    }

    async function attempt(): Promise<void> {
      try {
        for (const item of items) item.tries += 1;
        refuseIfClosed();
        let failure: unknown;
        const outcomes = await ask(items);
        items = items.filter((item, index) => {
          const { message, error } = outcomes[index] ?? {};
          item.isAcknowledged = Boolean(message);
          // What is resolved cannot be rejected any more.
          if (message) item.resolve(message);
          const refusal = error ? errorIn(error) : new PubSubError('Dropped', 'The channel dropped the message.');
          const isAgain = !message && isPassing(refusal);
          if (isAgain) failure = refusal;
          else item.reject(refusal);
          return isAgain;
        });
        if (items.length > 0) throw failure;
      } catch (error) {
        for (const item of items) item.failure = error;
        throw error;
      }
    }

    /** Gives up what has been tried for too long. */
    function isOver(): boolean {
      const oldest = clock.now() - publishTimeout;
      for (const { since, reject, failure } of items) if (since <= oldest) reject(failure);
      items = items.filter(({ since }) => since > oldest);
      return items.length === 0;
    }

    try {
      await places.insist(attempt, isOver);
    } catch (error) {
      for (const { reject } of items) reject(error);
    }
    for (const { isAcknowledged, input } of all) {
      const { name, id } = input;
      busy.delete(name);
      if (!isAcknowledged) continue;
      acknowledged.delete(name);
      acknowledged.set(name, id);
    }
    bound(acknowledged, MOST_CHANNELS);
    flights -= 1;
    go();
  }

  async function ask(items: readonly Item[]): Promise<readonly Outcome[]> {
    const [first, ...others] = items.map(({ input }) => input);
    if (first && others.length === 0) return [{ message: (await api.request(PUBLISH, first))['publish'] as Receipt }];
    return (await api.request(PUBLISH_BATCH, { messages: [first, ...others] }))['publishBatch'] as readonly Outcome[];
  }

  /** What has no outcome yet ends with an error. */
  function close(): void {
    isClosed = true;
  }

  return { publish, close };
}
