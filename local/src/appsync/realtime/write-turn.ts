// Holds back what is written to sockets until the turn of the event loop is over, so that each gets one write.
import type { Duplex } from 'node:stream';

/** The sockets that were written to in this turn. */
export class WriteTurn {
  readonly #corked = new Set<Duplex>();

  /**
   * Holds the socket's writes back until the end of the turn.
   * @returns whether this is the first write of the turn
   */
  hold(socket: Duplex): boolean {
    if (this.#corked.has(socket)) return false;
    if (this.#corked.size === 0) setImmediate(() => this.#flush());
    this.#corked.add(socket);
    socket.cork();
    return true;
  }

  #flush(): void {
    const sockets = [...this.#corked];
    this.#corked.clear();
    for (const socket of sockets) socket.uncork();
  }
}
