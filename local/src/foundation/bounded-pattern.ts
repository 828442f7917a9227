// A regular expression of a template, which may take years for a short text.
import { type Context, createContext, Script } from 'node:vm';

const TEST = new Script('expression.test(text)');

/** A pattern that is given up after a time. */
export class BoundedPattern {
  readonly #time: number;
  /** One of its own, only because a script can be stopped there. */
  readonly #context: Context;

  /**
   * @param time milliseconds for one text
   * @throws SyntaxError when the pattern is no regular expression
   */
  constructor(pattern: string, time: number) {
    this.#time = time;
    this.#context = createContext({ expression: new RegExp(pattern), text: '' });
  }

  /** Does the text match? @throws Error when it takes too long */
  test(text: string): boolean {
    this.#context['text'] = text;
    return TEST.runInContext(this.#context, { timeout: this.#time }) === true;
  }
}
