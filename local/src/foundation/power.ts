// Whether a region runs, and what that means for the parts of it that rest while it is down.
import { Unreachable } from './errors';

/** A part of a region that rests while the region is down. */
export interface Part {
  rest(): void;
  goOn(): void;
}

/** The power of a region, as its services see it. */
export interface Power {
  readonly isUp: boolean;
  /**
   * Tells a part of the region to rest whenever the region goes down, at once if it is down, and to go on when it is up again.
   * @returns tells the part nothing more, and forgets it
   */
  watch(part: Part): () => void;
  /** Does something at once, or never while the region is down. */
  whileUp(task: () => void): void;
  /** @throws Unreachable while the region is down */
  requireUp(caller: string): void;
  /** Does something at once, or, while the region is down, as soon as it is up again: in the order in which it was asked for. */
  whenUp(task: () => void): void;
}

/** The switch of a region, which is up at first. */
export class PowerSwitch implements Power {
  readonly #region: string;
  readonly #parts = new Set<Part>();
  #waiting: (() => void)[] = [];
  #isUp = true;

  constructor(region: string) {
    this.#region = region;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  watch(part: Part): () => void {
    this.#parts.add(part);
    if (!this.#isUp) part.rest();
    return () => this.#parts.delete(part);
  }

  whileUp(task: () => void): void {
    if (this.#isUp) task();
  }

  requireUp(caller: string): void {
    if (!this.#isUp) throw new Unreachable(caller, this.#region);
  }

  whenUp(task: () => void): void {
    if (this.#isUp) task();
    else this.#waiting.push(task);
  }

  /** Switches the region on or off. It keeps what it has. */
  turn(isUp: boolean): void {
    if (this.#isUp === isUp) return;
    this.#isUp = isUp;
    for (const part of this.#parts) {
      if (isUp) part.goOn();
      else part.rest();
    }
    if (!isUp) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const task of waiting) task();
  }
}
