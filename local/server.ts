// A server that answers HTTP and HTTPS on one port, as Amplify needs it: it always turns `http` into `wss`.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { UserError } from './errors';

/** The first byte of a TLS handshake: https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const TLS_HANDSHAKE = 0x16;
/** How long a client may take, so that slow ones do not pile up. All in milliseconds, and ours: AWS names none. */
export interface ServerTimeouts {
  /** For its first byte, and for the headers of a request. */
  readonly headers: number;
  /** For a whole request. */
  readonly request: number;
  /** Without reading or sending anything; longer than an SQS queue or a resolver lets a caller wait. */
  readonly idle: number;
}

const TIMEOUTS: ServerTimeouts = { headers: 10_000, request: 30_000, idle: 60_000 };
/** How often slow clients are looked for, as a share of the time that they have for their headers. */
const CHECKS_PER_TIMEOUT = 4;

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
  readonly timeouts?: ServerTimeouts;
  /** Bytes of a request's headers; Node's own limit when absent. */
  readonly maxHeaderSize?: number;
  readonly onRequest: RequestListener;
  /** Takes over the socket of a WebSocket handshake. */
  readonly onUpgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
}

/** A server that listens. */
export interface ListeningServer {
  readonly port: number;
  /** Ends every connection and takes no new one; the port is kept in mind. */
  suspend(): void;
  /**
   * Listens again on the same port.
   * @throws UserError `PORT_TAKEN` when something else has taken it meanwhile
   */
  resume(): Promise<void>;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
}

/**
 * Starts a server on loopback.
 * @throws UserError `PORT_TAKEN` when something else listens on the port
 */
export async function listen(options: ServerOptions): Promise<ListeningServer> {
  const { onRequest, tls, timeouts = TIMEOUTS } = options;
  const sockets = new Set<Socket>();
  const settings = { ...settingsOf(timeouts), maxHeaderSize: options.maxHeaderSize };
  const plain = answering(createServer(settings, onRequest), options, timeouts);
  const secure = tls && answering(createSecureServer({ ...settings, ...tls }, onRequest), options, timeouts);
  const front = createTcpServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    handOver(socket, { plain, secure, timeout: timeouts.headers });
  });

  // Nobody to tell: a client that could not be accepted, for want of file handles, sees it.
  front.on('error', () => {});
  const listener = new Listener(front, sockets, options.host);
  await listener.open(options.port);
  const { port } = front.address() as AddressInfo;
  return {
    port,
    suspend: () => void listener.close(),
    resume: () => listener.open(port),
    stop: async () => {
      const stopped = listener.stop();
      plain.close();
      secure?.close();
      await stopped;
    },
  };
}

/** The port: open or closed, as was said last. */
class Listener {
  #wanted = false;
  #stopped = false;
  #closed = Promise.resolve();
  #opened = Promise.resolve();

  constructor(
    private readonly server: TcpServer,
    private readonly sockets: ReadonlySet<Socket>,
    private readonly host = '127.0.0.1',
  ) {}

  /** @throws UserError `PORT_TAKEN` */
  async open(port: number): Promise<void> {
    this.#wanted = !this.#stopped;
    const opened = this.#opened.then(() => this.#open(port));
    this.#opened = opened.catch(() => undefined);
    await opened;
  }

  /** Nobody is let in from now on. @returns when the last connection has ended */
  async close(): Promise<void> {
    this.#wanted = false;
    if (this.server.listening) this.#closed = new Promise((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await this.#closed;
  }

  /** As above, and for ever. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.close();
    await this.#opened;
  }

  async #open(port: number): Promise<void> {
    if (!this.#isWanted() || this.server.listening) return;
    await bind(this.server, port, this.host);
    if (!this.#isWanted()) await this.close();
  }

  /** Asked anew: what is wanted may have changed since it was asked last. */
  #isWanted(): boolean {
    return this.#wanted;
  }
}

function settingsOf({ headers, request }: ServerTimeouts) {
  return {
    headersTimeout: headers,
    requestTimeout: request,
    connectionsCheckingInterval: headers / CHECKS_PER_TIMEOUT,
  };
}

function answering<AnyServer extends Server>(
  server: AnyServer,
  { onUpgrade }: ServerOptions,
  { idle }: ServerTimeouts,
): AnyServer {
  server.timeout = idle;
  if (onUpgrade) server.on('upgrade', onUpgrade);
  // A server looks for slow clients only while it listens; this one is given its connections, and listens through the front.
  server.emit('listening');
  return server;
}

/** Who takes a connection over. */
interface Hands {
  readonly plain: Server;
  readonly secure: Server | undefined;
  /** Milliseconds for the first byte. */
  readonly timeout: number;
}

/** Looks at the first byte and gives the connection to the server that speaks the client's protocol. */
function handOver(socket: Socket, { plain, secure, timeout }: Hands): void {
  const tooLate = () => socket.destroy();
  socket.on('error', () => socket.destroy());
  socket.setTimeout(timeout, tooLate);
  socket.once('data', (first) => {
    socket.setTimeout(0);
    socket.off('timeout', tooLate);
    socket.pause();
    socket.unshift(first);
    (first[0] === TLS_HANDSHAKE ? (secure ?? plain) : plain).emit('connection', socket);
    // TLS takes what was read so far in the next tick; flowing earlier would lose it.
    process.nextTick(() => socket.resume());
  });
}

async function bind(server: TcpServer, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new UserError('PORT_TAKEN', `Port ${port} is taken or not allowed; choose another one.`, { cause: error })
          : error,
      );
    };
    const listening = () => {
      server.off('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, host);
  });
}
