// Holds back what is written to sockets until the turn of the event loop is over, so that each gets one write.
import type { Duplex } from 'node:stream';
import { type DataFrame, MAX_COPIED_BYTES } from './data-frames';

/** The sockets that were written to in this turn. */
export class WriteTurn {
  readonly #outlets = new Set<Outlet>();

  /**
   * Holds the outlet's writes back until the end of the turn.
   * @returns whether this is the first write of the turn
   */
  hold(outlet: Outlet): boolean {
    if (this.#outlets.has(outlet)) return false;
    if (this.#outlets.size === 0) setImmediate(() => this.#flush());
    this.#outlets.add(outlet);
    return true;
  }

  #flush(): void {
    const outlets = [...this.#outlets];
    this.#outlets.clear();
    for (const outlet of outlets) outlet.flush();
  }
}

/** The way to one socket. */
export class Outlet {
  readonly #socket: Duplex;
  readonly #isOpen: () => boolean;
  /** Most turns have one frame. */
  #frame: DataFrame | undefined;
  #more: DataFrame[] | undefined;
  #isCorked = false;

  /** @param isOpen may frames still be written? Those that wait are dropped as soon as they may not */
  constructor(socket: Duplex, isOpen: () => boolean) {
    this.#socket = socket;
    this.#isOpen = isOpen;
  }

  /** Takes a frame. It is put together when it is written: who was written to first reads meanwhile. */
  add(frame: DataFrame): void {
    if (!this.#frame) this.#frame = frame;
    else if (this.#more) this.#more.push(frame);
    else this.#more = [frame];
  }

  /** Whatever else is written to the socket from now on comes after the frames, and is held back as well. */
  cork(): void {
    if (!this.#isCorked) this.#socket.cork();
    this.#isCorked = true;
    this.#write();
  }

  /** The turn is over. */
  flush(): void {
    this.#write();
    if (!this.#isCorked) return;
    this.#isCorked = false;
    this.#socket.uncork();
  }

  #write(): void {
    const [frame, more] = [this.#frame, this.#more];
    if (!frame) return;
    this.#frame = undefined;
    this.#more = undefined;
    if (!this.#isOpen()) return;
    const frames = more ? [frame, ...more] : [frame];
    if (frames.every(isShort)) this.#socket.write(joined(frames));
    else this.#writeParts(frames);
  }

  #writeParts(frames: readonly DataFrame[]): void {
    this.#socket.cork();
    for (const frame of frames) for (const part of frame.parts()) this.#socket.write(part);
    this.#socket.uncork();
  }
}

function isShort({ size }: DataFrame): boolean {
  return size <= MAX_COPIED_BYTES;
}

function joined(frames: readonly DataFrame[]): Buffer {
  let size = 0;
  for (const frame of frames) size += frame.size;
  const all = Buffer.allocUnsafe(size);
  let end = 0;
  for (const frame of frames) end = frame.copyTo(all, end);
  return all;
}
