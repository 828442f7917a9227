// A server of a region: it rests while the region is down.
import { UserError } from '../errors';
import type { Power } from '../power';
import type { Region } from '../region';
import { listen, type ListeningServer, type ServerOptions } from './server';

/**
 * Starts a server that ends every connection when its region goes down, and listens on the same port when it is up again.
 * @throws UserError `PORT_TAKEN` when something else listens on the port
 */
export async function listenWhileUp(
  options: ServerOptions,
  { name, log }: Region,
  power: Power,
): Promise<ListeningServer> {
  const server = await listen(options);
  const forget = power.watch({
    rest: () => server.suspend(),
    goOn: () => {
      server.resume().catch((error: unknown) => {
        if (error instanceof UserError) log.info(`${name} cannot come up again: ${error.message}`);
        else log.fault(error);
      });
    },
  });
  return {
    ...server,
    stop: async () => {
      // The region outlives the server, and would keep it.
      forget();
      await server.stop();
    },
  };
}
