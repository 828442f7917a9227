// A server that answers HTTP and HTTPS on one port, as Amplify needs it: it always turns `http` into `wss`.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { UserError } from './errors';

/** The first byte of a TLS handshake: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const TLS_HANDSHAKE = 0x16;
/** Milliseconds that a client may take for its first byte, and for its headers, so that idle sockets do not pile up. */
const HEADERS_TIMEOUT = 10_000;

/** A key and its certificate chain, both PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** What is served, and where. */
export interface ServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string | undefined;
  /** Without it, only HTTP is answered. */
  readonly tls?: TlsIdentity | undefined;
  readonly onRequest: RequestListener;
  /** Takes over the socket of a WebSocket handshake. */
  readonly onUpgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
}

/** A server that listens. */
export interface ListeningServer {
  readonly port: number;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts a server on loopback.
 * @throws UserError `PORT_TAKEN` when something else listens on the port
 */
export async function listen(options: ServerOptions): Promise<ListeningServer> {
  const sockets = new Set<Socket>();
  const plain = answering(createServer(options.onRequest), options);
  const secure = options.tls && answering(createSecureServer({ ...options.tls }, options.onRequest), options);
  const front = createTcpServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    handOver(socket, plain, secure);
  });

  await bind(front, options);
  return {
    port: (front.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function answering<AnyServer extends Server>(server: AnyServer, { onUpgrade }: ServerOptions): AnyServer {
  server.headersTimeout = HEADERS_TIMEOUT;
  if (onUpgrade) server.on('upgrade', onUpgrade);
  return server;
}

/** Looks at the first byte and gives the connection to the server that speaks the client's protocol. */
function handOver(socket: Socket, plain: Server, secure: Server | undefined): void {
  socket.on('error', () => socket.destroy());
  socket.setTimeout(HEADERS_TIMEOUT, () => socket.destroy());
  socket.once('data', (first) => {
    socket.setTimeout(0);
    socket.removeAllListeners('timeout');
    socket.pause();
    socket.unshift(first);
    (first[0] === TLS_HANDSHAKE ? (secure ?? plain) : plain).emit('connection', socket);
    // TLS takes what was read so far in the next tick; flowing earlier would lose it.
    process.nextTick(() => socket.resume());
  });
}

async function bind(server: ReturnType<typeof createTcpServer>, { port, host = '127.0.0.1' }: ServerOptions) {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new UserError('PORT_TAKEN', `Port ${port} is taken or not allowed; choose another one.`, { cause: error })
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}
