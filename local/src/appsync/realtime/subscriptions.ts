// The subscriptions of an API: who hears of which mutation, and whom an invalidation ends.
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Invalidation } from '../javascript/javascript';
import { passes, type Filter } from './filter';
import { ListenerIndex } from './listener-index';

/** What a subscription listens to. Subscriptions with the same key get the same bytes. */
export interface Listener {
  /** Equal for subscriptions that cannot be told apart but by their id and socket. */
  readonly key: string;
  /** Equal for listeners that make the same payload of a result, whatever their filters. */
  readonly payloadKey: string;
  /** The subscription field. */
  readonly field: string;
  /** The mutation fields that it listens to. */
  readonly mutations: readonly string[];
  readonly filter: Filter;
  /** Which invalidations end it; none when the resolver set no filter for them. */
  readonly invalidationFilter: Filter | undefined;
  /** The payload of a `data` frame as JSON; `undefined` when AppSync would not deliver it. */
  payloadOf(published: JsonValue): Buffer | undefined;
}

/** The one who subscribed. */
export interface Subscriber {
  /** @param payload shared with others: not to be written to */
  deliver(payload: Buffer): void;
  /** The subscription was ended by the server. Called once, after it was removed. */
  invalidated(): void;
}

/** A listener and everybody who listens with it. */
interface Group {
  readonly listener: Listener;
  readonly filter: Filter;
  readonly subscribers: Set<Subscriber>;
}

/** The live subscriptions of one API. */
export class Subscriptions {
  readonly #groups = new Map<string, Group>();
  readonly #byMutation = new Map<string, ListenerIndex<Group>>();
  readonly #fault: (error: unknown) => void;

  /** @param fault told what went wrong with one listener or subscriber, of which the others notice nothing */
  constructor(fault: (error: unknown) => void) {
    this.#fault = fault;
  }

  /**
   * Makes a subscription live: nothing that is published afterwards is missed.
   * @returns removes it
   */
  add(listener: Listener, subscriber: Subscriber): () => void {
    const group = this.#groups.get(listener.key) ?? this.#open(listener);
    group.subscribers.add(subscriber);
    return () => this.#remove(group, subscriber);
  }

  /** Delivers the result of a mutation field, its selected fields by name. Every different payload is made once. */
  publish(mutation: string, published: JsonValue): void {
    const payloads = new Map<string, Buffer | undefined>();
    for (const { listener, subscribers } of this.#byMutation.get(mutation)?.concernedBy(published) ?? []) {
      const key = listener.payloadKey;
      if (!payloads.has(key))
        payloads.set(
          key,
          this.#isolated(() => listener.payloadOf(published)),
        );
      const payload = payloads.get(key);
      if (payload) this.#deliver(payload, subscribers);
    }
  }

  /** Ends every subscription whose invalidation filter the payload passes, and no other. */
  invalidate({ subscriptionField, payload }: Invalidation): void {
    for (const group of [...this.#groups.values()]) {
      if (group.listener.field === subscriptionField && isEndedBy(group.listener, payload)) this.#end(group);
    }
  }

  #deliver(payload: Buffer, subscribers: ReadonlySet<Subscriber>): void {
    for (const subscriber of subscribers) {
      try {
        subscriber.deliver(payload);
      } catch (error) {
        this.#fault(error);
      }
    }
  }

  #open(listener: Listener): Group {
    const group: Group = { listener, filter: listener.filter, subscribers: new Set() };
    this.#groups.set(listener.key, group);
    for (const mutation of listener.mutations) {
      const index = this.#byMutation.get(mutation) ?? new ListenerIndex<Group>();
      this.#byMutation.set(mutation, index);
      index.add(group);
    }
    return group;
  }

  #end(group: Group): void {
    for (const subscriber of [...group.subscribers]) {
      this.#remove(group, subscriber);
      this.#isolated(() => subscriber.invalidated());
    }
  }

  #isolated<Value>(run: () => Value): Value | undefined {
    try {
      return run();
    } catch (error) {
      this.#fault(error);
      return undefined;
    }
  }

  #remove(group: Group, subscriber: Subscriber): void {
    group.subscribers.delete(subscriber);
    if (group.subscribers.size > 0 || this.#groups.get(group.listener.key) !== group) return;
    this.#groups.delete(group.listener.key);
    for (const mutation of group.listener.mutations) this.#byMutation.get(mutation)?.delete(group);
  }
}

function isEndedBy({ invalidationFilter }: Listener, payload: JsonObject): boolean {
  return invalidationFilter !== undefined && passes(invalidationFilter, payload);
}
