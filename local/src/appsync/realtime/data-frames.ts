// The `data` frames of a subscription as they go over the wire, so that its subscribers share the payload's bytes.

/** https://www.rfc-editor.org/rfc/rfc6455#section-5.2: a text message in one frame; a server masks nothing. */
const FINAL_TEXT = 0x81;
const MAX_SHORT_LENGTH = 125;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MAX_LENGTH_IN_2_BYTES = 0xff_ff;
const LONGEST_HEADER = 10;
/** Bytes up to which a copy is cheaper than a write of several parts. */
export const MAX_COPIED_BYTES = 4_000;
const TAIL = Buffer.from('}');
const TAIL_BYTE = 0x7d;

/** A frame that is not put together yet. */
export interface DataFrame {
  /** Bytes of the whole frame. */
  readonly size: number;
  /** Where the payload is long it is a part by itself, which is shared: to be written in this order. */
  parts(): readonly Buffer[];
  /** Writes all of it. @returns where it ends */
  copyTo(target: Buffer, start: number): number;
}

/** Builds the frames of one subscription. */
export class DataFrames {
  /** What stands before the payload (RT-30). */
  readonly #head: Buffer;

  /**
   * @param id the subscription's
   * @param member what the protocol calls the payload
   */
  constructor(id: string, member: string) {
    this.#head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"data","${member}":`);
  }

  /**
   * The frame of a payload.
   * @param payload JSON; it is shared, and not written to
   */
  of(payload: Buffer): DataFrame {
    return new HeadedFrame(this.#head, payload);
  }
}

class HeadedFrame implements DataFrame {
  readonly #head: Buffer;
  readonly #payload: Buffer;

  constructor(head: Buffer, payload: Buffer) {
    this.#head = head;
    this.#payload = payload;
  }

  get size(): number {
    const length = this.#length;
    return headerLengthOf(length) + length;
  }

  get #length(): number {
    return this.#head.byteLength + this.#payload.byteLength + TAIL.byteLength;
  }

  parts(): readonly Buffer[] {
    const first = Buffer.allocUnsafe(this.size - this.#payload.byteLength - TAIL.byteLength);
    this.#copyHead(first, 0);
    return [first, this.#payload, TAIL];
  }

  copyTo(target: Buffer, start: number): number {
    const place = this.#copyHead(target, start);
    this.#payload.copy(target, place);
    const end = place + this.#payload.byteLength;
    target[end] = TAIL_BYTE;
    return end + 1;
  }

  #copyHead(target: Buffer, start: number): number {
    const place = writeHeader(target, start, this.#length);
    this.#head.copy(target, place);
    return place + this.#head.byteLength;
  }
}

function headerLengthOf(length: number): number {
  if (length <= MAX_SHORT_LENGTH) return 2;
  return length <= MAX_LENGTH_IN_2_BYTES ? 4 : LONGEST_HEADER;
}

/** @returns where it ends */
function writeHeader(target: Buffer, start: number, length: number): number {
  target[start] = FINAL_TEXT;
  if (length <= MAX_SHORT_LENGTH) target[start + 1] = length;
  else if (length <= MAX_LENGTH_IN_2_BYTES) {
    target[start + 1] = LENGTH_IN_2_BYTES;
    target[start + 2] = length >>> 8;
    target[start + 3] = length & 0xff;
  } else {
    target[start + 1] = LENGTH_IN_8_BYTES;
    target.writeBigUInt64BE(BigInt(length), start + 2);
  }
  return start + headerLengthOf(length);
}
