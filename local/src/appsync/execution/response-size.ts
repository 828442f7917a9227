// How large an answer becomes, counted while it is made, so that one which is too large is never built.
import { GraphQLError } from 'graphql';

/** An answer that is larger than it may be. Thousands of fields may end with it: it is made once, and graphql adds no place to it. */
export class ResponseTooLarge extends GraphQLError {
  constructor(limit: number) {
    super(`The response has more than ${limit} bytes.`, { path: [] });
    this.name = 'ResponseTooLarge';
  }
}

/** What stands around a text, a list or an object. */
const MARKS = 2;
/** What stands between two of something, and a value at least. */
const LEAST = 1;

/** Counts the bytes of an answer at least: what needs escapes or several bytes becomes longer. */
export class ResponseSize {
  #bytes = 0;
  readonly #limit: number;
  #tooLarge: ResponseTooLarge | undefined;

  /** @param limit bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Was there more than there may be? */
  get isExceeded(): boolean {
    return this.#bytes > this.#limit;
  }

  /**
   * Takes a part of the answer into account.
   * @param part JSON
   * @throws ResponseTooLarge when the parts so far are too large
   */
  add(part: unknown): void {
    if (!this.fits(part)) throw this.#refusal();
  }

  /** @throws ResponseTooLarge when the parts so far are too large */
  requireRoom(): void {
    if (this.isExceeded) throw this.#refusal();
  }

  /** Are the parts so far, and this one, not too large? */
  fits(part: unknown): boolean {
    if (this.isExceeded) return false;
    this.#bytes += typeof part === 'string' ? part.length + MARKS : LEAST;
    if (Array.isArray(part)) return this.#fitAll(part);
    if (typeof part !== 'object' || part === null) return !this.isExceeded;
    return this.#fitAll(Object.keys(part)) && this.#fitAll(Object.values(part));
  }

  #refusal(): ResponseTooLarge {
    this.#tooLarge ??= new ResponseTooLarge(this.#limit);
    return this.#tooLarge;
  }

  /** Each is followed by a mark. */
  #fitAll(parts: readonly unknown[]): boolean {
    return parts.every((part) => {
      this.#bytes += LEAST;
      return this.fits(part);
    });
  }
}
