// What the engine and the process of a function say to each other, over a pipe of their own: what the code prints is none of it.
import type { Duplex } from 'node:stream';
import { isJsonObject, type JsonValue } from '../foundation/json';
import type { FunctionFailure, InvocationContext } from './lambda';
import { MAX_PAYLOAD_BYTES } from './limits';

/** The process's end of the pipe. Its first line is that its code is loaded; each further one answers a line of the engine. */
export const DESCRIPTOR = 3;

/** The engine wants an invocation: a line of JSON. */
export interface InvokeMessage {
  readonly event: JsonValue;
  readonly context: InvocationContext;
  /** Milliseconds since 1970 at which the invocation must have ended. */
  readonly deadline: number;
}

/**
 * The process says that its code is loaded, or how an invocation ended: a line with the type, a space, and JSON, in which there is
 * no line break.
 */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'returned'; readonly payload: JsonValue }
  | { readonly type: 'failed'; readonly failure: FunctionFailure }
  /** It is more than may be returned. */
  | { readonly type: 'too long' }
  /** The code has written to the pipe itself. */
  | { readonly type: 'nonsense' };

/** Characters of a line that are kept: as many as a payload may have bytes, and its type. */
const MAX_LINE = MAX_PAYLOAD_BYTES + 'returned \n'.length;
const TOO_LONG: RuntimeMessage = { type: 'too long' };
const NONSENSE: RuntimeMessage = { type: 'nonsense' };

/** Writes an invocation to the engine's end of the pipe. */
export function sayTo(pipe: Duplex, message: InvokeMessage): void {
  pipe.write(`${JSON.stringify(message)}\n`);
}

/** Reads the engine's end of the pipe. The process says one thing at a time, so that a line ends where nothing follows. */
export function listenTo(pipe: Duplex, heard: (message: RuntimeMessage) => void): void {
  let pieces: string[] = [];
  let length = 0;
  pipe.setEncoding('utf8');
  pipe.on('data', (piece: string) => {
    length += piece.length;
    if (length <= MAX_LINE) pieces.push(piece);
    else pieces = [];
    if (!piece.endsWith('\n')) return;
    const message = length <= MAX_LINE ? messageOf(pieces.join('')) : TOO_LONG;
    pieces = [];
    length = 0;
    heard(message);
  });
  // Told by the end of the process as well; without a listener it would end the engine.
  pipe.on('error', () => undefined);
}

function messageOf(line: string): RuntimeMessage {
  const space = line.indexOf(' ');
  const type = line.slice(0, space);
  const json = line.slice(space + 1, -1);
  if (type === 'returned' && Buffer.byteLength(json) > MAX_PAYLOAD_BYTES) return TOO_LONG;
  try {
    const value = JSON.parse(json) as JsonValue;
    if (type === 'ready') return { type };
    if (type === 'returned') return { type, payload: value };
    if (type === 'failed' && isFailure(value)) return { type, failure: value };
  } catch {
    // Not even JSON.
  }
  return NONSENSE;
}

function isFailure(value: JsonValue): value is JsonValue & FunctionFailure {
  return isJsonObject(value) && typeof value['errorType'] === 'string' && typeof value['errorMessage'] === 'string';
}
