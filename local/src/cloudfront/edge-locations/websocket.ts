// A WebSocket, passed on byte by byte: CloudFront looks only at its handshake.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../../foundation/clock';
import { LoopbackSocket } from '../../foundation/http/loopback';
import { watchIdle } from './idle-watch';
import { WEBSOCKET_IDLE } from '../limits';
import type { Pairs } from './viewer-answer';

/** The line that ends a handshake, and its headers. */
export function switchingProtocols(headers: Pairs): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${['HTTP/1.1 101 Switching Protocols', ...lines].join('\r\n')}\r\n\r\n`;
}

/** One end of a WebSocket, and what it has sent already. */
export interface End {
  readonly socket: Socket;
  readonly head: Buffer;
}

/** Passes bytes both ways until one of the two ends it, or the origin has been silent for too long. */
export function connectEnds(viewer: End, origin: End, clock: Clock): void {
  const watch = watchIdle(clock, WEBSOCKET_IDLE, () => {
    viewer.socket.destroy();
    origin.socket.destroy();
  });
  for (const [one, other] of [
    [viewer, origin],
    [origin, viewer],
  ] as const) {
    one.socket.setTimeout(0);
    one.socket.setNoDelay(true);
    // Told by `close` as well; without a listener it would end the engine.
    one.socket.on('error', () => undefined);
    one.socket.once('close', () => {
      watch.stop();
      other.socket.destroySoon();
    });
    if (one.head.length > 0) other.socket.write(one.head);
  }
  viewer.socket.pipe(origin.socket);
  pass(origin.socket, viewer.socket, () => watch.touch());
}

/** From a region of this engine, messages go to a thousand viewers at a time, so nothing stands between. */
function pass(origin: Duplex, viewer: Duplex, onBytes: () => void): void {
  if (origin instanceof LoopbackSocket) origin.passTo(viewer, onBytes);
  else origin.on('data', onBytes).pipe(viewer);
}
