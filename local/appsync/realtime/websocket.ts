// Serves the real-time protocol over `ws`.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Region } from '../../region';
import { authenticate, Unauthorized } from '../authorization';
import type { GraphqlApi } from '../graphql-api';
import { headersOf, sourceIpOf } from '../http-headers';
import { MAX_CLIENT_FRAME_BYTES, MAX_UNSENT_BYTES } from '../limits';
import { Connection, type Transport } from './connection';
import { HandshakeRefused, handshakeCredentials, messageCredentials } from './handshake';
import { connectionError, INTERNAL_FAILURE, SUBPROTOCOL, type FrameError, type StartMessage } from './protocol';
import { prepareSubscription } from './subscription-request';
import { WriteTurn } from './write-turn';

/** Where clients connect (RT-01): the second for those that only exchange the scheme. */
const PATHS = new Set(['/graphql/realtime', '/graphql']);

/** The real-time side of an API. */
export interface Realtime {
  /** Takes over the socket of a WebSocket handshake. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends every connection. */
  stop(): void;
}

/** Serves the subscriptions of an API. */
export function createRealtime(api: GraphqlApi, region: Region): Realtime {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_CLIENT_FRAME_BYTES,
    // Without the protocol that it offered, a client would never read why it was refused.
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : ([...offered][0] ?? false)),
  });
  const turn = new WriteTurn();

  return {
    upgrade: (request, socket, head) => {
      // Until `ws` takes the socket over, nobody else hears that the client cut it.
      socket.on('error', () => socket.destroy());
      if (!PATHS.has((request.url ?? '').split('?')[0] ?? '')) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, (client) => {
        serve({ client, transport: transportOf({ client, socket, turn, api }), request, api, region });
      });
    },
    stop: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

/** A client that has connected. */
interface Served {
  readonly client: WebSocket;
  readonly transport: Transport;
  readonly request: IncomingMessage;
  readonly api: GraphqlApi;
  readonly region: Region;
}

function serve({ client, transport, request, api, region }: Served): void {
  // Frames wait, unread, until it is known who the client is: a stranger must not fill our memory.
  client.pause();
  const admitted = admit(request, api, region).then(
    () => new Connection(transport, hostOf(request, api, region)),
    (error: unknown) => {
      transport.send(connectionError(refusal(error, region)));
      transport.close();
      return undefined;
    },
  );
  void admitted.then(() => client.resume());
  client.on('message', (data) => void admitted.then((connection) => connection?.receive(textOf(data))));
  client.on('close', () => void admitted.then((connection) => connection?.closed()));
  // What a client does wrong ends its own connection and nothing else.
  client.on('error', () => client.terminate());
}

async function admit(request: IncomingMessage, api: GraphqlApi, region: Region): Promise<void> {
  await authenticate(api, handshakeCredentials(request), region);
}

function hostOf(request: IncomingMessage, api: GraphqlApi, region: Region) {
  const origin = { headers: headersOf(request), sourceIp: sourceIpOf(request) };
  return {
    clock: region.clock,
    prepare: async ({ authorization, data }: StartMessage) => {
      const caller = await authenticate(api, startCredentials(authorization, data), region);
      return prepareSubscription(api, data, { caller, ...origin });
    },
    listen: api.subscriptions.add.bind(api.subscriptions),
    fault: (error: unknown) => region.log.fault(error),
  };
}

/** @throws Unauthorized when there is none (RT-51) */
function startCredentials(authorization: StartMessage['authorization'], data: string) {
  try {
    return messageCredentials(authorization ?? {}, '/graphql', data);
  } catch (error) {
    if (error instanceof HandshakeRefused) throw new Unauthorized('Valid authorization header not provided.');
    throw error;
  }
}

function refusal(error: unknown, region: Region): FrameError {
  if (error instanceof HandshakeRefused) return error.error;
  if (error instanceof Unauthorized) {
    return { errorType: error.errorType, message: error.message, errorCode: error.status };
  }
  region.log.fault(error);
  return { ...INTERNAL_FAILURE, errorCode: 500 };
}

/** What a transport is made of. */
interface Wire {
  readonly client: WebSocket;
  readonly socket: Duplex;
  readonly turn: WriteTurn;
  readonly api: GraphqlApi;
}

function transportOf({ client, socket, turn, api }: Wire): Transport {
  return {
    send: (frame) => {
      if (client.readyState !== client.OPEN) return;
      // What is left from earlier turns has not been read: a client that never reads must not fill our memory.
      if (turn.hold(socket) && client.bufferedAmount > MAX_UNSENT_BYTES) {
        api.logged(`A subscriber that left ${client.bufferedAmount} bytes unread was disconnected.`);
        client.terminate();
        return;
      }
      client.send(frame, { binary: false });
    },
    close: () => client.close(),
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
