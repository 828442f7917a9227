// Messages as subscribers receive them, and a place where they arrive.

/** A message, every field selected. */
export interface ReceivedMessage {
  readonly name: string;
  readonly message: string;
  readonly data: string | null;
  readonly id: string;
  readonly publishedAt: string;
  readonly region: string;
  readonly userId: string | null;
  readonly position: string;
  readonly previous: string | null;
}

/** Every field of Message. */
const MESSAGE_FIELDS = 'name message data id publishedAt region userId position previous';
/** The subscription that every client of the tests makes. */
export const SUBSCRIBE = `subscription Subscribe($name: String!) { subscribe(name: $name) { ${MESSAGE_FIELDS} } }`;
/** The mutation that every client of the tests makes. */
export const PUBLISH = `mutation Publish($name: String!, $message: String!, $data: AWSJSON, $id: ID, $previous: ID) {
  publish(name: $name, message: $message, data: $data, id: $id, previous: $previous) { ${MESSAGE_FIELDS} } }`;

/** A client that listens to a channel; it keeps what arrives from the first moment. */
export interface Subscriber {
  /** What has arrived, in its order. */
  readonly messages: readonly ReceivedMessage[];
  /** The first message for which `is` holds, now or later. */
  find(is: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage>;
  close(): Promise<void> | void;
}

/** Keeps items and lets callers wait for one of them. */
export class Inbox<Item> {
  readonly items: Item[] = [];
  readonly #waiting = new Set<() => void>();

  /** Takes an item. */
  push(item: Item): void {
    this.items.push(item);
    for (const look of this.#waiting) look();
  }

  /** The first item for which `is` holds, now or later. The test's own timeout ends the waiting. */
  async find(is: (item: Item) => boolean): Promise<Item> {
    return new Promise((resolve) => {
      const look = () => {
        const index = this.items.findIndex(is);
        if (index < 0) return;
        this.#waiting.delete(look);
        resolve(this.items[index] as Item);
      };
      this.#waiting.add(look);
      look();
    });
  }
}
