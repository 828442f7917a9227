// Holds back what is written to sockets until the turn of the event loop is over, so that each gets one write.
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Clock } from '../../foundation/clock';
import { DelayLine } from '../../foundation/delay';
import type { Network } from '../../foundation/network';
import { MAX_UNSENT_BYTES } from '../limits';
import type { Transport } from './connection';
import { type DataFrame, MAX_COPIED_BYTES } from './data-frames';

const { OPEN } = WebSocket;

/** The sockets that were written to in this turn. */
export class WriteTurn {
  #outlets: Outlet[] = [];

  /** Flushes the outlet at the end of the turn. */
  hold(outlet: Outlet): void {
    if (this.#outlets.push(outlet) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const outlets = this.#outlets;
    this.#outlets = [];
    for (const outlet of outlets) outlet.flush();
  }
}

/** What an outlet is made of. */
interface Way {
  readonly client: WebSocket;
  /** The client's. */
  readonly socket: Duplex;
  readonly turn: WriteTurn;
  readonly clock: Clock;
  readonly network: Network;
  /** The client has left more unread than it may, and is to be disconnected. @param unsent bytes */
  onUnread(unsent: number): void;
}

/** What goes out: a text, a frame, or the end. */
type Item = string | DataFrame | typeof CLOSE;

/** In the place of a frame: the connection is to be closed. */
const CLOSE = Symbol('close');

/**
 * The way to one socket. A thousand of them get the same message in one turn, and no two are near each other in memory: until the
 * turn is over, nothing is asked of the client or its socket.
 */
export class Outlet implements Transport {
  readonly #way: Way;
  readonly #client: WebSocket;
  readonly #socket: Duplex;
  readonly #turn: WriteTurn;
  readonly #network: Network;
  #frames: DataFrame[] | undefined;
  #isHeld = false;
  #isCorked = false;
  /** From when the region was slow for the first time: what goes out afterwards does not overtake what went out then. */
  #line: DelayLine<Item> | undefined;

  constructor(way: Way) {
    this.#way = way;
    this.#client = way.client;
    this.#socket = way.socket;
    this.#turn = way.turn;
    this.#network = way.network;
  }

  send(frame: string | DataFrame): void {
    this.#pass(frame);
  }

  close(): void {
    this.#pass(CLOSE);
  }

  /** The socket is gone. */
  closed(): void {
    this.#line?.close();
  }

  /** The turn is over, or the socket is to be closed. The frames that wait are dropped if it is closing already. */
  flush(): void {
    this.#isHeld = false;
    this.#write();
    if (!this.#isCorked) return;
    this.#isCorked = false;
    this.#socket.uncork();
  }

  #pass(item: Item): void {
    if (this.#line === undefined && this.#network.delay === 0) this.#take(item);
    else this.#slowly(item);
  }

  #slowly(item: Item): void {
    const { clock, network } = this.#way;
    this.#line ??= new DelayLine(
      clock,
      () => network.delay,
      (each) => this.#take(each),
    );
    this.#line.send(item);
  }

  #take(item: Item): void {
    if (typeof item === 'string') this.#text(item);
    else if (item !== CLOSE) this.#add(item);
    else {
      this.flush();
      this.#client.close();
    }
  }

  /** A frame is put together when it is written: who was written to first reads meanwhile. */
  #add(frame: DataFrame): void {
    if (this.#frames) this.#frames.push(frame);
    else this.#frames = [frame];
    if (!this.#isHeld) this.#hold();
  }

  /** A text comes after the frames. Whatever else is written to the socket in this turn comes after both. */
  #text(text: string): void {
    if (!this.#mayWrite()) return;
    if (!this.#isHeld) this.#hold();
    if (!this.#isCorked) this.#socket.cork();
    this.#isCorked = true;
    this.#write();
    // Without compression, `ws` holds nothing back that a frame of ours could overtake.
    this.#client.send(text);
  }

  #hold(): void {
    this.#isHeld = true;
    this.#turn.hold(this);
  }

  #write(): void {
    const frames = this.#frames;
    if (!frames) return;
    this.#frames = undefined;
    if (!this.#mayWrite()) return;
    const whole = joined(frames);
    if (whole) this.#socket.write(whole);
    else this.#writeParts(frames);
  }

  #mayWrite(): boolean {
    if (this.#client.readyState !== OPEN) return false;
    // What is left from earlier turns has not been read: a client that never reads must not fill our memory.
    const { writableLength } = this.#socket;
    if (writableLength === 0 || this.#isCorked || writableLength <= MAX_UNSENT_BYTES) return true;
    this.#way.onUnread(writableLength);
    return false;
  }

  #writeParts(frames: readonly DataFrame[]): void {
    this.#socket.cork();
    for (const frame of frames) for (const part of frame.parts()) this.#socket.write(part);
    this.#socket.uncork();
  }
}

/** @returns the frames in one piece; `undefined` when a copy of one of them is dearer than a write of its parts */
function joined(frames: readonly DataFrame[]): Buffer | undefined {
  let all = 0;
  for (const { size } of frames) {
    if (size > MAX_COPIED_BYTES) return undefined;
    all += size;
  }
  const whole = Buffer.allocUnsafe(all);
  let end = 0;
  for (const frame of frames) end = frame.copyTo(whole, end);
  return whole;
}
