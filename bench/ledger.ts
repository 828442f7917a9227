// Which messages are on their way, who has them, and what came that should not have.

/** A message that not everybody has yet. */
interface Outstanding {
  readonly channel: number;
  readonly sentAt: number;
  readonly seen: Uint8Array;
  missing: number;
  readonly onComplete: () => void;
}

/** Subscriber number n listens to channel n modulo the number of channels. */
export class Ledger {
  readonly #channels: number;
  readonly #audience: number;
  readonly #outstanding = new Map<number, Outstanding>();
  #sent = 0;
  deliveries = 0;
  duplicates = 0;
  lost = 0;
  /** Milliseconds from sending to each delivery; only while `isTimed`. */
  readonly latencies: number[] = [];
  isTimed = false;

  /** @param subscribers a multiple of the number of channels */
  constructor(subscribers: number, channels: number) {
    this.#channels = channels;
    this.#audience = subscribers / channels;
  }

  /** @returns the message's number, and a promise that everybody has it, or that it was given up */
  send(channel: number): { readonly number: number; readonly complete: Promise<void> } {
    const number = (this.#sent += 1);
    const complete = new Promise<void>((onComplete) => {
      const seen = new Uint8Array(this.#audience);
      const sentAt = performance.now();
      this.#outstanding.set(number, { channel, sentAt, seen, missing: this.#audience, onComplete });
    });
    return { number, complete };
  }

  arrive(subscriber: number, number: number): void {
    const message = this.#outstanding.get(number);
    const place = Math.floor(subscriber / this.#channels);
    if (message?.seen[place] !== 0 || message.channel !== subscriber % this.#channels) {
      this.duplicates += 1;
      return;
    }
    message.seen[place] = 1;
    this.deliveries += 1;
    if (this.isTimed) this.latencies.push(performance.now() - message.sentAt);
    message.missing -= 1;
    if (message.missing > 0) return;
    this.#outstanding.delete(number);
    message.onComplete();
  }

  /** Nothing comes any more. */
  giveUp(): void {
    for (const { missing, onComplete } of this.#outstanding.values()) {
      this.lost += missing;
      onComplete();
    }
    this.#outstanding.clear();
  }

  /** The next round starts from nothing. */
  reset(): void {
    this.deliveries = this.duplicates = this.lost = 0;
    this.latencies.length = 0;
  }
}
