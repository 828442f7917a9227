// When messages are written to sockets: at the end of the turn, or together with those that are about to come.
import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { DataFrames } from '../../src/appsync/realtime/data-frames';
import { Outlet, WriteTurn } from '../../src/appsync/realtime/write-turn';
import { PlanetNetwork } from '../../src/foundation/network';
import { fakeClock } from '../support/clock';

/** Milliseconds that a write takes, and that others wait after it. */
const WRITE = 16;
const PATIENCE = 12;

/** A clock that writes set forward, and the turns of all sockets. */
function aTurn() {
  const standing = fakeClock();
  let written = 0;
  const clock = { ...standing, now: () => standing.now() + written };
  return { clock, turn: new WriteTurn(clock), take: (milliseconds: number) => (written += milliseconds) };
}

/** A subscriber whose socket takes its time for each write. */
function aSubscriber({ write: duration = WRITE, among = aTurn() } = {}) {
  const { clock, turn, take } = among;
  const writes: string[] = [];
  const meanwhile: string[] = [];
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => {
      writes.push(
        [...chunk.toString('latin1').matchAll(/"payload":(\w+)/g)].map(([, message]) => message).join() || 'text',
      );
      take(duration);
      // What came is read as soon as everything was written.
      process.nextTick(() => deliver(...meanwhile.splice(0)));
      done();
    },
  });
  const client = { readyState: WebSocket.OPEN, send: () => void socket.write('text'), close: () => undefined };
  const outlet = new Outlet({
    ...{ client, socket, clock, turn, network: new PlanetNetwork().of('here') },
    onUnread: () => undefined,
  });
  const frames = new DataFrames('1', 'payload');
  const deliver = (...messages: readonly string[]) => {
    for (const message of messages) outlet.send(frames.of(Buffer.from(message)));
  };
  return {
    ...{ outlet, clock, writes, deliver },
    whileWriting: (...messages: readonly string[]) => meanwhile.push(...messages),
  };
}

it('writes the messages of a turn together', async () => {
  const { deliver, writes, clock } = aSubscriber();

  deliver('a', 'b');
  await clock.advance(0);

  expect(writes).toEqual(['a,b']);
});

it('writes a single message at once', async () => {
  const { deliver, writes, clock } = aSubscriber();
  deliver('a');
  await clock.advance(0);
  await clock.advance(0);

  deliver('b');
  await clock.advance(0);

  expect(writes).toEqual(['a', 'b']);
});

it('writes what came while it wrote together with what those publish next who were served', async () => {
  const { deliver, whileWriting, writes, clock } = aSubscriber();
  whileWriting('b');
  deliver('a');
  await clock.advance(0);
  await clock.advance(0);
  const before = [...writes];

  deliver('c');
  await clock.advance(0);

  expect([before, writes]).toEqual([['a'], ['a', 'b,c']]);
});

it('lets the first of as many as were written wait for the others', async () => {
  const { deliver, writes, clock } = aSubscriber();
  deliver('a', 'b');
  await clock.advance(0);
  await clock.advance(0);

  deliver('c');
  await clock.advance(0);
  deliver('d');
  await clock.advance(0);

  expect(writes).toEqual(['a,b', 'c,d']);
});

it('waits no longer than a share of the time that it wrote', async () => {
  const { deliver, whileWriting, writes, clock } = aSubscriber();
  whileWriting('b');
  deliver('a');
  await clock.advance(0);
  await clock.advance(PATIENCE - 1);
  const before = [...writes];

  await clock.advance(1);

  expect([before, writes]).toEqual([['a'], ['a', 'b']]);
});

it('waits for nothing when it wrote for a moment only', async () => {
  const { deliver, whileWriting, writes, clock } = aSubscriber({ write: 1 });
  whileWriting('b');

  deliver('a');
  await clock.advance(0);
  await clock.advance(0);

  expect(writes).toEqual(['a', 'b']);
});

it('waits for nothing when it wrote to others', async () => {
  const among = aTurn();
  const { deliver, clock } = aSubscriber({ among });
  const others = [aSubscriber({ among }), aSubscriber({ among })];
  deliver('a', 'b');
  await clock.advance(0);
  await clock.advance(0);

  for (const other of others) other.deliver('c');
  deliver('c');
  await clock.advance(0);

  expect(others.map(({ writes }) => writes)).toEqual([['c'], ['c']]);
});

it('lets no text wait', async () => {
  const { outlet, deliver, whileWriting, writes, clock } = aSubscriber();
  whileWriting('b');
  deliver('a');
  await clock.advance(0);
  await clock.advance(0);

  outlet.send('text');
  await clock.advance(0);

  expect(writes).toEqual(['a', 'b', 'text']);
});
