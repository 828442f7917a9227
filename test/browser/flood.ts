// Messages that only this browser gets: as many as a test wants, however fast the machine's engine is.
import { setInterval } from 'node:timers/promises';
import type { Page, WebSocketRoute } from 'playwright-core';
import type { ReceivedMessage } from '../../local/test/support/messages';
import { ulid } from 'ulid';
import { OREGON } from './page-fixture';

/** Milliseconds between two handfuls of messages. */
const STEP = 50;
const SECOND = 1000;

/** A way into the page's sockets. */
export class Flood {
  #socket: WebSocketRoute | undefined;
  #subscription = '';
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
      const { type, id } = JSON.parse(frame.toString()) as { readonly type: string; readonly id?: string };
      if (type === 'start' && id !== undefined) [this.#socket, this.#subscription] = [socket, id];
      server.send(frame);
    });
  }

  #add(padding: string, previous: string | null = null): void {
    this.#count += 1;
    const id = ulid();
    const message: ReceivedMessage = {
      ...{ name: 'tech', message: `${this.newest}${padding}`, data: null, publishedAt: new Date().toISOString() },
      ...{ id, position: id, previous, region: OREGON, userId: 'rain' },
    };
    const frame = { id: this.#subscription, type: 'data', payload: { data: { subscribe: message } } };
    this.#socket?.send(JSON.stringify(frame));
  }
}
