// Clients on the library, in a process of their own, which note when they get what.
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'global-pubsub-client';
import { rememberedMebibytes } from '../test/support/memory';
import { Device } from '../tools/chaos/device';
import { Listener } from './listener';
import type { Comeback, ListenersOrder, Post } from './protocol';

/** Messages between two looks at the memory: two pages of the history. */
const LOOK = 500;
/** Clients that join at the same time, and how often each may be led past the front door meanwhile. */
const JOINING = 20;
const MOST_TRIES = 5;
/** Milliseconds for which it is waited for everybody. */
const PATIENCE = 300_000;
/** `maxRSS` is in kibibytes. */
const MEBIBYTE = 1024;

class Listeners {
  /** The one that all of them are on. */
  #device: Device | undefined;
  readonly #listeners: Listener[] = [];
  #since = performance.now();
  #remembered = { before: 0, most: 0 };

  async join(post: Post, count: number): Promise<void> {
    const device = (this.#device = new Device(post.ca));
    let left = count;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        this.#listeners.push(await this.#joined(post, device, count === 1));
      }
    };
    await Promise.all(Array.from({ length: JOINING }, lane));
  }

  /** A client that is live. It came through the front door: one that was led past it is in a region that may not die. */
  async #joined(post: Post, { options }: Device, isWatched: boolean): Promise<Listener> {
    const { url, regions, token, channel } = post;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const listener = new Listener();
      const client = connect({ ...options, url, regions, historyHours: 1, token: () => token });
      client.on('connection', (host) => (listener.host = host));
      let heard = 0;
      const subscription = client.subscribe(channel, {
        onMessage: async ({ message }) => {
          listener.heard(Number(message));
          // The next message waits for it.
          if (isWatched && (heard += 1) % LOOK === 0) await this.#look();
        },
        onGap: () => (listener.gaps += 1),
      });
      subscription.on('state', (state) => listener.is(state));
      await listener.hasAll(0);
      if (listener.host === new URL(url).host) return listener;
      client.close();
    }
    throw new Error(`A client did not come in through the front door, in ${MOST_TRIES} tries.`);
  }

  async reset(): Promise<void> {
    const before = await rememberedMebibytes();
    this.#remembered = { before, most: before };
    this.#since = performance.now();
    for (const listener of this.#listeners) listener.reset();
  }

  /** Waits until all of them are live and have this message, or long enough. */
  async everybody(last: number): Promise<void> {
    const late = new AbortController();
    const all = Promise.all(this.#listeners.map(async (listener) => listener.hasAll(last)));
    await Promise.race([all, pause(PATIENCE, undefined, { signal: late.signal }).catch(() => undefined)]);
    late.abort();
  }

  async everything(last: number): Promise<Comeback> {
    await this.everybody(last);
    const listeners = this.#listeners;
    const sum = (of: (listener: Listener) => number) => listeners.reduce((total, each) => total + of(each), 0);
    return {
      holes: listeners.map(({ hole }) => hole),
      reconnected: listeners.map(({ reconnectedAt = Infinity }) => reconnectedAt - this.#since),
      caughtUp: listeners.map(({ liveAt = Infinity }) => liveAt - this.#since),
      memory: { ...this.#remembered, peak: process.resourceUsage().maxRSS / MEBIBYTE },
      missing: listeners.filter(({ newest, liveAt }) => newest < last || liveAt === undefined).length,
      lost: sum(({ lost }) => lost),
      duplicates: sum(({ duplicates }) => duplicates),
      gaps: sum(({ gaps }) => gaps),
    };
  }

  async carryOut(order: ListenersOrder): Promise<Comeback | undefined> {
    if (order.kind === 'everything up to') return this.everything(order.number);
    if (order.kind === 'join') await this.join(order.post, order.count);
    if (order.kind === 'everybody live') await this.everybody(0);
    if (order.kind === 'sleep') this.#device?.sleep();
    if (order.kind === 'wake') this.#device?.wake();
    if (order.kind === 'reset') await this.reset();
    return undefined;
  }

  async #look(): Promise<void> {
    this.#remembered.most = Math.max(this.#remembered.most, await rememberedMebibytes());
  }
}

const listeners = new Listeners();
process.on('message', (order: ListenersOrder) => {
  void listeners.carryOut(order).then((comeback) => process.send?.(comeback ?? 'done'));
});
process.on('disconnect', () => process.exit());
