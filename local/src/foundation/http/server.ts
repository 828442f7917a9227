// A server that answers HTTP and HTTPS on one port, as Amplify needs it: it always turns `http` into `wss`.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AnswersOwed } from './answers-owed';
import { bind } from './bind';
import type { Endpoint } from '../host-names';
import { LoopbackSocket } from './loopback';
import { type MalformedAnswer, malformationOf, MalformedRequests } from './malformed-request';
import { asksForWebSocket, withoutOffer } from './protocol-switch';

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
  /** For what it still sends after an answer that ends its connection. */
  readonly lingering: number;
}

const TIMEOUTS: ServerTimeouts = { headers: 10_000, request: 30_000, idle: 60_000, lingering: 2000 };
/** What Node.js answers, too, when there is no Host. */
const BAD_REQUEST = 400;
const HOST = 'host';
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
  /** Takes over the socket of a WebSocket handshake. Without it, a handshake is a request like any other. */
  readonly onUpgrade?: ((request: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  /** Answers bytes that are not an HTTP request; a bare status when absent. */
  readonly onMalformed?: MalformedAnswer;
}

/** A server that listens. */
export interface ListeningServer extends Endpoint {
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
  const { tls, timeouts = TIMEOUTS } = options;
  const sockets = new Set<Duplex>();
  const settings = { ...settingsOf(timeouts), maxHeaderSize: options.maxHeaderSize };
  const plain = answering(createServer(settings), options, timeouts);
  const secure = tls && answering(createSecureServer({ ...settings, ...tls }), options, timeouts);
  const accept = (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const front = createTcpServer((socket) => {
    accept(socket);
    handOver(socket, { plain, secure, timeout: timeouts.headers });
  });

  // There is no one to tell: only the client that was not accepted, for want of file handles, sees it.
  front.on('error', () => {});
  const listener = new Listener(front, sockets, options.host);
  await listener.open(options.port);
  const { port } = front.address() as AddressInfo;
  return {
    port,
    connect: () => {
      if (!front.listening) return LoopbackSocket.refused();
      const [near, far] = LoopbackSocket.pair();
      accept(far);
      plain.emit('connection', far);
      return near;
    },
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
  readonly #server: TcpServer;
  readonly #sockets: ReadonlySet<Duplex>;
  readonly #host: string;

  constructor(server: TcpServer, sockets: ReadonlySet<Duplex>, host = '127.0.0.1') {
    this.#server = server;
    this.#sockets = sockets;
    this.#host = host;
  }

  /** @throws UserError `PORT_TAKEN` */
  async open(port: number): Promise<void> {
    this.#wanted = !this.#stopped;
    const opened = this.#opened.then(() => this.#open(port));
    this.#opened = opened.catch(() => undefined);
    await opened;
  }

  /** Accepts no more connections. @returns when the last one has ended */
  async close(): Promise<void> {
    this.#wanted = false;
    if (this.#server.listening) this.#closed = new Promise((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await this.#closed;
  }

  /** As above, and for ever. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.close();
    await this.#opened;
  }

  async #open(port: number): Promise<void> {
    if (!this.#isWanted() || this.#server.listening) return;
    await bind(this.#server, port, this.#host);
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
  { onMalformed, onRequest, onUpgrade }: ServerOptions,
  { idle, lingering }: ServerTimeouts,
): AnyServer {
  server.timeout = idle;
  // Longer than any client keeps an idle connection: else the end may cross the next request.
  server.keepAliveTimeout = idle;
  // Headers beyond a number would be left out without a word, and what is passed on would lack them. Their bytes are limited.
  server.maxHeadersCount = 0;
  const owed = new AnswersOwed();
  const malformed = new MalformedRequests(owed, lingering, onMalformed);
  server.on('request', (request, response) => {
    owed.add(request, response);
    if (hasOneHost(request)) onRequest(request, response);
    else response.writeHead(BAD_REQUEST, { connection: 'close' }).end();
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    owed.whenGiven(socket, () => {
      if (onUpgrade && asksForWebSocket(request) && hasOneHost(request)) onUpgrade(chosen(request), socket, head);
      else giveConnection(server, socket, Buffer.concat([withoutOffer(request), head]));
    }),
  );
  // A connection that refused an upgrade comes here again.
  server.on('secureConnection', (socket: Duplex) => socket.off('data', pass).on('data', pass));
  server.on('connect', (_, socket) => malformed.refuse(socket, 'malformed'));
  server.on('clientError', (error, socket) => {
    const why = malformationOf(error);
    if (why === undefined) socket.destroy();
    else malformed.refuse(socket, why);
  });
  // A server looks for slow clients only while it listens; this one is given its connections, and listens through the front.
  server.emit('listening');
  return server;
}

/**
 * Takes nothing of what comes. Where somebody listens, the parser has its bytes through the socket, which holds them back while the
 * parser has paused, as it does behind an answer that is still on its way. A parser that reads from TLS itself is given the next
 * record all the same, and calls it malformed.
 */
function pass(): void {}

/** Node.js sees to it that there is one: https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
function hasOneHost({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === HOST.length && name.toLowerCase() === HOST) hosts += 1;
  }
  return hosts <= 1;
}

/** Of the protocols that a client offers, the one that is taken. */
function chosen(request: IncomingMessage): IncomingMessage {
  request.headers.upgrade = 'websocket';
  return request;
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
  socket.setTimeout(timeout, tooLate);
  socket.once('data', (first) => {
    socket.setTimeout(0);
    socket.off('timeout', tooLate);
    giveConnection(first[0] === TLS_HANDSHAKE ? (secure ?? plain) : plain, socket, first);
  });
}

/** Lets a server take a connection over, together with what was read of it already. */
function giveConnection(server: Server, socket: Duplex, bytes: Buffer): void {
  socket.pause();
  socket.unshift(bytes);
  // Behind its TLS a connection is another one.
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
  // TLS takes what was read so far in the next tick; flowing earlier would lose it.
  process.nextTick(() => socket.resume());
}
