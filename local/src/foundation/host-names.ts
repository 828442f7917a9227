// The public host names of AWS's own endpoints, and the servers of this machine that stand behind them.
import { isIP } from 'node:net';

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

/** The name in a `Host` header: without port and final dot, in lower case. */
export function hostNameOf(host: string): string {
  return host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}

/** Is it a name of this machine, under which clients come without any DNS? */
export function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || (isIP(name) === 4 && name.startsWith('127.'));
}

/** Is a host name the domain name, or one that its wildcard stands for? */
export function leadsFrom(domainName: string, name: string): boolean {
  if (domainName === name) return true;
  return domainName.startsWith('*.') && name.slice(name.indexOf('.')) === domainName.slice(1);
}
