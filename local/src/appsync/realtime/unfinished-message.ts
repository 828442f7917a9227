// A message that a client begins and does not finish is kept in memory: it does not stay there for ever.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../../foundation/clock';
import { MESSAGE_TIMEOUT } from '../limits';

/** Ends the connection of a client that does not finish a message in time (RT-17). */
export function endUnfinished(client: WebSocket, socket: Duplex, clock: Clock): void {
  let cancel: (() => void) | undefined;
  // Before `ws` hears of the bytes, which may finish a message at once.
  socket.prependListener('data', () => {
    cancel ??= clock.after(MESSAGE_TIMEOUT, () => client.terminate());
  });
  for (const finished of ['message', 'ping', 'pong', 'close']) {
    client.on(finished, () => {
      cancel?.();
      cancel = undefined;
    });
  }
}
