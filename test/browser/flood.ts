// Messages that only this browser gets: as many as a test wants, however fast the machine's engine is.
import { setInterval } from 'node:timers/promises';
import type { Page, WebSocketRoute } from 'playwright-core';
import type { ReceivedMessage } from '../../local/test/support/messages';
import { ulid } from 'ulid';
import { OREGON } from './page-fixture';

/** Milliseconds between two handfuls of messages. */
const STEP = 50;
const SECOND = 1000;

/** Where the page listens to a channel. */
interface Subscription {
  readonly socket: WebSocketRoute;
  readonly id: string;
}

/** A way into the page's sockets. */
export class Flood {
  readonly #subscriptions = new Map<string, Subscription>();
  #count = 0;

  /** Stands between the page and the front door from now on; lets everything pass. */
  static async into(page: Page): Promise<Flood> {
    const flood = new Flood();
    await page.routeWebSocket('**/graphql/realtime**', (socket) => flood.#standBetween(socket));
    return flood;
  }

  /** Adds messages evenly. @returns messages a second that were really added */
  async pour(count: number, rate: number): Promise<number> {
    const begin = Date.now();
    const last = this.#count + count;
    for await (const first of setInterval(STEP, this.#count)) {
      const due = first + ((Date.now() - begin) * rate) / SECOND;
      while (this.#count < Math.min(due, last)) this.#add('');
      if (this.#count === last) break;
    }
    return (count * SECOND) / (Date.now() - begin);
  }

  /** Adds messages at once. @param size characters that each has besides its number */
  burst(count: number, size: number): void {
    for (let added = 0; added < count; added += 1) this.#add('.'.repeat(size));
  }

  /** Adds a message before which its publisher sent one that nobody has. */
  skip(): void {
    this.#add('', ulid());
  }

  /** The text with which the newest message begins. */
  get newest(): string {
    return `Drop ${this.#count},`;
  }

  #standBetween(socket: WebSocketRoute): void {
    const server = socket.connectToServer();
    server.onMessage((frame) => socket.send(frame));
    socket.onMessage((frame) => {
      const { type, id, payload } = JSON.parse(frame.toString()) as Frame;
      if (type === 'start' && id !== undefined) this.#subscriptions.set(channelIn(payload?.data), { socket, id });
      server.send(frame);
    });
  }

  #add(padding: string, previous: string | null = null): void {
    this.#count += 1;
    this.deliver({ name: 'tech', message: `${this.newest}${padding}`, previous });
  }

  /** Delivers a message, to the page alone. */
  deliver(message: Pick<ReceivedMessage, 'name'> & Partial<ReceivedMessage>): void {
    const { socket, id } = this.#subscriptions.get(message.name) ?? {};
    const own = ulid();
    const whole: ReceivedMessage = {
      ...{ message: '', data: null, publishedAt: new Date().toISOString(), id: own, position: own, previous: null },
      ...{ region: OREGON, userId: 'rain' },
      ...message,
    };
    socket?.send(JSON.stringify({ id, type: 'data', payload: { data: { subscribe: whole } } }));
  }
}

/** What a page sends. */
interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data?: string };
}

/** The channel that a subscription names. */
function channelIn(data = '{}'): string {
  const { variables } = JSON.parse(data) as { readonly variables?: { readonly name?: string } };
  return variables?.name ?? '';
}
