// Counts what the engine does for a message: calls and bytes, not time, so that no noise can change them.
import { Socket } from 'node:net';
import { Program } from '../../src/appsync/javascript/program';

/** What was done. */
export interface Work {
  /** Handlers of resolvers that ran. */
  readonly evaluations: number;
  /** Calls of `JSON.stringify` by the engine. */
  readonly serialisations: number;
  /** Calls of `JSON.parse` by the engine. */
  readonly parses: number;
  /** Writes to the sockets of a server, each a system call. */
  readonly writes: number;
  /** Bytes that the engine made of text. */
  readonly encoded: number;
  /** Bytes that the engine copied from buffer to buffer. */
  readonly copied: number;
}

/** In the stack of what the engine calls. */
const ENGINE = /[\\/]local[\\/]src[\\/]/;

/**
 * What a task makes the engine do.
 * @param port where the server listens whose writes count
 */
export async function workOf(port: number, task: () => Promise<void>): Promise<Work> {
  const evaluations = jest.spyOn(Program.prototype, 'evaluate');
  const serialisations = watch(JSON, 'stringify');
  const parses = watch(JSON, 'parse');
  const encodings = watch(Buffer, 'from');
  const copies = watch(Buffer.prototype as object, 'copy');
  const writes = [jest.spyOn(Socket.prototype, '_write'), jest.spyOn(Socket.prototype, '_writev')];
  try {
    await task();
    const written = writes.flatMap(({ mock }) => mock.contexts as Socket[]);
    return {
      evaluations: evaluations.mock.calls.length,
      serialisations: serialisations.results.length,
      parses: parses.results.length,
      writes: written.filter(({ localPort }) => localPort === port).length,
      encoded: sumOf(encodings.results.map((buffer) => Buffer.byteLength(buffer as Buffer))),
      copied: sumOf(copies.results.map(Number)),
    };
  } finally {
    for (const { spy } of [serialisations, parses, encodings, copies]) spy.mockRestore();
    for (const spy of [evaluations, ...writes]) spy.mockRestore();
  }
}

type AnyFunction = (...args: readonly unknown[]) => unknown;

/** Keeps the results of a function, as long as it is the engine that calls it. */
function watch(object: object, name: string) {
  const functions = object as Record<string, AnyFunction>;
  const original = functions[name];
  const results: unknown[] = [];
  const spy = jest.spyOn(functions, name).mockImplementation(function observed(this: unknown, ...args) {
    const result = original?.apply(this, args);
    const [, , caller = ''] = (new Error().stack ?? '').split('\n').filter((line) => !line.includes('jest-mock'));
    if (ENGINE.test(caller)) results.push(result);
    return result;
  });
  return { results, spy };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
