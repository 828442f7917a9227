// The public host names of AWS's own endpoints, and the servers of this machine that stand behind them.
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server of this machine. */
export interface Endpoint {
  /** Of 127.0.0.1. */
  readonly port: number;
  /** A new connection, which ends with an error if the server is not there. */
  connect(): Duplex;
}

/** Host names of a planet. Names are compared without regard to case. */
export class Hosts {
  readonly #endpoints = new Map<string, Endpoint>();

  /** From now on the name leads to the endpoint. */
  serve(hostName: string, endpoint: Endpoint): void {
    this.#endpoints.set(hostName.toLowerCase(), endpoint);
  }

  /** The name leads nowhere any more. */
  release(hostName: string): void {
    this.#endpoints.delete(hostName.toLowerCase());
  }

  /** The port behind a name; none for a name that no endpoint has. */
  portOf(hostName: string): number | undefined {
    return this.endpointOf(hostName)?.port;
  }

  /** The endpoint behind a name; none for a name that no endpoint has. */
  endpointOf(hostName: string): Endpoint | undefined {
    return this.#endpoints.get(hostName.toLowerCase());
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
