// The ports that `npm start` was told to listen on: looked at before anything is packaged, which takes far longer.
import { createServer } from 'node:net';
import { type Config, HIGHEST_PORT } from '../command-line';
import { UserError } from '../../local/src/foundation/errors';
import { bind } from '../../local/src/foundation/http/server';

const LOOPBACK = '127.0.0.1';

/** Ports that follow one another, as an option asks for them. */
interface PortRange {
  readonly option: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Sees to it that the engine can listen where it shall. Something else may still take a port before the engine does.
 * @param config the ports of the command line
 * @param regions how many regions the stage has
 * @throws UserError `PORT_INVALID` or `PORT_TAKEN`, with the option to change
 */
export async function requirePorts(
  { port, awsPort, edgePort }: Pick<Config, 'port' | 'awsPort' | 'edgePort'>,
  regions: number,
): Promise<void> {
  const ranges = [
    ...rangeOf('--port', port, regions),
    ...rangeOf('--aws-port', awsPort, 1),
    ...rangeOf('--edge-port', edgePort, regions),
  ];
  refuseOverlap(ranges);
  for (const range of ranges) await tryAll(range);
}

/** Nothing for free ports: there is no knowing them. */
function rangeOf(option: string, first: number, count: number): readonly PortRange[] {
  if (first === 0) return [];
  const last = first + count - 1;
  if (last <= HIGHEST_PORT) return [{ option, first, last }];
  throw new UserError(
    'PORT_INVALID',
    `${option} takes ${HIGHEST_PORT - count + 1} at most, as each of the ${count} regions has a port, not ${first}.`,
  );
}

function refuseOverlap(ranges: readonly PortRange[]): void {
  for (const [index, one] of ranges.entries()) {
    for (const other of ranges.slice(index + 1)) {
      const shared = Math.max(one.first, other.first);
      if (shared > Math.min(one.last, other.last)) continue;
      throw new UserError(
        'PORT_INVALID',
        `${one.option} ${one.first} and ${other.option} ${other.first} both take port ${shared}; choose another one for either.`,
      );
    }
  }
}

async function tryAll({ option, first, last }: PortRange): Promise<void> {
  for (let port = first; port <= last; port += 1) await tryOne(port, option);
}

/** Listens on a port, and frees it again. */
async function tryOne(port: number, option: string): Promise<void> {
  const server = createServer();
  try {
    await bind(server, port, LOOPBACK);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const sentence = `Port ${port} is taken or not allowed; choose another one with ${option}.`;
    throw new UserError('PORT_TAKEN', sentence, { cause: error });
  }
  await new Promise((resolve) => server.close(resolve));
}
