// The subscriptions of a session: one to a channel at most, and what an ended one still says is not heard.
import type { Message } from '../board/message';
import type { Api } from './api';

/** Told what becomes of each channel's subscription; `api.ts` says what the words mean. */
export interface ChannelObserver {
  live(channel: string): void;
  message(message: Message): void;
  closed(channel: string): void;
  failed(channel: string, error: unknown): void;
}

/** Subscriptions by their channels. */
export class Subscriptions {
  readonly #api: Api;
  readonly #observer: ChannelObserver;
  readonly #ends = new Map<string, () => void>();

  constructor(api: Api, observer: ChannelObserver) {
    this.#api = api;
    this.#observer = observer;
  }

  /** Subscribes, in place of the subscription that there was. */
  begin(channel: string): void {
    this.end(channel);
    let isCurrent = true;
    const only = (tell: () => void) => {
      if (isCurrent) tell();
    };
    const end = this.#api.subscribe(channel, {
      live: () => only(() => this.#observer.live(channel)),
      message: (message) => only(() => this.#observer.message(message)),
      closed: () => only(() => this.#observer.closed(channel)),
      failed: (error) => only(() => this.#observer.failed(channel, error)),
    });
    this.#ends.set(channel, () => {
      isCurrent = false;
      end();
    });
  }

  end(channel: string): void {
    this.#ends.get(channel)?.();
    this.#ends.delete(channel);
  }

  endAll(): void {
    for (const channel of [...this.#ends.keys()]) this.end(channel);
  }
}
