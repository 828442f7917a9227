// The public host names of AWS's own endpoints, and the servers of this machine that stand behind them.

/** Host names of a planet. Names are compared without regard to case. */
export class Hosts {
  readonly #ports = new Map<string, number>();

  /** From now on the name leads to a port of 127.0.0.1. */
  serve(hostName: string, port: number): void {
    this.#ports.set(hostName.toLowerCase(), port);
  }

  /** The port behind a name; none for a name that no endpoint has. */
  portOf(hostName: string): number | undefined {
    return this.#ports.get(hostName.toLowerCase());
  }
}
