// The answer to bytes that are no request: given so that the client, which may still be sending, reads it.
import type { Duplex } from 'node:stream';
import type { AnswersOwed } from './answers-owed';

/** Why there is no request. */
export type Malformation = 'malformed' | 'too long' | 'too slow';

/** A whole answer in HTTP/1.1, which ends its connection. */
export type MalformedAnswer = (why: Malformation) => string;

const STATUS_LINES: Readonly<Record<Malformation, string>> = {
  malformed: '400 Bad Request',
  'too long': '431 Request Header Fields Too Large',
  'too slow': '408 Request Timeout',
};

/** Nothing but a status. */
const bareAnswer: MalformedAnswer = (why) =>
  `HTTP/1.1 ${STATUS_LINES[why]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

/** What Node.js found; nothing when the client or its TLS is at fault, to whom no answer gets through. */
export function malformationOf({ code = '' }: NodeJS.ErrnoException): Malformation | undefined {
  if (code === 'HPE_HEADER_OVERFLOW') return 'too long';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'too slow';
  return code.startsWith('HPE_') ? 'malformed' : undefined;
}

/** Answers bytes that are not an HTTP request, once per connection. */
export class MalformedRequests {
  readonly #answered = new WeakSet<Duplex>();
  readonly #owed: AnswersOwed;
  readonly #lingering: number;
  readonly #answer: MalformedAnswer;

  /**
   * @param lingering milliseconds for which what else comes is read and thrown away: a connection that is cut takes the answer
   *   with it
   */
  constructor(owed: AnswersOwed, lingering: number, answer: MalformedAnswer = bareAnswer) {
    this.#owed = owed;
    this.#lingering = lingering;
    this.#answer = answer;
  }

  /** Answers, after all requests that came before, and ends the connection. */
  refuse(socket: Duplex, why: Malformation): void {
    // What else comes is malformed as well.
    if (this.#answered.has(socket)) return;
    this.#answered.add(socket);
    const owed = this.#owed.last(socket);
    if (!owed || owed.request.complete) {
      this.#owed.whenGiven(socket, () => this.#end(socket, why));
      return;
    }
    // Who answers a request whose end will never come might wait for it. The answer's turn comes with its socket.
    const end = () => this.#end(socket, owed.response.headersSent ? undefined : why);
    if (owed.response.socket) end();
    else owed.response.once('socket', end);
  }

  #end(socket: Duplex, why: Malformation | undefined): void {
    if (why === undefined || !socket.writable) {
      socket.destroy();
      return;
    }
    const lingering = setTimeout(() => socket.destroy(), this.#lingering);
    socket.once('close', () => clearTimeout(lingering));
    socket.end(this.#answer(why));
  }
}
