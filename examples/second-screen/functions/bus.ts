// The planet as a backend sees it: its bus, on which whoever may put events publishes to every region.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';

/** What a backend publishes. */
export interface Publication {
  /** The channel. */
  readonly name: string;
  readonly message: string;
  readonly data: object;
  /** A ULID; the planet makes one unless given. */
  readonly id?: string;
}

/** The region's bus. */
export class Bus {
  readonly #client = new EventBridgeClient({});
  readonly #name: string;
  readonly #source: string;

  /**
   * @param name of the bus, in this region
   * @param source as whom the application publishes
   */
  constructor(name: string, source: string) {
    this.#name = name;
    this.#source = source;
  }

  /** Publishes to every region. @throws Error if the bus does not take it, or what the SDK throws */
  async publish({ data, ...message }: Publication): Promise<void> {
    const { Entries: entries = [] } = await this.#client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.#name,
            Source: this.#source,
            DetailType: 'message.published',
            // `data` is JSON text on the bus.
            Detail: JSON.stringify({ ...message, data: JSON.stringify(data) }),
          },
        ],
      }),
    );
    const refused = entries.find(({ ErrorCode: code }) => code !== undefined);
    if (refused)
      throw new Error(`The bus refused a message: ${refused.ErrorCode ?? ''}: ${refused.ErrorMessage ?? ''}`);
  }
}
