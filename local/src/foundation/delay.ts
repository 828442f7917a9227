// What a slow region adds to the way of everything that reaches it or leaves it.
import type { Clock } from './clock';

/** Waits. @param delay milliseconds; 0 takes no time */
export async function pause(clock: Clock, delay: number): Promise<void> {
  if (delay <= 0) return;
  await new Promise<void>((resolve) => {
    clock.after(delay, resolve);
  });
}

/** A line in which things wait for as long as the way takes them. They come out in the order in which they went in. */
export class DelayLine<Item> {
  readonly #waiting: { readonly item: Item; readonly cancel: () => void }[] = [];
  /** When the last of them comes out. */
  #due = 0;
  readonly #clock: Clock;
  readonly #delay: () => number;
  readonly #take: (item: Item) => void;

  /**
   * @param delay milliseconds that the way takes at the moment
   * @param take what the things come out to; called at once when the way takes no time
   */
  constructor(clock: Clock, delay: () => number, take: (item: Item) => void) {
    this.#clock = clock;
    this.#delay = delay;
    this.#take = take;
  }

  /** Puts a thing into the line. */
  send(item: Item): void {
    const delay = this.#delay();
    if (delay === 0 && this.#waiting.length === 0) {
      this.#take(item);
      return;
    }
    // What goes in while the way becomes shorter does not overtake.
    const now = this.#clock.now();
    this.#due = Math.max(this.#due, now + delay);
    const cancel = this.#clock.after(this.#due - now, () => this.#next());
    this.#waiting.push({ item, cancel });
  }

  /** Nothing comes out any more. */
  close(): void {
    for (const { cancel } of this.#waiting.splice(0)) cancel();
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next) this.#take(next.item);
  }
}
