// Serves the real-time protocol over `ws`.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { DelayLine, pause } from '../../foundation/delay';
import type { JsonObject } from '../../foundation/json';
import type { Network } from '../../foundation/network';
import type { Region } from '../../foundation/region';
import { Unauthorized } from '../authorization/authorization';
import type { Entrance, Entrances } from '../http/api-host-names';
import { originOf } from '../http/origin';
import { Connection, type ConnectionHost } from './connection';
import { HandshakeRefused, handshakeCredentials, unknownApi } from './handshake';
import { INTERNAL_FAILURE } from './operation-errors';
import type { RealtimeApi } from './realtime-api';
import { endUnfinished } from './unfinished-message';
import { Outlet, WriteTurn } from './write-turn';

/** Entrances behind which there are all the region's APIs. */
const OWN_HOSTS: ReadonlySet<Entrance['kind']> = new Set(['http', 'realtime']);

/** The real-time side of an API. */
export interface Realtime {
  /** Takes over the socket of a WebSocket handshake. Its promise never rejects: a fault ends the connection. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void>;
  /** Ends every connection. */
  stop(): void;
}

/** An API, and the names under which it is served. */
interface Reachable {
  readonly realtimeApi: RealtimeApi;
  readonly region: Region;
  readonly network: Network;
  readonly entrances: Entrances;
}

/** Serves the subscriptions of an API. */
export function createRealtime({ realtimeApi, region, network, entrances }: Reachable): Realtime {
  const { protocol, paths, maxFrameBytes } = realtimeApi;
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    // Without the protocol that it offered, a client would never read why it was refused.
    handleProtocols: (offered) =>
      offered.has(protocol.subprotocol) ? protocol.subprotocol : ([...offered][0] ?? false),
  });
  const turn = new WriteTurn(region.clock);

  return {
    upgrade: async (request, socket, head) => {
      // Until `ws` takes the socket over, only this listener hears that the client cut it.
      socket.on('error', () => socket.destroy());
      try {
        // The request's way here, and the answer's way back.
        await pause(region.clock, 2 * network.delay);
        const entrance = entrances.of(request.headers.host);
        const [path = ''] = (request.url ?? '').split('?');
        if (!entrance) socket.end(refusalOf('403 Forbidden'));
        else if (!paths[entrance.kind].includes(path)) socket.end(refusalOf('404 Not Found'));
        else {
          server.handleUpgrade(request, socket, head, (client) => {
            endUnfinished(client, socket, region.clock);
            const onUnread = (unsent: number) => {
              realtimeApi.logged(`A subscriber that left ${unsent} bytes unread was disconnected.`);
              client.terminate();
            };
            const outlet = new Outlet({ client, socket, turn, clock: region.clock, network, onUnread });
            serve({ client, outlet, request, entrance, realtimeApi, region, network, entrances });
          });
        }
      } catch (error) {
        region.log.fault(error);
        socket.destroy();
      }
    },
    stop: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function refusalOf(status: string): string {
  return `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
}

/** A client that has connected. */
interface Served extends Reachable {
  readonly client: WebSocket;
  readonly outlet: Outlet;
  readonly request: IncomingMessage;
  readonly entrance: Entrance;
}

function serve(served: Served): void {
  const { client, outlet, realtimeApi, region, network } = served;
  // Frames wait, unread, until it is known who the client is: a stranger must not fill our memory.
  client.pause();
  const admitted = admit(served).then(
    () => new Connection(outlet, hostOf(served)),
    (error: unknown) => {
      outlet.send(realtimeApi.protocol.connectionError(refusal(error, region)));
      outlet.close();
      return undefined;
    },
  );
  const whenAdmitted = (act: (connection: Connection | undefined) => void) => {
    admitted.then(act).catch((error: unknown) => {
      region.log.fault(error);
      client.terminate();
    });
  };
  whenAdmitted(() => client.resume());
  const incoming = new DelayLine<string>(
    region.clock,
    () => network.delay,
    (text) => whenAdmitted((connection) => connection?.receive(text)),
  );
  client.on('message', (data) => incoming.send(textOf(data)));
  client.on('close', () => {
    incoming.close();
    outlet.closed();
    whenAdmitted((connection) => connection?.closed());
  });
  // What a client does wrong ends its own connection and nothing else.
  client.on('error', () => client.terminate());
}

async function admit({ request, entrance, realtimeApi, entrances }: Served): Promise<void> {
  const credentials = handshakeCredentials(request, realtimeApi.protocol.subprotocol, realtimeApi.handshake);
  // Elsewhere the host of the request has selected the API; there, only the credentials can (RT-08).
  if (OWN_HOSTS.has(entrance.kind) && !entrances.isNamed(credentials.headers['host'])) throw unknownApi();
  await realtimeApi.admit(credentials);
}

function hostOf({ request, entrance, realtimeApi, region }: Served): ConnectionHost {
  const origin = originOf(request, entrance);
  return {
    protocol: realtimeApi.protocol,
    clock: region.clock,
    prepare: async (message) => realtimeApi.prepare(message, origin),
    publish: async (message) => realtimeApi.publish(message, origin),
    listen: (listener, subscriber) => realtimeApi.subscriptions.add(listener, subscriber),
    fault: (error) => region.log.fault(error),
  };
}

function refusal(error: unknown, region: Region): JsonObject {
  if (error instanceof HandshakeRefused) return error.error;
  if (error instanceof Unauthorized) {
    return { errorType: error.errorType, message: error.message, errorCode: error.status };
  }
  region.log.fault(error);
  return { ...INTERNAL_FAILURE, errorCode: 500 };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
