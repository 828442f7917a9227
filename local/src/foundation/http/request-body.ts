// The body of an HTTP request: read to its end, and kept only as far as it is wanted.
import type { IncomingMessage } from 'node:http';

/** Bytes that are read and thrown away so that the client, which reads only when it has sent all, hears why. */
const MAX_DISCARDED = 64 * 1024 * 1024;

/** The body is longer than the server takes. The request was read to its end, so that it can be answered. */
export class BodyTooLarge extends Error {
  /** @param limit bytes */
  constructor(readonly limit: number) {
    super(`A request has at most ${limit} bytes.`);
    this.name = 'BodyTooLarge';
  }
}

/** The client went away before it had sent everything: there is no one to answer. */
export class ClientGone extends Error {
  constructor() {
    super('The client has closed its connection.');
    this.name = 'ClientGone';
  }
}

/**
 * Reads a body.
 * @param limit bytes
 * @throws BodyTooLarge or ClientGone
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isRead = false;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > limit + MAX_DISCARDED) request.destroy();
    });
    request.on('end', () => {
      isRead = true;
      if (size > limit) reject(new BodyTooLarge(limit));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    // Told by `close` as well, which comes after every other end.
    request.on('error', overlook);
    request.on('close', () => {
      if (!isRead) reject(new ClientGone());
    });
  });
}

function overlook(): void {}
