// A server whose port can be closed for a while.
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ListeningServer, listen } from '../../../src/foundation/http/server';
import { endAll, endLater } from '../../support/endings';

let server: ListeningServer;

beforeEach(async () => {
  server = await aServer(0);
});

afterEach(endAll);

async function aServer(port: number): Promise<ListeningServer> {
  const started = await listen({ port, onRequest: (_, response) => response.end('here') });
  endLater(async () => started.stop());
  return started;
}

/** What a client gets: the answer, or the code of the error. */
async function answerOf({ port }: ListeningServer): Promise<string> {
  try {
    return await (await fetch(`http://127.0.0.1:${port}`)).text();
  } catch (error) {
    const { cause } = error as { readonly cause: { readonly code: string } };
    return cause.code;
  }
}

it('refuses connections while it is suspended', async () => {
  server.suspend();

  expect(await answerOf(server)).toBe('ECONNREFUSED');
});

it('ends the connections that are open when it is suspended', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(socket, 'data');

  server.suspend();

  await expect(once(socket, 'close')).resolves.toBeDefined();
});

it('answers on the same port when it is resumed', async () => {
  server.suspend();

  await server.resume();

  expect(await answerOf(server)).toBe('here');
});

describe('a connection from inside of the process', () => {
  /** What a request is answered with, or the code of the error. */
  async function askedInside(): Promise<string> {
    const outgoing = request({ createConnection: () => server.connect() }).end();
    try {
      const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
      return await text(answer);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? '';
    }
  }

  it('is answered like any other', async () => {
    expect(await askedInside()).toBe('here');
  });

  it('is refused while the server is suspended', async () => {
    server.suspend();

    expect(await askedInside()).toBe('ECONNREFUSED');
  });

  it('ends when the server is suspended', async () => {
    const socket = server.connect();
    socket.resume();
    server.suspend();

    await expect(once(socket, 'close')).resolves.toBeDefined();
  });
});

it.each([
  ['open', [false, true], 'here'],
  ['open', [false, true, false, true, true], 'here'],
  ['closed', [false, true, false], 'ECONNREFUSED'],
  ['closed', [false, true, false, true, false], 'ECONNREFUSED'],
] as const)('is %s after it was told %j, all in one go', async (_, orders, answer) => {
  const resumed: Promise<void>[] = [];
  for (const isUp of orders) {
    if (isUp) resumed.push(server.resume());
    else server.suspend();
  }
  await Promise.all(resumed);

  expect(await answerOf(server)).toBe(answer);
});

it.each([0, 1, 2, 3, 4, 5, 6])('is closed after it was told so %i steps into its opening', async (steps) => {
  server.suspend();
  const resumed = server.resume();
  for (let step = 0; step < steps; step += 1) await Promise.resolve();

  server.suspend();
  await resumed;

  expect(await answerOf(server)).toBe('ECONNREFUSED');
});

it('answers again although it had a connection when it was suspended', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  server.suspend();

  await server.resume();

  expect(await answerOf(server)).toBe('here');
});

it('says so when its port was taken meanwhile', async () => {
  server.suspend();
  await aServer(server.port);

  await expect(server.resume()).rejects.toMatchObject({ code: 'PORT_TAKEN' });
});

it('does not come up again once it is stopped', async () => {
  await server.stop();

  await server.resume();

  expect(await answerOf(server)).toBe('ECONNREFUSED');
});
