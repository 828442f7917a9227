// A publisher whose messages are numbers, one after the other.
import { setTimeout as pause } from 'node:timers/promises';
import { publish } from '../test/support/clients/http-client';
import type { Api } from '../test/support/planet';

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
    for (let written = 0; written < count; written += 1) {
      this.#number += 1;
      const draft = { name: this.#channel, message: String(this.#number) };
      const { id } = await publish(this.#api, { ...draft, ...(this.#previous && { previous: this.#previous }) });
      this.#previous = id;
    }
    return this.#number;
  }

  /** Publishes from now on, until it is told to end. @param interval milliseconds */
  beat(interval: number): { end(): Promise<number> } {
    const ending = new AbortController();
    const beating = (async () => {
      while (!ending.signal.aborted) {
        await this.write(1);
        await pause(interval);
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
}
