// One real-time connection, as a state machine that can send and close and knows nothing of sockets.
import type { Clock } from '../../foundation/clock';
import {
  CONNECTION_INIT_TIMEOUT,
  CONNECTION_LIFE,
  KEEP_ALIVE_INTERVAL,
  MAX_SUBSCRIBED_LENGTH,
  MAX_SUBSCRIPTIONS_PER_CONNECTION,
} from '../limits';
import {
  complete,
  connectionAck,
  duplicatedOperation,
  ended,
  errorFrame,
  INTERNAL_FAILURE,
  keepAlive,
  readMessage,
  startAck,
  startErrors,
  subscriptionsTooLong,
  tooManySubscriptions,
  unknownOperation,
  type ClientMessage,
  type FrameError,
  type StartMessage,
} from './protocol';
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
  readonly clock: Clock;
  /** Proves who subscribes, and finds what it listens to. Rejects with what `startErrors` knows. */
  prepare(message: StartMessage): Promise<Listener>;
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
  #state: 'open' | 'acknowledged' | 'closed' = 'open';
  #cancelKeepAlive = () => {};
  readonly #cancelInit: () => void;
  readonly #cancelEnd: () => void;
  readonly #transport: Transport;
  readonly #host: ConnectionHost;

  constructor(transport: Transport, host: ConnectionHost) {
    this.#transport = transport;
    this.#host = host;
    this.#cancelInit = host.clock.after(CONNECTION_INIT_TIMEOUT, () => this.#close());
    this.#cancelEnd = host.clock.after(CONNECTION_LIFE, () => this.#close());
  }

  /** Takes a frame from the client. Never throws. */
  receive(text: string): void {
    if (this.#state === 'closed') return;
    const message = readMessage(text);
    if (message.type === 'connection_init') {
      this.#init();
      return;
    }
    // RT-13: what comes before the acknowledgement is ignored.
    if (this.#state === 'acknowledged') this.#handle(message);
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
      case 'invalid':
        this.#transport.send(errorFrame(message.id, [message.error]));
    }
  }

  #init(): void {
    if (this.#state !== 'open') return;
    this.#state = 'acknowledged';
    this.#cancelInit();
    this.#transport.send(connectionAck());
    this.#keepAlive();
  }

  #keepAlive(): void {
    this.#cancelKeepAlive = this.#host.clock.after(KEEP_ALIVE_INTERVAL, () => {
      this.#transport.send(keepAlive());
      this.#keepAlive();
    });
  }

  async #start(message: StartMessage): Promise<void> {
    const { id } = message;
    const { length } = message.data;
    const obstacle = this.#obstacle(id, length);
    if (obstacle) {
      this.#transport.send(errorFrame(id, obstacle));
      return;
    }
    const starting: Subscription = { state: 'starting', length };
    this.#subscriptions.set(id, starting);
    try {
      const listener = await this.#host.prepare(message);
      if (this.#subscriptions.get(id) === starting) this.#started(id, length, listener);
    } catch (error) {
      if (this.#subscriptions.get(id) === starting) this.#refused(id, error);
    }
  }

  /** What keeps a subscription from being added, as its `error` frame says it. */
  #obstacle(id: string, length: number): readonly FrameError[] | FrameError | undefined {
    if (this.#subscriptions.has(id)) return [duplicatedOperation(id)];
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS_PER_CONNECTION) return tooManySubscriptions();
    const lengths = [...this.#subscriptions.values()].map((each) => each.length);
    const total = lengths.reduce((sum, each) => sum + each, length);
    return total > MAX_SUBSCRIBED_LENGTH ? [subscriptionsTooLong()] : undefined;
  }

  /** Live first, acknowledged then, in one go: nothing that is published after the acknowledgement is missed (RT-21). */
  #started(id: string, length: number, listener: Listener): void {
    const frames = new DataFrames(id);
    const remove = this.#host.listen(listener, {
      deliver: (payload) => this.#transport.send(frames.of(payload)),
      invalidated: () => this.#ended(id),
    });
    this.#subscriptions.set(id, { state: 'live', length, remove });
    this.#transport.send(startAck(id));
  }

  #refused(id: string, error: unknown): void {
    this.#subscriptions.delete(id);
    const errors = startErrors(id, error);
    if (!errors) this.#host.fault(error);
    this.#transport.send(errorFrame(id, errors ?? [INTERNAL_FAILURE]));
  }

  /** A subscription that is still starting never becomes live: its place is free at once. */
  #stop(id: string): void {
    const subscription = this.#subscriptions.get(id);
    if (!subscription) {
      this.#transport.send(errorFrame(id, [unknownOperation(id)]));
      return;
    }
    if (subscription.state === 'live') subscription.remove();
    this.#subscriptions.delete(id);
    this.#transport.send(complete(id));
  }

  /** RT-40, RT-41: the client learns it, and a connection that carries nothing else is closed. */
  #ended(id: string): void {
    this.#subscriptions.delete(id);
    this.#transport.send(ended(id));
    if (this.#subscriptions.size === 0) this.#close();
  }

  #close(): void {
    this.closed();
    this.#transport.close();
  }
}
