// The frames of this page's sockets, as they were sent and as they came. The memory they take does not grow: an older one goes when a
// newer one comes.
import { type Clock, deviceClock } from '../clock';
import { paced, Store, type Watchable } from '../store';
import { masked } from './masked';

/** Frames that are kept, and the characters that are kept of each. */
export const MOST_FRAMES = 200;
export const MOST_CHARACTERS = 20_000;
/** Milliseconds between two drawings, however many frames come. */
const PACE = 100;

/** Sent by the page, come to it, or what became of the connection. */
export type Direction = 'out' | 'in' | 'connection';

/** A frame. */
export interface Frame {
  /** As so-and-so many came before it. */
  readonly number: number;
  /** Milliseconds since 1970, by the device's clock. */
  readonly at: number;
  readonly direction: Direction;
  /** As it is on the line, but for the credential; the beginning of a long one. */
  readonly text: string;
  /** Characters of the whole frame. */
  readonly size: number;
}

/** The newest frames. */
export class FrameLog {
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #shown: Store<readonly Frame[]>;
  readonly #tell: () => void;
  #frames: readonly Frame[] = [];
  #next = 0;

  /** @param secret what no frame shows: the visitor's credential */
  constructor(secret: string, clock = deviceClock) {
    this.#secret = secret;
    this.#clock = clock;
    this.#shown = new Store(this.#frames);
    this.#tell = paced(clock, PACE, () => this.#shown.set(this.#frames));
  }

  /** The frames, newest first: changes a few times a second at most. */
  get frames(): Watchable<readonly Frame[]> {
    return this.#shown;
  }

  /** Takes a frame. */
  add(direction: Direction, whole: string): void {
    const text = masked(whole, this.#secret).slice(0, MOST_CHARACTERS);
    const frame = { number: this.#next, at: this.#clock.now(), direction, text, size: whole.length };
    this.#next += 1;
    this.#frames = [frame, ...this.#frames.slice(0, MOST_FRAMES - 1)];
    this.#tell();
  }

  /** Forgets all frames. */
  clear(): void {
    this.#frames = [];
    this.#tell();
  }
}
