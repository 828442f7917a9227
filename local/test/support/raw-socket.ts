// Sockets below HTTP, for clients that behave as no library would.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The port of a URL. */
export function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Opens a TCP socket. Whatever comes is read and thrown away; what goes wrong later only closes it. */
export async function rawSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return socket.resume();
}

/**
 * Sends pieces of text, each but the first when something has come since the one before, and reads to the end of the
 * connection: the last request should say `Connection: close`, unless it is one that the server ends by itself.
 */
export async function rawExchange(socket: Duplex, ...pieces: readonly string[]): Promise<string> {
  const rest = [...pieces];
  const chunks: Buffer[] = [];
  const send = () => {
    const piece = rest.shift();
    if (piece !== undefined) socket.write(piece, 'latin1');
  };
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    send();
  });
  send();
  if (!socket.destroyed) await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}

/** Bytes that look random and are the same for the same seed. */
export function garbage(length: number, seed: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = (seed + 1) * 2_654_435_761;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}
