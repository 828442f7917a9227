// Clients on the library, in a process of their own, which note when they get what.
import { connect, type State } from 'global-pubsub-client';
import { rememberedMebibytes } from '../test/support/memory';
import { Device } from '../tools/chaos/device';
import type { Comeback, ListenersOrder, Post } from './protocol';

/** Messages between two looks at the memory, a page of the history. */
const PAGE = 250;

/** What one client got. */
class Listener {
  /** The number of the newest message, and when it came; when it was connected last, and when it had everything. */
  newest = 0;
  #at = performance.now();
  hole = 0;
  reconnectedAt: number | undefined;
  liveAt: number | undefined;
  lost = 0;
  duplicates = 0;
  gaps = 0;
  #wake: () => void = () => undefined;

  heard(number: number): void {
    const now = performance.now();
    this.hole = Math.max(this.hole, now - this.#at);
    this.#at = now;
    if (number <= this.newest) this.duplicates += 1;
    else if (this.newest > 0) this.lost += number - this.newest - 1;
    this.newest = Math.max(this.newest, number);
    this.#wake();
  }

  reset(): void {
    this.hole = 0;
    this.#at = performance.now();
    this.reconnectedAt = undefined;
    this.liveAt = undefined;
  }

  /** Takes note of a state of the subscription. */
  is(state: State): void {
    if (state === 'catching up') this.reconnectedAt = performance.now();
    if (state === 'live') this.liveAt = performance.now();
    this.#wake();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

class Listeners {
  /** The one that all of them are on. */
  #device: Device | undefined;
  readonly #listeners: Listener[] = [];
  #since = performance.now();
  #memory: [number, number] = [0, 0];

  async join(post: Post, count: number): Promise<void> {
    const { options } = (this.#device = new Device(post.ca));
    for (let number = 0; number < count; number += 1) {
      const { url, regions, token } = post;
      const client = connect({ ...options, url, regions, historyHours: 1, token: () => token });
      const listener = new Listener();
      this.#listeners.push(listener);
      let heard = 0;
      const subscription = client.subscribe(post.channel, {
        onMessage: async ({ message }) => {
          listener.heard(Number(message));
          // The next message waits for it.
          if (count === 1 && (heard += 1) % PAGE === 0) await this.#look();
        },
        onGap: () => (listener.gaps += 1),
      });
      subscription.on('state', (state) => listener.is(state));
    }
    await this.everybodyLive();
  }

  async reset(): Promise<void> {
    this.#memory = [await rememberedMebibytes(), 0];
    this.#since = performance.now();
    for (const listener of this.#listeners) listener.reset();
  }

  async everybodyLive(): Promise<void> {
    await Promise.all(this.#listeners.map(async (each) => each.until(() => each.liveAt !== undefined)));
  }

  async everything(last: number): Promise<Comeback> {
    await Promise.all(
      this.#listeners.map(async (each) => each.until(() => each.newest >= last && each.liveAt !== undefined)),
    );
    const sum = (of: (listener: Listener) => number) => this.#listeners.reduce((total, each) => total + of(each), 0);
    return {
      holes: this.#listeners.map(({ hole }) => hole),
      reconnected: this.#listeners.map(({ reconnectedAt = NaN }) => reconnectedAt - this.#since),
      caughtUp: this.#listeners.map(({ liveAt = NaN }) => liveAt - this.#since),
      memory: this.#memory,
      ...{
        lost: sum(({ lost }) => lost),
        duplicates: sum(({ duplicates }) => duplicates),
        gaps: sum(({ gaps }) => gaps),
      },
    };
  }

  async carryOut(order: ListenersOrder): Promise<Comeback | undefined> {
    if (order.kind === 'everything up to') return this.everything(order.number);
    if (order.kind === 'join') await this.join(order.post, order.count);
    if (order.kind === 'everybody live') await this.everybodyLive();
    if (order.kind === 'sleep') this.#device?.sleep();
    if (order.kind === 'wake') this.#device?.wake();
    if (order.kind === 'reset') await this.reset();
    return undefined;
  }

  async #look(): Promise<void> {
    this.#memory[1] = Math.max(this.#memory[1], await rememberedMebibytes());
  }
}

const listeners = new Listeners();
process.on('message', (order: ListenersOrder) => {
  void listeners.carryOut(order).then((comeback) => process.send?.(comeback ?? 'done'));
});
process.on('disconnect', () => process.exit());
