// What happened in a storm, as those saw it who took part. Times are milliseconds since 1970, all of one clock.
import type { GapReason } from 'global-pubsub-client';
import type { Door } from './plan';

/** What became of a message for its publisher. */
export type Outcome =
  | { readonly kind: 'acknowledged'; readonly at: number; readonly id: string }
  | {
      readonly kind: 'refused';
      readonly at: number;
      readonly id: string;
      readonly code: string;
      /** Can subscribers get it all the same, as an answer was lost? */
      readonly mayArrive: boolean;
    };

/** A message as it was given to the library. */
export interface Publication {
  readonly publisher: string;
  readonly channel: string;
  /** No two are alike. */
  readonly text: string;
  readonly calledAt: number;
  /** Must the API refuse it? */
  readonly isForbidden: boolean;
  readonly outcome: Outcome;
}

/** What a subscriber was told, in its order. */
export type Heard =
  | {
      readonly kind: 'message';
      readonly at: number;
      readonly id: string;
      readonly sender: string | null;
      readonly text: string;
    }
  | {
      readonly kind: 'gap';
      readonly at: number;
      readonly reason: GapReason;
      readonly id?: string | undefined;
      readonly sender?: string | null | undefined;
    };

/** A subscription to one channel; at the Events door one of a single connection, of which a subscriber has one after the other. */
export interface Listening {
  readonly subscriber: string;
  readonly channel: string;
  readonly door: Door;
  /** When its connection ended; `undefined` for one that lasted, and always at the GraphQL door. */
  readonly endedAt?: number | undefined;
  /** What is published from then on is promised to it; `undefined` for a subscription that was never live. */
  readonly promisedFrom: number | undefined;
  /** When it was live first. */
  readonly liveAt: number | undefined;
  readonly heard: readonly Heard[];
}

/** The log of a storm. In the order in which they were given to the library: each publisher's publications. */
export interface Log {
  readonly publications: readonly Publication[];
  readonly listenings: readonly Listening[];
  /** When everything was mended for good. */
  readonly mendedAt: number;
  /** What was waited for in vain, in full sentences. */
  readonly unfinished: readonly string[];
}
