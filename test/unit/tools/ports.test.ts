// The ports that `npm start` was told to listen on.
import { type AddressInfo, createServer, type Server } from 'node:net';
import { requirePorts } from '../../../tools/engine/ports';

const FREE = { port: 0, awsPort: 0, edgePort: 0 };

let servers: Server[];

beforeEach(() => {
  servers = [];
});

afterEach(() => servers.forEach((server) => server.close()));

/** Listens on a port, 0 for a free one: the port. */
async function listening(port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

it('takes free ports for as many regions as there are', async () => {
  await expect(requirePorts(FREE, 30)).resolves.toBeUndefined();
});

it.each([
  ['--port', 'port', 65_535, 2, 65_534],
  ['--port', 'port', 65_534, 3, 65_533],
  ['--edge-port', 'edgePort', 65_535, 2, 65_534],
] as const)('refuses %s that leaves no room for each region', async (option, name, port, regions, most) => {
  await expect(requirePorts({ ...FREE, [name]: port }, regions)).rejects.toMatchObject({
    code: 'PORT_INVALID',
    message: `${option} takes ${most} at most, as each of the ${regions} regions has a port, not ${port}.`,
  });
});

it.each([
  [
    { port: 9701, awsPort: 9702 },
    '--port 9701 and --aws-port 9702 both take port 9702; choose another one for either.',
  ],
  [
    { port: 9702, edgePort: 9701 },
    '--port 9702 and --edge-port 9701 both take port 9702; choose another one for either.',
  ],
  [
    { awsPort: 9702, edgePort: 9701 },
    '--aws-port 9702 and --edge-port 9701 both take port 9702; choose another one for either.',
  ],
])('refuses a port that two options want: %j', async (ports, message) => {
  await expect(requirePorts({ ...FREE, ...ports }, 2)).rejects.toMatchObject({ code: 'PORT_INVALID', message });
});

it.each([
  ['--port', 'port'],
  ['--aws-port', 'awsPort'],
  ['--edge-port', 'edgePort'],
] as const)('says which port is taken, and that %s chooses it', async (option, name) => {
  const port = await listening(0);

  await expect(requirePorts({ ...FREE, [name]: port }, 1)).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message: `Port ${port} is taken or not allowed; free ones are found by: npm start -- ${option} auto`,
  });
});

it('looks at the port of every region', async () => {
  const last = await listening(0);

  await expect(requirePorts({ ...FREE, port: last - 1 }, 2)).rejects.toMatchObject({ code: 'PORT_TAKEN' });
});

it('names all ports that are taken, and a command that needs none of them', async () => {
  const [port, awsPort, edgePort] = [await listening(0), await listening(0), await listening(0)];

  await expect(requirePorts({ port, awsPort, edgePort }, 1)).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    message:
      `Ports ${port}, ${awsPort}, ${edgePort} are taken or not allowed; ` +
      'free ones are found by: npm start -- --port auto --aws-port auto --edge-port auto',
  });
});

it('leaves a port free', async () => {
  const port = await listening(0);
  servers.pop()?.close();

  await requirePorts({ ...FREE, port }, 1);

  await expect(listening(port)).resolves.toBe(port);
});
