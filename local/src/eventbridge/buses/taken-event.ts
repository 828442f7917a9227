// An event that a bus has taken.
import type { BusEvent } from '../eventbridge';

/** An event and how it came to its bus. */
export class TakenEvent {
  #json: string | undefined;

  /**
   * @param takenAt milliseconds since 1970
   * @param forwarded came it from another bus?
   */
  constructor(
    readonly event: BusEvent,
    readonly takenAt: number,
    readonly forwarded: boolean,
  ) {}

  /** The event as text, written once for all of its targets. */
  get json(): string {
    this.#json ??= JSON.stringify(this.event);
    return this.#json;
  }
}
