// One viewer's request and the answer to it, whether it came as a request or as a WebSocket handshake.
import { randomFillSync } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A viewer that waits for an answer. */
export interface Exchange {
  readonly request: IncomingMessage;
  /** Closes when the viewer is gone, or served. */
  readonly response: ServerResponse;
  /** As in `x-amz-cf-id`. */
  readonly requestId: string;
  /** The viewer's socket, and what it has sent after its handshake; absent unless it wants a WebSocket. */
  readonly upgrade: { readonly socket: Socket; readonly head: Buffer } | undefined;
}

const REQUEST_ID_BYTES = 40;
/** Random bytes for a hundred requests: to ask for them all takes little longer than to ask for one's own. */
const RANDOM = Buffer.alloc(100 * REQUEST_ID_BYTES);
let used = RANDOM.length;

/** A request. */
export function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  return { request, response, requestId: newRequestId(), upgrade: undefined };
}

/** A handshake: its socket is no longer the server's, which is why the answer is given a way to it. */
export function upgradeOf(request: IncomingMessage, head: Buffer): Exchange {
  const { socket } = request;
  socket.on('error', () => socket.destroy());
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  return { request, response, requestId: newRequestId(), upgrade: { socket, head } };
}

/** As in `x-amz-cf-id`. */
export function newRequestId(): string {
  if (used === RANDOM.length) {
    randomFillSync(RANDOM);
    used = 0;
  }
  used += REQUEST_ID_BYTES;
  return `${RANDOM.toString('base64url', used - REQUEST_ID_BYTES, used)}==`;
}
