// The two doors to the bus: GraphQL's, and that of AppSync Events.

/** By which of them a message comes in, or goes out. */
export type Door = 'GraphQL' | 'Events';

/** Messages of which is remembered by which door they were sent. */
const MOST = 500;

/** By which door this page has sent its messages. No message says it. */
export class SentBy {
  readonly #doors = new Map<string, Door>();

  /** @param id of the message */
  note(id: string, door: Door): void {
    this.#doors.set(id, door);
    const [oldest] = this.#doors.keys();
    if (this.#doors.size > MOST && oldest !== undefined) this.#doors.delete(oldest);
  }

  /** @returns nothing for a message that this page has not sent, or long ago */
  readonly doorOf = (id: string): Door | undefined => this.#doors.get(id);
}
