// What the process of a function prints, line by line, and no faster than a person's terminal may be written to.
import type { Readable } from 'node:stream';
import type { Clock } from '../foundation/clock';
import { MAX_PRINTED_LINE, MAX_PRINTED_SHARE, PRINTED_LINE_SHARE } from './limits';

const SECOND = 1000;

/** The lines of a stream. A process that prints too much is read slowly: what it has printed meanwhile is in its own memory, which has a limit. */
export class PrintedLines {
  readonly #stream: Readable;
  readonly #clock: Clock;
  readonly #printed: (line: string) => void;
  /** The beginning of a line. */
  #rest = '';
  /** What this second has had of its share, and when it began: milliseconds since 1970. */
  #share = 0;
  #since = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  /** @param printed takes a line */
  constructor(stream: Readable, clock: Clock, printed: (line: string) => void) {
    this.#stream = stream;
    this.#clock = clock;
    this.#printed = printed;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.#take(text));
    stream.on('end', () => {
      if (this.#rest !== '') this.#print(this.#rest);
    });
  }

  /** Who prints is being ended: what waits to be read is not told. */
  end(): void {
    if (!this.#cancel) return;
    this.#cancel();
    this.#stream.removeAllListeners('data').removeAllListeners('end').resume();
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#print(line);
    while (this.#rest.length > MAX_PRINTED_LINE) {
      this.#print(this.#rest.slice(0, MAX_PRINTED_LINE));
      this.#rest = this.#rest.slice(MAX_PRINTED_LINE);
    }
    if (this.#share > MAX_PRINTED_SHARE) this.#pause();
  }

  #print(line: string): void {
    const now = this.#clock.now();
    if (now - this.#since >= SECOND) {
      this.#since = now;
      this.#share = 0;
    }
    this.#share += PRINTED_LINE_SHARE + line.length;
    this.#printed(line.endsWith('\r') ? line.slice(0, -1) : line);
  }

  #pause(): void {
    this.#stream.pause();
    this.#cancel = this.#clock.after(SECOND, () => {
      this.#cancel = undefined;
      this.#stream.resume();
    });
  }
}
