// The body of one HTTP message, which becomes that of another.
import type { IncomingMessage, OutgoingMessage } from 'node:http';

/** Passes a body on, and ends the message that gets it: all at once if all of it has come, as with most; else as it comes. */
export function passBody(from: IncomingMessage, to: OutgoingMessage): void {
  if (from.complete) to.end(from.read());
  else from.pipe(to);
}
