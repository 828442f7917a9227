// SHA-256 by Node.js, as the signing library wants it: its own one is written in JavaScript.
import { createHash, createHmac } from 'node:crypto';

type Data = string | ArrayBuffer | ArrayBufferView;

/** A digest; with a secret, a keyed one (HMAC). */
export class Sha256 {
  readonly #secret: Data | undefined;
  #hash: ReturnType<typeof hashWith>;

  constructor(secret?: Data) {
    this.#secret = secret;
    this.#hash = hashWith(secret);
  }

  update(data: Data): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = hashWith(this.#secret);
  }
}

function hashWith(secret: Data | undefined) {
  return secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
}

function bytesOf(data: Data): string | NodeJS.ArrayBufferView {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : (data as string | NodeJS.ArrayBufferView);
}
