// Holds back what is written to sockets until the turn of the event loop is over, or longer on a busy bus, so that each gets one write.
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { Clock } from '../../foundation/clock';
import { DelayLine } from '../../foundation/delay';
import type { Network } from '../../foundation/network';
import { MAX_UNSENT_BYTES } from '../limits';
import type { Transport } from './connection';
import { type DataFrame, MAX_COPIED_BYTES } from './data-frames';

const { OPEN } = WebSocket;

/** What messages wait for others at most, as a share of the time that the writes before them took; and in milliseconds. */
const PATIENCE = 0.75;
const MOST_PATIENCE = 50;
/** Milliseconds: no timer is shorter. */
const SHORTEST = 1;

/**
 * The sockets that were written to in this turn.
 *
 * A write costs about the same whether it carries one message or eight, so those that come soon after each other share it. Without
 * waiting they would not: what came while a thousand sockets were written to would be written at once, before those who have just
 * been served publish again, and both halves would go on in turn, each with writes of its own. So messages that come right after
 * such writes wait until they are as many as were written, and as had come meanwhile. A single one waits for no other, nor does
 * anything when the last writes were short, or a while ago, or went to other sockets for the most part.
 */
export class WriteTurn {
  readonly #clock: Clock;
  #outlets: Outlet[] = [];
  /** Of these, the ones that had a part in the writes before. */
  #again = 0;
  /** The messages that wait, of the socket that gets the most. */
  #depth = 0;
  /** As many as are worth waiting for. */
  #wanted = 0;
  #isHurried = false;
  #isScheduled = false;
  #stopWaiting: (() => void) | undefined;
  /** The writes before these: how many messages, when they were over, and how long others wait after them, in milliseconds. */
  #last = { depth: 0, end: 0, patience: 0 };
  #flushes = 0;
  /** Has nothing been looked at since? */
  #isJustOver = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Flushes the outlet at the end of the turn, or when others have come. */
  hold(outlet: Outlet): void {
    this.#outlets.push(outlet);
    if (outlet.flushedIn === this.#flushes) this.#again += 1;
    this.#schedule();
  }

  /** An outlet has so many messages. */
  deepen(depth: number): void {
    if (depth <= this.#depth) return;
    this.#depth = depth;
    if (depth >= this.#wanted) this.#wake();
  }

  /** Something has come that waits for nothing. */
  hurry(): void {
    this.#isHurried = true;
    this.#wake();
  }

  #wake(): void {
    if (!this.#stopWaiting) return;
    this.#stopWaiting();
    this.#stopWaiting = undefined;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled || this.#stopWaiting) return;
    this.#isScheduled = true;
    setImmediate(() => this.#endTurn());
  }

  #endTurn(): void {
    this.#isScheduled = false;
    // What is there at the first look has come while the sockets were written to.
    if (this.#isJustOver) this.#wanted = this.#last.depth + this.#depth;
    this.#isJustOver = false;
    if (this.#outlets.length === 0) return;
    const wait = this.#wait();
    if (wait < SHORTEST) this.#flush();
    else {
      this.#stopWaiting = this.#clock.after(wait, () => {
        this.#stopWaiting = undefined;
        this.#flush();
      });
    }
  }

  /** @returns milliseconds that are still worth waiting */
  #wait(): number {
    const { end, patience } = this.#last;
    if (this.#isHurried || this.#depth >= this.#wanted || 2 * this.#again < this.#outlets.length) return 0;
    // No longer than that where the machine's clock was set back.
    return Math.min(patience, end + patience - this.#clock.now());
  }

  #flush(): void {
    const [outlets, depth, start] = [this.#outlets, this.#depth, this.#clock.now()];
    this.#outlets = [];
    this.#again = 0;
    this.#depth = 0;
    this.#isHurried = false;
    this.#flushes += 1;
    for (const outlet of outlets) {
      outlet.flushedIn = this.#flushes;
      outlet.flush();
    }
    const end = this.#clock.now();
    const patience = Math.min((end - start) * PATIENCE, MOST_PATIENCE);
    this.#last = { depth, end, patience };
    this.#isJustOver = patience >= SHORTEST;
    if (this.#isJustOver) this.#schedule();
  }
}

/** What an outlet is made of. */
interface Way {
  readonly client: Pick<WebSocket, 'readyState' | 'send' | 'close'>;
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
  readonly #client: Way['client'];
  readonly #socket: Duplex;
  readonly #turn: WriteTurn;
  readonly #network: Network;
  /** Its turn's flush that it had a part in last. */
  flushedIn = 0;
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

  /** The time has come, or the socket is to be closed. The frames that wait are dropped if it is closing already. */
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
    this.#turn.deepen(this.#frames.length);
  }

  /** A text comes after the frames. Whatever else is written to the socket in this turn comes after both. */
  #text(text: string): void {
    if (!this.#mayWrite()) return;
    if (!this.#isHeld) this.#hold();
    this.#turn.hurry();
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
