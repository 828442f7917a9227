// Connections to servers of this machine, kept for the next request.
import { Agent, type RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '../host-names';

/** Keeps connections to endpoints. A request names its own with the option `endpoint`, and the endpoint's port. */
export class EndpointAgent extends Agent {
  override createConnection({ endpoint }: RequestOptions & { readonly endpoint: Endpoint }): Duplex {
    return endpoint.connect();
  }
}
