// The answers of an authorizer that hold for a while, by token.
import { createHash } from 'node:crypto';
import { MAX_CACHED_AUTHORIZATIONS, MAX_CACHED_AUTHORIZATIONS_BYTES } from '../limits';

/** An answer that holds for a while. */
export interface KeptAnswer<Grant> {
  /** Nothing for a refusal. */
  readonly grant: Grant | undefined;
  /** Milliseconds since 1970. */
  readonly end: number;
  readonly bytes: number;
}

/** As many answers as there is room for; the oldest go first. */
export class KeptAnswers<Grant> {
  readonly #answers = new Map<string, KeptAnswer<Grant>>();
  #bytes = 0;

  /** @returns the token's answer, if it still holds */
  find(token: string, now: number): KeptAnswer<Grant> | undefined {
    const key = keyOf(token);
    const kept = this.#answers.get(key);
    if (kept && now < kept.end) return kept;
    this.#forget(key);
    return undefined;
  }

  keep(token: string, answer: KeptAnswer<Grant>, now: number): void {
    const key = keyOf(token);
    this.#forget(key);
    this.#answers.set(key, answer);
    this.#bytes += answer.bytes;
    for (const [other, { end }] of this.#answers) {
      if (end <= now || this.#isFull()) this.#forget(other);
    }
  }

  #isFull(): boolean {
    return this.#answers.size > MAX_CACHED_AUTHORIZATIONS || this.#bytes > MAX_CACHED_AUTHORIZATIONS_BYTES;
  }

  #forget(key: string): void {
    this.#bytes -= this.#answers.get(key)?.bytes ?? 0;
    this.#answers.delete(key);
  }
}

/** A token can be as long as the headers of a request. */
function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
