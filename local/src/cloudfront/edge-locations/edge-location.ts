// Starts what an edge location consists of: a resolver, the edge, and the server that viewers reach.
import { type Hosts } from '../../foundation/host-names';
import type { Clock } from '../../foundation/clock';
import type { Log } from '../../foundation/log';
import type { Route53 } from '../../route53/route53';
import { listen } from '../../foundation/http/server';
import type { EdgeLocation, EdgeLocationOptions } from '../cloudfront';
import { Edge } from './edge';
import { exchangeOf, upgradeOf } from './exchange';
import { MAX_READ_HEADER_BYTES } from '../limits';
import type { ServedDistribution } from '../distributions/served-distribution';

/** Paths below it are the engine's own. */
const CONTROL = '/.local/';

/** What is around edge locations. */
export interface World {
  readonly route53: Route53;
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Opens an edge location.
 * @throws UserError `PORT_TAKEN`
 */
export async function openEdgeLocation(
  { airport, control, location, port, tls }: EdgeLocationOptions,
  distribution: ServedDistribution,
  world: World,
): Promise<EdgeLocation> {
  const dns = await world.route53.startDnsServer(location);
  const edge = new Edge({ ...world, airport, location, distribution, dnsPort: dns.port });
  const server = await listen({
    ...{ port, tls, maxHeaderSize: MAX_READ_HEADER_BYTES },
    onRequest: (request, response) => {
      if (control && request.url?.startsWith(CONTROL)) control(request, response);
      else void edge.serve(exchangeOf(request, response));
    },
    onUpgrade: (request, _socket, head) => void edge.serve(upgradeOf(request, head)),
    onMalformed: (why) => edge.answerMalformed(why),
  }).catch(async (error: unknown) => {
    await dns.stop();
    throw error;
  });
  return {
    location,
    port: server.port,
    connect: () => server.connect(),
    url: `https://localhost:${server.port}`,
    get dnsQueries() {
      return dns.queries;
    },
    stop: async () => {
      await server.stop();
      await edge.stop();
      await dns.stop();
    },
  };
}
