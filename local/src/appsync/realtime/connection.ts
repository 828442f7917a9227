// One real-time connection, as a state machine that can send and close and knows nothing of sockets.
import type { Clock } from '../../foundation/clock';
import {
  CONNECTION_INIT_TIMEOUT,
  CONNECTION_LIFE,
  KEEP_ALIVE_INTERVAL,
  MAX_PUBLISHES_IN_FLIGHT,
  MAX_PUBLISHES_IN_FLIGHT_LENGTH,
  MAX_SUBSCRIBED_LENGTH,
  MAX_SUBSCRIPTIONS_PER_CONNECTION,
} from '../limits';
import {
  duplicatedOperation,
  INTERNAL_FAILURE,
  publishesTooMuch,
  subscriptionsTooLong,
  tooManySubscriptions,
} from './operation-errors';
import type { ClientMessage, FrameError, Protocol, PublishMessage, StartMessage } from './realtime-api';
import { type DataFrame, DataFrames } from './data-frames';
import type { Listener, Subscriber } from './subscriptions';

/** The way to the client. */
export interface Transport {
  /** @param frame a message's text, or a whole WebSocket frame */
  send(frame: string | DataFrame): void;
  close(): void;
}

/** What a connection asks of the API. */
export interface ConnectionHost {
  readonly protocol: Protocol;
  readonly clock: Clock;
  /** Proves who subscribes, and finds what it listens to. Rejects with what `startErrors` knows. */
  prepare(message: StartMessage): Promise<Listener>;
  /** Answers a message with a frame. Rejects with what is a fault of the engine. */
  publish(message: PublishMessage): Promise<string>;
  /** @returns removes the subscriber */
  listen(listener: Listener, subscriber: Subscriber): () => void;
  /** A fault of the engine. */
  fault(error: unknown): void;
}

/** A subscription of the connection, and the characters of its request. */
type Subscription = { readonly length: number } & (
  | { readonly state: 'starting' }
  | { readonly state: 'live'; readonly remove: () => void }
);

/** A connection whose client was let in. */
export class Connection {
  readonly #subscriptions = new Map<string, Subscription>();
  /** Those that were stopped while they were starting: what they ask for is still under way. */
  readonly #stopped = new Set<Subscription>();
  /** Messages that are being published, and their characters. */
  #publishes = 0;
  #publishedLength = 0;
  /** `begun` as soon as messages of the client are handled. */
  #state: 'open' | 'begun' | 'closed' = 'open';
  #isAcknowledged = false;
  #cancelKeepAlive = () => {};
  readonly #cancelInit: () => void;
  readonly #cancelEnd: () => void;
  readonly #transport: Transport;
  readonly #host: ConnectionHost;
  readonly #protocol: Protocol;

  constructor(transport: Transport, host: ConnectionHost) {
    this.#transport = transport;
    this.#host = host;
    this.#protocol = host.protocol;
    this.#cancelInit = host.clock.after(CONNECTION_INIT_TIMEOUT, () => this.#close());
    this.#cancelEnd = host.clock.after(CONNECTION_LIFE, () => this.#close());
  }

  /** Takes a frame from the client. Never throws. */
  receive(text: string): void {
    if (this.#state === 'closed') return;
    const message = this.#protocol.read(text);
    if (message.type === 'connection_init') {
      this.#init();
      return;
    }
    // RT-13: what comes before the acknowledgement is ignored; Event APIs need none (EV-13).
    if (!this.#protocol.needsInit) this.#begin();
    if (this.#state === 'begun') this.#handle(message);
  }

  /** The client is gone: nothing is sent any more. */
  closed(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#cancelInit();
    this.#cancelKeepAlive();
    this.#cancelEnd();
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.state === 'live') subscription.remove();
    }
    this.#subscriptions.clear();
  }

  #handle(message: Exclude<ClientMessage, { type: 'connection_init' }>): void {
    switch (message.type) {
      case 'start':
        this.#start(message).catch((error: unknown) => this.#host.fault(error));
        return;
      case 'stop':
        this.#stop(message.id);
        return;
      case 'publish':
        this.#publish(message).catch((error: unknown) => this.#host.fault(error));
        return;
      case 'invalid':
        this.#transport.send(message.frame);
    }
  }

  #init(): void {
    if (this.#isAcknowledged) return;
    this.#isAcknowledged = true;
    this.#transport.send(this.#protocol.connectionAck());
    this.#begin();
  }

  #begin(): void {
    if (this.#state !== 'open') return;
    this.#state = 'begun';
    this.#cancelInit();
    this.#keepAlive();
  }

  #keepAlive(): void {
    this.#cancelKeepAlive = this.#host.clock.after(KEEP_ALIVE_INTERVAL, () => {
      this.#transport.send(this.#protocol.keepAlive());
      this.#keepAlive();
    });
  }

  async #start(message: StartMessage): Promise<void> {
    const { id } = message;
    const { length } = message.data;
    const obstacle = this.#obstacle(id, length);
    if (obstacle) {
      this.#transport.send(this.#protocol.startFailed(id, obstacle));
      return;
    }
    const starting: Subscription = { state: 'starting', length };
    this.#subscriptions.set(id, starting);
    try {
      const listener = await this.#host.prepare(message);
      if (this.#subscriptions.get(id) === starting) this.#started(id, length, listener);
    } catch (error) {
      if (this.#subscriptions.get(id) === starting) this.#refused(id, error);
    } finally {
      this.#stopped.delete(starting);
    }
  }

  /** What keeps a subscription from being added, as its `error` frame says it. */
  #obstacle(id: string, length: number): readonly FrameError[] | FrameError | undefined {
    if (this.#subscriptions.has(id)) return [duplicatedOperation(id)];
    const kept = [...this.#subscriptions.values(), ...this.#stopped];
    if (kept.length >= MAX_SUBSCRIPTIONS_PER_CONNECTION) return tooManySubscriptions();
    const total = kept.reduce((sum, each) => sum + each.length, length);
    return total > MAX_SUBSCRIBED_LENGTH ? [subscriptionsTooLong()] : undefined;
  }

  /** Live first, acknowledged then, in one go: nothing that is published after the acknowledgement is missed (RT-21). */
  #started(id: string, length: number, listener: Listener): void {
    const frames = new DataFrames(id, this.#protocol.dataMember);
    const remove = this.#host.listen(listener, new Feed(this.#transport, frames, () => this.#ended(id)));
    this.#subscriptions.set(id, { state: 'live', length, remove });
    this.#transport.send(this.#protocol.started(id));
  }

  #refused(id: string, error: unknown): void {
    this.#subscriptions.delete(id);
    const errors = this.#protocol.startErrors(id, error);
    if (!errors) this.#host.fault(error);
    this.#transport.send(this.#protocol.startFailed(id, errors ?? [INTERNAL_FAILURE]));
  }

  /** A subscription that is still starting never becomes live. Its id is free at once, its place when it would have been (RT-62). */
  #stop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) {
      this.#transport.send(this.#protocol.stopFailed(id));
      return;
    }
    if (subscription.state === 'live') subscription.remove();
    else this.#stopped.add(subscription);
    this.#subscriptions.delete(id);
    this.#transport.send(this.#protocol.stopped(id));
  }

  /** Every message is answered for itself, so that one which waits keeps no other back. */
  async #publish(message: PublishMessage): Promise<void> {
    const { id, length } = message;
    const isTooMuch =
      this.#publishes >= MAX_PUBLISHES_IN_FLIGHT || this.#publishedLength + length > MAX_PUBLISHES_IN_FLIGHT_LENGTH;
    if (isTooMuch) {
      this.#transport.send(this.#protocol.publishFailed(id, publishesTooMuch()));
      return;
    }
    this.#publishes += 1;
    this.#publishedLength += length;
    try {
      this.#answer(await this.#host.publish(message));
    } catch (error) {
      this.#host.fault(error);
      this.#answer(this.#protocol.publishFailed(id, INTERNAL_FAILURE));
    } finally {
      this.#publishes -= 1;
      this.#publishedLength -= length;
    }
  }

  #answer(frame: string): void {
    if (this.#state !== 'closed') this.#transport.send(frame);
  }

  /** RT-40, RT-41: the client learns it, and a connection that carries nothing else is closed. */
  #ended(id: string): void {
    this.#subscriptions.delete(id);
    this.#transport.send(this.#protocol.ended(id));
    if (this.#subscriptions.size === 0) this.#close();
  }

  #close(): void {
    this.closed();
    this.#transport.close();
  }
}

/** A subscription, as those see it who have something for it. */
class Feed implements Subscriber {
  readonly #transport: Transport;
  readonly #frames: DataFrames;
  readonly invalidated: () => void;

  constructor(transport: Transport, frames: DataFrames, invalidated: () => void) {
    this.#transport = transport;
    this.#frames = frames;
    this.invalidated = invalidated;
  }

  deliver(payload: Buffer): void {
    this.#transport.send(this.#frames.of(payload));
  }
}
