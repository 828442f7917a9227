// A connection that begins and ends in this process: what one end writes the other one reads, and no byte goes over a network.
import { Duplex, type Writable } from 'node:stream';

/** Where both ends are. */
const ADDRESS = '127.0.0.1';

/**
 * One end of a connection, with as much of a TCP socket as HTTP and WebSockets need. An end that is not read holds back the
 * writes of the other one: each end keeps what both of their streams keep, and no more.
 */
export class LoopbackSocket extends Duplex {
  readonly remoteAddress = ADDRESS;
  /** As it was set last. */
  timeout = 0;
  bytesWritten = 0;
  #peer: LoopbackSocket | undefined;
  /** Ends the peer's write, which waits until this end is read again. */
  #writtenByPeer: ((error?: Error) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Takes what this end would have read, when somebody else has it. @returns may more come at once? */
  #take: ((bytes: Buffer) => boolean) | undefined;

  private constructor() {
    // As TCP sockets are by default: who has heard the other's last word says no more.
    super({ allowHalfOpen: false, decodeStrings: true });
  }

  /** Both ends of a new connection. */
  static pair(): readonly [LoopbackSocket, LoopbackSocket] {
    const [one, other] = [new LoopbackSocket(), new LoopbackSocket()];
    one.#peer = other;
    other.#peer = one;
    return [one, other];
  }

  /** A connection that was refused. */
  static refused(): LoopbackSocket {
    const socket = new LoopbackSocket();
    // Not before whoever wanted it listens for errors.
    setImmediate(() => socket.destroy(failure('ECONNREFUSED', 'The server does not listen.')));
    return socket;
  }

  /** The other end is there from the beginning, or never: who waits to be connected has not begun what can be sent once. */
  get connecting(): boolean {
    return !this.#peer;
  }

  /** Ends after everything that was written. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  /**
   * As `pipe`, but for good, and not through this end's own stream: what the other end writes from now on is written to the receiver
   * at once. A receiver that is full holds the other end's writes back.
   * @param onBytes hears of each piece that is passed on
   */
  passTo(receiver: Writable, onBytes: () => void = nothing): void {
    const take = (bytes: Buffer) => {
      onBytes();
      return receiver.write(bytes);
    };
    // What has come already, and what waited until that was read.
    for (let bytes = this.read() as Buffer | null; bytes; bytes = this.read() as Buffer | null) take(bytes);
    this.#take = take;
    receiver.on('drain', () => this.#goOn());
    // Only the last word still comes through this end's stream.
    this.once('end', () => receiver.end()).resume();
  }

  /** Tells `timeout` after so long without a byte in either direction. @param milliseconds 0 for never, and to forget the listener */
  setTimeout(milliseconds: number, onTimeout?: () => void): this {
    clearTimeout(this.#timer);
    this.timeout = milliseconds;
    this.#timer = milliseconds > 0 ? setTimeout(() => this.emit('timeout'), milliseconds).unref() : undefined;
    if (onTimeout && milliseconds > 0) this.once('timeout', onTimeout);
    else if (onTimeout) this.off('timeout', onTimeout);
    return this;
  }

  /** Nothing waits here for more to come. */
  setNoDelay(): this {
    return this;
  }

  /** The other end cannot vanish unnoticed. */
  setKeepAlive(): this {
    return this;
  }

  /** Nothing here keeps the process alive. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    if (!this.#take) this.#goOn();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pass(chunk, done);
  }

  /** What was held back together arrives together: its reader gets one piece, and so does whoever that passes it on to. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#pass(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#peer?.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.#timer);
    const written = this.#writtenByPeer;
    this.#writtenByPeer = undefined;
    written?.(failure('ECONNRESET', 'The other end was closed.'));
    const peer = this.#peer;
    if (peer && !peer.destroyed && !this.writableFinished) peer.push(null);
    done(error);
  }

  #pass(bytes: Buffer, done: (error?: Error | null) => void): void {
    const peer = this.#peer;
    // What was refused passes nothing until it hears so.
    if (!peer) return;
    if (peer.destroyed) {
      done(failure('EPIPE', 'The other end was closed.'));
      return;
    }
    this.bytesWritten += bytes.length;
    this.#timer?.refresh();
    peer.#timer?.refresh();
    if (peer.#take ? peer.#take(bytes) : peer.push(bytes)) done();
    else peer.#writtenByPeer = done;
  }

  /** The other end may write more. */
  #goOn(): void {
    const written = this.#writtenByPeer;
    this.#writtenByPeer = undefined;
    written?.();
  }
}

function nothing(): void {}

function failure(code: string, sentence: string): NodeJS.ErrnoException {
  return Object.assign(new Error(sentence), { code });
}
