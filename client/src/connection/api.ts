// The API as the page uses it. In the browser it is made of Amplify (amplify-api.ts).
import type { Message } from '../board/message';

/** What a visitor sends. */
export interface Draft {
  readonly channel: string;
  readonly text: string;
  /** JSON text. */
  readonly data?: string;
}

/** Where a message went in. */
export interface Receipt {
  readonly id: string;
  readonly region: string;
}

/** Told what becomes of a subscription. */
export interface SubscriptionObserver {
  /** From now on every message comes. */
  live(): void;
  message(message: Message): void;
  /** The API ended the subscription, as an operator's `unsubscribe` does. */
  closed(): void;
  /** The API refused it. */
  failed(error: unknown): void;
}

/** What becomes of the socket: it is gone, or it has been silent for longer than the API ever is. */
export type SocketTrouble = 'lost' | 'silent';

/** The API, with a visitor's credential. Rejections are Amplify's; problem.ts reads them. */
export interface Api {
  /** The region that answers. */
  region(): Promise<string>;
  /** Names, prefixes that end in `/*`, and `*`. */
  channels(): Promise<readonly string[]>;
  publish(draft: Draft): Promise<Receipt>;
  /** @returns ends the subscription, and hears nothing more of it */
  subscribe(channel: string, observer: SubscriptionObserver): () => void;
  /** @returns stops telling */
  watchSocket(listener: (trouble: SocketTrouble) => void): () => void;
}
