// Questions to the API that are asked until there is an answer.
import type { Clock } from '../clock';
import { type Problem, problemOf } from './problem';

/** Milliseconds after which a question that was not answered is asked again. */
const ASK_AGAIN = 2000;

/** The questions of a session. */
export class Questions {
  readonly #clock: Clock;
  readonly #onProblem: (problem: Problem) => void;
  readonly #waiting = new Set<() => void>();
  #isStopped = false;

  /** @param onProblem told why there is no answer yet; may call `stop`, if none can come */
  constructor(clock: Clock, onProblem: (problem: Problem) => void) {
    this.#clock = clock;
    this.#onProblem = onProblem;
  }

  /** Asks until there is an answer. */
  ask<Answer>(question: () => Promise<Answer>, take: (answer: Answer) => void): void {
    question().then(
      (answer) => {
        if (!this.#isStopped) take(answer);
      },
      (error: unknown) => {
        if (!this.#isStopped) this.#onProblem(problemOf(error));
        if (!this.#isStopped) this.#askLater(() => this.ask(question, take));
      },
    );
  }

  /** No answer is taken any more. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#waiting) cancel();
  }

  #askLater(ask: () => void): void {
    const cancel = this.#clock.after(ASK_AGAIN, () => {
      this.#waiting.delete(cancel);
      ask();
    });
    this.#waiting.add(cancel);
  }
}
