// The lines of a client: as many as its subscriptions need.
import { Line, type LineOptions, type Member } from './line';

/** Subscriptions that AppSync lets one connection have: quota L-AA33EB36. */
const MOST = 200;

/** Lines, each with as many subscriptions as it takes. */
export class Lines {
  readonly #options: LineOptions;
  readonly #lines = new Set<Line>();

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Subscribes. @returns ends the subscription */
  add(member: Member): () => void {
    let line = [...this.#lines].find(({ size }) => size < MOST);
    if (!line) this.#lines.add((line = new Line(this.#options)));
    line.add(member);
    return () => line.remove(member);
  }

  /** Opens a successor for each. */
  replace(): void {
    for (const line of this.#lines) line.replace();
  }

  /** Makes the next attempts now. */
  hurry(): void {
    for (const line of this.#lines) line.hurry();
  }

  close(): void {
    for (const line of this.#lines) line.close();
    this.#lines.clear();
  }
}
