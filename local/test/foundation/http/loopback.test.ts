// Connections inside of the process.
import { once } from 'node:events';
import { getDefaultHighWaterMark, PassThrough } from 'node:stream';
import { LoopbackSocket } from '../../../src/foundation/http/loopback';

/** Bytes that each stream keeps before it asks its writer to wait. */
const KEPT = getDefaultHighWaterMark(false);

function aPair() {
  const [near, far] = LoopbackSocket.pair();
  for (const socket of [near, far]) socket.on('error', () => undefined);
  return { near, far };
}

/** What is read until the other end has said its last word. */
async function readAll(socket: LoopbackSocket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The code of the error that ends a socket. */
async function failureOf(socket: LoopbackSocket): Promise<string> {
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  return error.code ?? '';
}

it('passes bytes both ways', async () => {
  const { near, far } = aPair();
  near.end('there');
  far.end('back');

  expect(await Promise.all([readAll(far), readAll(near)])).toEqual(['there', 'back']);
});

it('passes what was held back in one piece', async () => {
  const { near, far } = aPair();
  const pieces: string[] = [];
  far.on('data', (piece: Buffer) => pieces.push(piece.toString()));
  near.cork();
  for (const part of ['first ', 'second']) near.write(part);
  near.uncork();
  near.end();
  await once(far, 'end');

  expect(pieces).toEqual(['first second']);
});

it('holds writes back while the other end is not read', () => {
  const { near, far } = aPair();
  const written = jest.fn();
  for (const part of ['x', 'y']) near.write(Buffer.alloc(KEPT, part), written);

  expect({ there: far.readableLength, here: near.writableLength }).toEqual({ there: KEPT, here: 2 * KEPT });
  expect(written).not.toHaveBeenCalled();
});

it('goes on when the other end is read again', async () => {
  const { near, far } = aPair();
  const parts = ['x', 'y', 'z'].map((letter) => letter.repeat(KEPT));
  for (const part of parts) near.write(part);
  near.end();

  expect(await readAll(far)).toBe(parts.join(''));
});

it('ends the other end after everything that was written', async () => {
  const { near, far } = aPair();
  near.write('last words');
  near.destroySoon();

  expect(await readAll(far)).toBe('last words');
  expect(far.destroyed || (await once(far, 'close'))).toBeTruthy();
});

it('ends the other end when it is destroyed', async () => {
  const { near, far } = aPair();
  far.resume();
  near.destroy();

  await expect(once(far, 'close')).resolves.toBeDefined();
});

it('fails a write that waits for an end that is destroyed', async () => {
  const { near, far } = aPair();
  for (let writes = 0; writes < 2; writes += 1) near.write(Buffer.alloc(KEPT));
  const failure = failureOf(near);
  far.destroy();

  expect(await failure).toBe('ECONNRESET');
});

it('fails a write to an end that is gone', async () => {
  const { near, far } = aPair();
  far.destroy();
  const failure = failureOf(near);
  near.write('anybody?');

  expect(await failure).toBe('EPIPE');
});

it('fails when it was refused', async () => {
  expect(await failureOf(LoopbackSocket.refused())).toBe('ECONNREFUSED');
});

describe('an end that passes on what comes', () => {
  it('passes on what had come before and what comes after, in its order, and the end', async () => {
    const { near, far } = aPair();
    const receiver = new PassThrough();
    // More than this end keeps.
    const before = ['x', 'y', 'z'].map((letter) => letter.repeat(KEPT));
    for (const part of before) far.write(part);
    near.passTo(receiver);
    far.end('after');

    expect(Buffer.concat((await receiver.toArray()) as Buffer[]).toString()).toBe(`${before.join('')}after`);
  });

  it('tells of each piece', async () => {
    const { near, far } = aPair();
    const heard = jest.fn();
    far.write('before');
    near.passTo(new PassThrough().resume(), heard);
    far.write('after');
    far.end();
    await once(near, 'end');

    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('holds writes back while the receiver is full', async () => {
    const { near, far } = aPair();
    const receiver = new PassThrough({ highWaterMark: KEPT });
    near.passTo(receiver);
    const written = jest.fn();
    // The receiver keeps this much to be read, and as much to be written.
    for (const part of ['x', 'y', 'z']) far.write(Buffer.alloc(KEPT, part));
    far.write('more', written);
    await new Promise(setImmediate);
    const before = written.mock.calls.length;
    receiver.resume();
    far.end();
    await once(near, 'end');

    expect([before, written.mock.calls.length]).toEqual([0, 1]);
  });

  it('fails a write that waits for a receiver, when it is destroyed', async () => {
    const { near, far } = aPair();
    near.passTo(new PassThrough({ highWaterMark: 1 }));
    for (let writes = 0; writes < 3; writes += 1) far.write('x');
    const failure = failureOf(far);
    near.destroy();

    expect(await failure).toBe('ECONNRESET');
  });
});

describe('its timeout', () => {
  beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] }));
  afterEach(() => jest.useRealTimers());

  it('is told after silence, counted from the last byte in either direction', () => {
    const { near, far } = aPair();
    const told = jest.fn();
    near.setTimeout(10, told);
    jest.advanceTimersByTime(9);
    far.write('x');
    jest.advanceTimersByTime(9);
    const before = told.mock.calls.length;
    jest.advanceTimersByTime(1);

    expect([before, told.mock.calls.length]).toEqual([0, 1]);
  });

  it('is taken back by none', () => {
    const { near } = aPair();
    const told = jest.fn();
    near.setTimeout(10, told);
    near.setTimeout(0, told);
    jest.advanceTimersByTime(10);

    expect([told.mock.calls.length, near.listenerCount('timeout')]).toEqual([0, 0]);
  });
});
