// Where the API answers: the front door, and by their own names its regions, for when the front door does not answer.
import { backoff } from './backoff';
import type { Clock } from './clock';

/** An address of the API. */
export interface Place {
  readonly graphqlUrl: string;
  readonly realtimeUrl: string;
  /** What the credentials name. */
  readonly host: string;
}

/** Failures in a row after which the front door is left. */
const PATIENCE = 2;
/** AppSync's own hosts have another one for WebSockets. https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
const APPSYNC = /\.appsync-api\.(?=[\w-]+\.amazonaws\.com)/;

/** The place at an address. @param url with or without the path `/graphql` */
export function placeAt(url: string): Place {
  const { origin, host } = new URL(url);
  const graphqlUrl = `${origin}/graphql`;
  const socketUrl = graphqlUrl.replace(/^http/, 'ws');
  const realtimeUrl = APPSYNC.test(host)
    ? socketUrl.replace(APPSYNC, '.appsync-realtime-api.')
    : `${socketUrl}/realtime`;
  return { graphqlUrl, realtimeUrl, host };
}

/** The places of a stage, and which of them is in use. */
export class Places {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #all: Place[];
  readonly #waiting = new Set<() => void>();
  #index = 0;
  #failures = 0;
  #isDown = false;
  /** Told that the front door was left. */
  onLeave: () => void = () => undefined;

  constructor(front: Place, clock: Clock, random: () => number) {
    this.#all = [front];
    this.#clock = clock;
    this.#random = random;
  }

  get current(): Place {
    return this.#all[this.#index] ?? this.front;
  }

  get front(): Place {
    return this.#all[0] as Place;
  }

  /** Makes regions known by their own names, in the order in which they are tried. */
  add(places: readonly Place[]): void {
    this.#all.push(...places);
  }

  /** Takes note that a place did not answer; the next one is tried after two failures of the front door, or one of a region. */
  failed(place: Place): void {
    if (place !== this.current) return;
    this.#isDown = true;
    this.#failures += 1;
    if (this.#failures < (this.#index === 0 ? PATIENCE : 1)) return;
    this.#failures = 0;
    this.#index = (this.#index + 1) % this.#all.length;
    if (this.#index > 0) this.onLeave();
  }

  /** Takes note that a place answered: whoever waits for that goes on. */
  worked(place: Place): void {
    if (place !== this.current) return;
    this.#failures = 0;
    if (!this.#isDown) return;
    this.#isDown = false;
    this.wake();
  }

  /** Uses the front door again. */
  toFront(): void {
    this.#index = 0;
    this.#failures = 0;
  }

  /** Waits until it is time for another attempt, or a place answers again. @param attempt 0 for the first further one */
  async pause(attempt: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        cancel();
        this.#waiting.delete(done);
        resolve();
      };
      const cancel = this.#clock.after(backoff(attempt, this.#random()), done);
      this.#waiting.add(done);
    });
  }

  /** Whoever waits for another attempt makes it now. */
  wake(): void {
    for (const done of [...this.#waiting]) done();
  }
}
