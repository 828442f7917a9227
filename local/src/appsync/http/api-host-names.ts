// The host names under which an API is reached. One port answers for all of them: the Host header says which one it was.
import { hostNameOf, isLoopback, leadsFrom } from '../../foundation/host-names';

/**
 * What a client came to:
 * - `loopback`: this machine, where a client of the engine comes without any DNS
 * - `domain`: a custom domain name, which CloudFront leads to the API
 * - `http` and `realtime`: the API's own hosts
 */
export type Entrance =
  | { readonly kind: 'loopback' | 'http' | 'realtime' }
  | { readonly kind: 'domain'; readonly domainName: string };

/** Where something is served, by entrance. */
export type Paths = Readonly<Record<Entrance['kind'], readonly string[]>>;

/** Where queries and mutations are served. */
export const GRAPHQL_PATHS: Paths = {
  loopback: ['/graphql'],
  domain: ['/graphql'],
  http: ['/graphql'],
  realtime: [],
};

/**
 * Where a GraphQL API serves WebSockets (RT-01). On AWS, TLS decides which of the API's own hosts is meant, and clients may send the other
 * one as `Host`. On loopback both paths are, so that a client may exchange no more than the scheme.
 */
export const REALTIME_PATHS: Paths = {
  loopback: ['/graphql/realtime', '/graphql'],
  domain: ['/graphql/realtime'],
  http: ['/graphql'],
  realtime: ['/graphql'],
};

/** The API's own hosts: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export interface OwnHosts {
  /** For HTTP, such as queries and mutations. */
  readonly http: string;
  /** For WebSockets. */
  readonly realtime: string;
}

/** The entrances of one API. */
export class Entrances {
  readonly #domainNames = new Set<string>();
  readonly #bound: string;
  /** What was asked last. */
  #last: { readonly host: string; readonly entrance: Entrance | undefined } | undefined;

  /** @param bound the address that the API's port is bound to, which is not loopback if somebody wanted it so */
  constructor(
    readonly own: OwnHosts,
    bound: string,
  ) {
    this.#bound = bound;
  }

  /** From now on a custom domain name leads to the API. */
  add(domainName: string): void {
    this.#domainNames.add(domainName);
    this.#last = undefined;
  }

  /** A custom domain name leads to the API no more. */
  remove(domainName: string): void {
    this.#domainNames.delete(domainName);
    this.#last = undefined;
  }

  /** What a request came to, by its Host header; nothing when the name is not one of the API's. */
  of(host = ''): Entrance | undefined {
    // The client that came last comes again.
    if (this.#last?.host === host) return this.#last.entrance;
    const entrance = this.#of(hostNameOf(host));
    this.#last = { host, entrance };
    return entrance;
  }

  #of(name: string): Entrance | undefined {
    if (name === this.own.http) return { kind: 'http' };
    if (name === this.own.realtime) return { kind: 'realtime' };
    const domainName = [...this.#domainNames].find((each) => leadsFrom(each, name));
    if (domainName !== undefined) return { kind: 'domain', domainName: name };
    return isLoopback(name) || name === this.#bound ? { kind: 'loopback' } : undefined;
  }

  /** May the credentials of a connection to the API's own real-time host name this host? The port does not count. */
  isNamed(host: string | undefined): boolean {
    const kind = this.of(host)?.kind;
    return kind === 'http' || kind === 'domain';
  }
}

/** `ctx.request.domainName` */
export function domainNameOf(entrance: Entrance): string | null {
  return entrance.kind === 'domain' ? entrance.domainName : null;
}
