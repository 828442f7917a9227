// The network between regions: text in, text out. Nothing else is shared by two regions.

/** Answers what other regions send. */
export type Receiver = (message: string) => Promise<string>;

/** A region could not be reached. */
export class Unreachable extends Error {
  constructor(from: string, to: string) {
    super(`${to} cannot be reached from ${from}.`);
    this.name = 'Unreachable';
  }
}

/** The network, as one region sees it. */
export interface Network {
  /**
   * Sends a message to a service of another region, or of this one.
   * @returns the answer
   * @throws Unreachable when the region is unknown, or the way to it is cut
   */
  send(to: string, service: string, message: string): Promise<string>;
  /** Answers messages to a service of this region. */
  receive(service: string, receiver: Receiver): void;
}

/** The network of a planet: what connects its regions, and where it can be cut. */
export class PlanetNetwork {
  readonly #receivers = new Map<string, Receiver>();
  readonly #cut = new Set<string>();

  /** The network, as one region sees it. */
  of(from: string): Network {
    return {
      send: async (to, service, message) => {
        const receiver = this.#receivers.get(`${to}/${service}`);
        if (!receiver || this.#cut.has(way(from, to))) throw new Unreachable(from, to);
        return receiver(message);
      },
      receive: (service, receiver) => {
        this.#receivers.set(`${from}/${service}`, receiver);
      },
    };
  }

  /** Cuts the way between two regions, in both directions. */
  cut(one: string, other: string): void {
    this.#cut.add(way(one, other));
  }

  /** Mends the way between two regions. */
  mend(one: string, other: string): void {
    this.#cut.delete(way(one, other));
  }
}

function way(one: string, other: string): string {
  return [one, other].sort().join(' ');
}
