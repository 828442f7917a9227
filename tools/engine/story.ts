// What `npm start` prints: how the engine starts, where it is reached, and what happens while it runs.
import { type JsonObject, type Log, type LoggedSubscription, Notices, systemClock } from 'local-aws/terms';
import { printable, terminal } from '../terminal';
import { sentenceOf } from './subscription-line';

/** How it is told. */
export interface StoryOptions {
  /** Is nothing told of what happens after the start, but for what became of what is saved? */
  readonly isQuiet: boolean;
  /** Is every line a JSON object? */
  readonly isJson: boolean;
  /** What people call the place of a region. */
  readonly placeOf: (region: string) => string;
}

/** Tells the person, or the program, that reads standard output. */
export class Story implements Log {
  #isReady = false;
  readonly #options: StoryOptions;
  readonly #notices = new Notices(this, systemClock);

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

  /** Who listens to what, and where: each once a minute. */
  subscribed(subscription: LoggedSubscription): void {
    const line = printable(sentenceOf(subscription, this.#options.placeOf));
    this.#notices.tell(line, line);
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
