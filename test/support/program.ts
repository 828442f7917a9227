// Programs that a test starts, and what they write.
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Inbox } from '../../local/test/support/messages';
import { ROOT } from './packages/templates';

/** A program that was started, and the lines that it writes. */
export class Program {
  readonly lines = { stdout: new Inbox<string>(), stderr: new Inbox<string>() };
  /** The exit code, when everything that it wrote has been read. */
  readonly ended: Promise<number | null>;

  constructor(readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    for (const stream of ['stdout', 'stderr'] as const) this.#read(stream);
    this.ended = once(child, 'close').then(([code]) => code as number | null);
  }

  /** The first line with this text, now or later. */
  async line(stream: 'stdout' | 'stderr', text: string | RegExp): Promise<string> {
    return this.lines[stream].find((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  }

  #read(stream: 'stdout' | 'stderr'): void {
    let rest = '';
    this.child[stream].on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.lines[stream].push(line);
    });
    this.child[stream].on('end', () => {
      if (rest !== '') this.lines[stream].push(rest);
    });
  }
}

/** What `npm run pub` and `npm run sub` run. */
export function command(name: 'pub' | 'sub'): readonly [string, ...string[]] {
  return [process.execPath, '--require', require.resolve('tsx/cjs'), path.join(ROOT, 'tools', `${name}.ts`)];
}
