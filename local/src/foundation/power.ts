// Whether a region runs. What of it must rest while it is down asks here, and nowhere else.

/** The power of a region, as its services see it. */
export interface Power {
  readonly isUp: boolean;
  /** Calls the listener whenever the region goes down or comes up. */
  watch(listener: () => void): void;
  /** Does something at once, or, while the region is down, as soon as it is up again: in the order in which it was asked for. */
  whenUp(task: () => void): void;
}

/** The switch of a region, which is up at first. */
export class PowerSwitch implements Power {
  readonly #listeners: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #isUp = true;

  get isUp(): boolean {
    return this.#isUp;
  }

  watch(listener: () => void): void {
    this.#listeners.push(listener);
  }

  whenUp(task: () => void): void {
    if (this.#isUp) task();
    else this.#waiting.push(task);
  }

  /** Switches the region on or off. It keeps what it has. */
  turn(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    for (const listener of this.#listeners) listener();
    if (!isUp) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const task of waiting) task();
  }
}
