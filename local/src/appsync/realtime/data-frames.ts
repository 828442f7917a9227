// The `data` frames of a subscription as they go over the wire, so that its subscribers share the payload's bytes.

/** https://www.rfc-editor.org/rfc/rfc6455#section-5.2: a text message in one frame; a server masks nothing. */
const FINAL_TEXT = 0x81;
const MAX_SHORT_LENGTH = 125;
const LENGTH_IN_2_BYTES = 126;
const LENGTH_IN_8_BYTES = 127;
const MAX_LENGTH_IN_2_BYTES = 0xff_ff;
const LONGEST_HEADER = 10;
/** Bytes up to which a copy is cheaper than a write of several parts. */
const MAX_COPIED_BYTES = 4_000;
const TAIL = Buffer.from('}');

/** Builds the frames of one subscription. */
export class DataFrames {
  /** Room for the frame's header, and what stands before the payload (RT-30). */
  readonly #head: Buffer;

  /** @param id the subscription's */
  constructor(id: string) {
    this.#head = Buffer.from(`${' '.repeat(LONGEST_HEADER)}{"id":${JSON.stringify(id)},"type":"data","payload":`);
  }

  /**
   * The parts of a WebSocket frame, to be written in this order.
   * @param payload JSON; it is shared, and not written to
   */
  of(payload: Buffer): readonly Buffer[] {
    const length = this.#head.byteLength - LONGEST_HEADER + payload.byteLength + TAIL.byteLength;
    const start = LONGEST_HEADER - headerLengthOf(length);
    const isCopied = length <= MAX_COPIED_BYTES;
    const size = this.#head.byteLength - start;
    const first = Buffer.allocUnsafe(isCopied ? size + payload.byteLength + TAIL.byteLength : size);
    this.#head.copy(first, 0, start);
    writeHeader(first, length);
    if (!isCopied) return [first, payload, TAIL];
    payload.copy(first, size);
    TAIL.copy(first, size + payload.byteLength);
    return [first];
  }
}

function headerLengthOf(length: number): number {
  if (length <= MAX_SHORT_LENGTH) return 2;
  return length <= MAX_LENGTH_IN_2_BYTES ? 4 : LONGEST_HEADER;
}

function writeHeader(frame: Buffer, length: number): void {
  frame[0] = FINAL_TEXT;
  if (length <= MAX_SHORT_LENGTH) frame[1] = length;
  else if (length <= MAX_LENGTH_IN_2_BYTES) {
    frame[1] = LENGTH_IN_2_BYTES;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_8_BYTES;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}
