// A regular expression of a template, which may take years for a short text.
import { type Context, createContext, Script } from 'node:vm';

const TEST = new Script('expression.test(text)');
const TIMED_OUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
/** Of one text, at most: on a machine so busy that this process does not get its turn. */
const MAX_ATTEMPTS = 10;
const MICROSECONDS = 1000;

/** A pattern that is given up after a time. */
export class BoundedPattern {
  readonly #time: number;
  /** One of its own, only because a script can be stopped there. */
  readonly #context: Context;
  readonly #spent: () => number;

  /**
   * @param time milliseconds for one text
   * @param spent milliseconds for which this process has had a processor
   * @throws SyntaxError when the pattern is no regular expression
   */
  constructor(pattern: string, time: number, spent: () => number = processorTime) {
    this.#time = time;
    this.#spent = spent;
    this.#context = createContext({ expression: new RegExp(pattern), text: '' });
  }

  /** Does the text match? @throws Error when it takes too long */
  test(text: string): boolean {
    this.#context['text'] = text;
    const begun = this.#spent();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return TEST.runInContext(this.#context, { timeout: this.#time }) === true;
      } catch (error) {
        // A script is stopped by the clock, though it may have waited for its turn most of the time.
        const hadItsTime = this.#spent() - begun >= this.#time;
        if (hadItsTime || attempt === MAX_ATTEMPTS || !isTimeout(error)) throw error;
      }
    }
  }
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS;
}

function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === TIMED_OUT;
}
