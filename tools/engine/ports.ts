// The ports that `npm start` was told to listen on: looked at before anything is packaged, which takes far longer.
import { createServer } from 'node:net';
import { bind, UserError } from 'local-aws/terms';
import { HIGHEST_PORT, type Ports } from './options';

const LOOPBACK = '127.0.0.1';

/** Ports that follow one another, as an option asks for them. */
interface PortRange {
  readonly option: string;
  readonly first: number;
  readonly last: number;
}

/**
 * Makes sure that the engine can listen where it is told to. Something else may still take a port before the engine does.
 * @param regions how many regions the stage has
 * @throws UserError `PORT_INVALID` or `PORT_TAKEN`, which names all that are taken, and the options that would work
 */
export async function requirePorts({ port, awsPort, edgePort }: Ports, regions: number): Promise<void> {
  const ranges = [
    ...rangeOf('--port', port, regions),
    ...rangeOf('--aws-port', awsPort, 1),
    ...rangeOf('--edge-port', edgePort, regions),
  ];
  refuseOverlap(ranges);
  const taken = await Promise.all(ranges.map(async (range) => ({ ...range, ports: await takenIn(range) })));
  refuseTaken(taken.filter(({ ports }) => ports.length > 0));
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

function refuseTaken(ranges: readonly { readonly option: string; readonly ports: readonly number[] }[]): void {
  const ports = ranges.flatMap((range) => range.ports);
  if (ports.length === 0) return;
  const subject = ports.length === 1 ? `Port ${ports.join()} is` : `Ports ${ports.join(', ')} are`;
  const options = ranges.map(({ option }) => `${option} auto`).join(' ');
  throw new UserError('PORT_TAKEN', `${subject} taken or not allowed; free ones are found by: npm start -- ${options}`);
}

async function takenIn({ first, last }: PortRange): Promise<readonly number[]> {
  const ports = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const areTaken = await Promise.all(ports.map(isTaken));
  return ports.filter((_, index) => areTaken[index]);
}

/** Listens on a port, and frees it again. */
async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await bind(server, port, LOOPBACK);
  } catch (error) {
    if (error instanceof UserError) return true;
    throw error;
  }
  await new Promise((resolve) => server.close(resolve));
  return false;
}
