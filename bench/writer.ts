// A publisher whose messages are numbers, one after the other.
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { publish } from '../test/support/clients/http-client';
import type { Api } from '../test/support/planet';

/** Messages that are on their way at the same time. Each names the one before it, so that subscribers know their order. */
const IN_FLIGHT = 16;

/** Publishes in one region. */
export class Writer {
  readonly #api: Api;
  readonly #channel: string;
  #number = 0;
  #previous: string | undefined;

  constructor(api: Api, channel: string) {
    this.#api = api;
    this.#channel = channel;
  }

  /** Publishes so many messages. @returns the number of the last one */
  async write(count: number): Promise<number> {
    let left = count;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await this.#next();
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    return this.#number;
  }

  /** Publishes from now on, until it is told to end. @param perSecond messages */
  beat(perSecond: number): { end(): Promise<number> } {
    const ending = new AbortController();
    const started = performance.now();
    const beating = (async () => {
      for (let beats = 1; !ending.signal.aborted; beats += 1) {
        await this.#next();
        // As many as that, whatever the answers take.
        await pause(started + (beats * 1000) / perSecond - performance.now());
      }
      return this.#number;
    })();
    return {
      end: async () => {
        ending.abort();
        return beating;
      },
    };
  }

  async #next(): Promise<void> {
    this.#number += 1;
    const previous = this.#previous;
    const id = (this.#previous = ulid());
    await publish(this.#api, {
      ...{ name: this.#channel, message: String(this.#number), id },
      ...(previous !== undefined && { previous }),
    });
  }
}
