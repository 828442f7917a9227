// What `npm start` prints: how the engine starts, where it is reached, and what happens while it runs.
import type { JsonObject, Log } from 'local-aws/terms';
import { terminal } from '../terminal';

/** How it is told. */
export interface StoryOptions {
  /** Is nothing told of what happens after the start, but for what became of what is saved? */
  readonly isQuiet: boolean;
  /** Is every line a JSON object? */
  readonly isJson: boolean;
}

/** Tells the person, or the program, that reads standard output. */
export class Story implements Log {
  #isReady = false;
  readonly #options: StoryOptions;

  constructor(options: StoryOptions) {
    this.#options = options;
  }

  /** Something worth knowing. In JSON `{ "time", "message" }`, the time as in ISO 8601. */
  info(line: string): void {
    if (this.#isReady && this.#options.isQuiet) return;
    this.#print(line.trimStart(), line);
  }

  /** What became of something that the person did: told though all else is quiet. */
  outcome(line: string): void {
    this.#print(line, line);
  }

  /** A fault of our own, to standard error however the rest is told. */
  fault(error: unknown): void {
    terminal.fault(error);
  }

  /**
   * Everything runs.
   * @param text for a person
   * @param endpoints for a program: `{ "time", "message": "Ready.", "endpoints" }`
   */
  ready(text: string, endpoints: JsonObject): void {
    this.#print('Ready.', text, { endpoints });
    this.#isReady = true;
  }

  #print(message: string, text: string, more: JsonObject = {}): void {
    const object = { time: new Date().toISOString(), message, ...more };
    terminal.info(this.#options.isJson ? JSON.stringify(object) : text);
  }
}
