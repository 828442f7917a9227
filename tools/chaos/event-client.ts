// Clients of AppSync Events, no larger than they must be: one publishes with fetch, one listens with a WebSocket, and both try again.
import { type ConnectOptions, PublishError, PubSubError, type SocketLike } from 'global-pubsub-client';
import { ulid } from 'ulid';

/** What such a client is made with. */
export interface EventClientOptions extends Required<Pick<ConnectOptions, 'clock' | 'fetch' | 'WebSocket'>> {
  /** The address of the Events door: `https://DOMAIN/event`. */
  readonly url: string;
  readonly token: () => Promise<string> | string;
}

/** A message as the Events door broadcasts it, as far as it is looked at. */
export interface EventMessage {
  readonly id: string;
  readonly userId: string | null;
  readonly message: string;
}

/** A message as it is published. */
interface Event {
  readonly message: string;
  readonly id: string;
  readonly previous: string | undefined;
}

/** Told what a listener hears. */
export interface EventObserver {
  /** A subscription of the present connection is live. */
  live(channel: string): void;
  message(channel: string, message: EventMessage): void;
  /** The connection has ended, and its subscriptions with it. */
  ended(): void;
}

/** Milliseconds between two attempts. */
const PAUSE = 250;
const SUBPROTOCOL = 'aws-appsync-event-ws';
/** What the bus may be a moment later. */
const PASSING = 'EventBusUnavailable';
const HTTP = { ok: 200, tooManyRequests: 429, serverError: 500 } as const;

/** Publishes, in each channel one message after the other, so that each can name the one before. */
export class EventPublisher {
  /** By channel: the last message that was acknowledged, as soon as it is known. */
  readonly #last = new Map<string, Promise<string | undefined>>();
  readonly #closing = new AbortController();
  readonly #options: EventClientOptions;

  constructor(options: EventClientOptions) {
    this.#options = options;
  }

  /** Rejects with PublishError. */
  async publish(channel: string, { message }: { readonly message: string }): Promise<{ readonly id: string }> {
    const id = ulid();
    const before = this.#last.get(channel) ?? Promise.resolve(undefined);
    const published = before.then(async (previous) => this.#untilAnswered(channel, { message, id, previous }));
    const last = published.then(
      () => id,
      async () => before,
    );
    this.#last.set(channel, last);
    await published;
    return { id };
  }

  close(): void {
    this.#closing.abort();
  }

  /** The Events door takes the same id again for the same message. */
  async #untilAnswered(channel: string, event: Event): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const code = await this.#refusal(channel, event).catch(() => PASSING);
      if (code === undefined) return;
      if (code !== PASSING) throw notPublished(code, event.id);
      await this.#pause();
    }
    throw notPublished('Closed', event.id);
  }

  /** @returns the code with which the event was refused; nothing when it was taken */
  async #refusal(channel: string, event: Event): Promise<string | undefined> {
    const response = await this.#options.fetch(this.#options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: await this.#options.token() },
      body: JSON.stringify({ channel: `/${channel}`, events: [JSON.stringify(event)] }),
      signal: this.#closing.signal,
    });
    const { status } = response;
    if (status >= HTTP.serverError || status === HTTP.tooManyRequests) return PASSING;
    if (status !== HTTP.ok) return `HTTP ${status}`;
    const { failed } = JSON.parse(await response.text()) as {
      readonly failed: readonly { readonly message: string }[];
    };
    // Its message begins with the code.
    return failed[0]?.message.split(':')[0];
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#options.clock.after(PAUSE, resolve);
      this.#closing.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** Listens to channels, over one connection after the other. */
export class EventListener {
  #socket: SocketLike | undefined;
  #isClosed = false;
  readonly #channels: readonly string[];
  readonly #options: EventClientOptions;
  readonly #observer: EventObserver;

  constructor(options: EventClientOptions, channels: readonly string[], observer: EventObserver) {
    this.#options = options;
    this.#channels = channels;
    this.#observer = observer;
  }

  /** Connects, and does so again whenever a connection ends. Rejects when it has no token. */
  async start(): Promise<void> {
    const { url, token, WebSocket } = this.#options;
    const { host } = new URL(url);
    const authorization = { host, Authorization: await token() };
    if (this.#isClosed) return;
    const header = Buffer.from(JSON.stringify(authorization)).toString('base64url');
    const socket = new WebSocket(`wss://${host}/event/realtime`, [SUBPROTOCOL, `header-${header}`]);
    this.#socket = socket;
    socket.addEventListener('open', () => {
      for (const channel of this.#channels)
        socket.send(JSON.stringify({ type: 'subscribe', id: channel, channel: `/${channel}`, authorization }));
    });
    socket.addEventListener('message', ({ data }) => this.#take(String(data)));
    // It closes then as well.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', () => {
      if (this.#isClosed) return;
      this.#observer.ended();
      this.#options.clock.after(PAUSE, () => void this.start());
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.close();
  }

  #take(text: string): void {
    const { type, id = '', event = 'null' } = JSON.parse(text) as Readonly<Record<string, string | undefined>>;
    if (type === 'subscribe_success') this.#observer.live(id);
    else if (type === 'data') this.#observer.message(id, JSON.parse(event) as EventMessage);
    else if (type === 'subscribe_error') this.#socket?.close();
  }
}

/** @returns an error that says that subscribers may get it all the same: an answer may have been lost before */
function notPublished(code: string, id: string): PublishError {
  return new PublishError(new PubSubError(code, `The Events door did not take it: ${code}.`), id, true);
}
