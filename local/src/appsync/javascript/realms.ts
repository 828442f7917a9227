// The realms that are open: the resolvers that ran last are kept ready, however many there are.
import type { Realm } from './realm';

/** Opens, keeps and closes realms by the code that runs in them. */
export class Realms {
  /** From the one that was used longest ago to the last. */
  readonly #open = new Map<object, Realm>();

  constructor(private readonly limit: number) {}

  /** The code's realm, opened if need be; closes another one when there are too many. */
  use(owner: object, open: () => Realm): Realm {
    const realm = this.#open.get(owner) ?? open();
    this.#open.delete(owner);
    this.#open.set(owner, realm);
    const [oldest] = this.#open.keys();
    if (this.#open.size > this.limit && oldest) this.close(oldest);
    return realm;
  }

  /** Closes the code's realm, if it is open. */
  close(owner: object): void {
    this.#open.get(owner)?.close();
    this.#open.delete(owner);
  }

  /** Closes every realm. */
  closeAll(): void {
    for (const owner of [...this.#open.keys()]) this.close(owner);
  }
}
