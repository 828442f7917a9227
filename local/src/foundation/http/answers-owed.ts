// The answers that a server has begun and not yet ended, on each connection: who answers by himself waits for his turn.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request, and the answer that is owed to it. */
export interface OwedAnswer {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** The answers that a server owes. They are given in the order of their requests, so the last one ends last. */
export class AnswersOwed {
  readonly #last = new WeakMap<Duplex, OwedAnswer>();
  /** The answer that is being given: those of later requests have no socket yet. */
  readonly #current = new WeakMap<Duplex, ServerResponse>();

  /** An answer is owed from now on, until it is given or its client has gone. */
  add(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.#last.set(socket, { request, response });
    if (response.socket) this.#current.set(socket, response);
    else response.once('socket', () => this.#current.set(socket, response));
    response.on('close', () => {
      if (this.#last.get(socket)?.response === response) this.#last.delete(socket);
    });
  }

  /** The last answer that is owed on a connection. */
  last(socket: Duplex): OwedAnswer | undefined {
    return this.#last.get(socket);
  }

  /** Does something as soon as no answer is owed on a connection, at once if none is; never if it is closed before. */
  whenGiven(socket: Duplex, task: () => void): void {
    const owed = this.#last.get(socket);
    if (!owed) {
      task();
      return;
    }
    // As a connection changes its protocol, Node.js tells the answer no more that it may go on, and ends no idle connection.
    const goOn = () => void this.#current.get(socket)?.emit('drain');
    const end = () => socket.destroy();
    socket.on('drain', goOn).on('timeout', end);
    owed.response.once('close', () => {
      socket.off('drain', goOn).off('timeout', end);
      if (!socket.destroyed) this.whenGiven(socket, task);
    });
  }
}
