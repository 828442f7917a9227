// Endpoints that are no servers of the engine.
import { connect } from 'node:net';
import type { Endpoint } from '../../src/foundation/host-names';

/** Whatever listens on a port of 127.0.0.1. */
export function endpointAt(port: number): Endpoint {
  return { port, connect: () => connect(port, '127.0.0.1') };
}
