// Which messages a subscription has had. Bounded: what it forgets it knows to have forgotten.
import { bound } from './bound';
import { keyOf, type RawMessage } from './message';

/** Chains of messages of which the last one is remembered for longer: so many publishers may be silent for long. */
const HEADS = 5000;

/** What a message is to a subscription: not had yet, had, or so old that it cannot be told. */
export type Acquaintance = 'new' | 'had' | 'forgotten';

/** The memory of a subscription. */
export class Memory {
  readonly #size: number;
  /** Ids and senders, in the order in which they came. */
  readonly #had = new Map<string, Pick<RawMessage, 'region' | 'position'>>();
  /** By region: the newest position that was forgotten. */
  readonly #forgotten = new Map<string, string>();
  readonly #heads = new Set<string>();

  /** @param size messages that are remembered */
  constructor(size: number) {
    this.#size = size;
  }

  look(message: RawMessage): Acquaintance {
    if (this.#had.has(keyOf(message, message.id))) return 'had';
    return message.position <= this.forgotten(message.region) ? 'forgotten' : 'new';
  }

  /** Of a region: positions up to this one may have been forgotten. */
  forgotten(region: string): string {
    return this.#forgotten.get(region) ?? '';
  }

  /** Remembers that a message came. */
  add(message: RawMessage): void {
    const { region, position } = message;
    this.#had.set(keyOf(message, message.id), { region, position });
    const [oldest] = this.#had;
    if (this.#had.size <= this.#size || !oldest) return;
    const [key, forgotten] = oldest;
    this.#had.delete(key);
    if (forgotten.position > this.forgotten(forgotten.region)) {
      this.#forgotten.set(forgotten.region, forgotten.position);
    }
  }

  /** Did a message come, or is it known to be from before the subscription? */
  knows(key: string): boolean {
    return this.#had.has(key) || this.#heads.has(key);
  }

  /** Remembers a message as the last one of its publisher, in place of the one before it. */
  follow(key: string, previous: string | undefined): void {
    if (previous !== undefined) this.#heads.delete(previous);
    this.#heads.delete(key);
    this.#heads.add(key);
    bound(this.#heads, HEADS);
  }
}
