// The lines of a client: as many as its subscriptions need.
import { createLine, type Line, type LineOptions, type Member } from './line';
import { createPauses } from './pauses';

/** Subscriptions that AppSync lets one connection have: quota L-AA33EB36. */
const MOST = 200;

/** Makes lines, each with as many subscriptions as it takes. */
export function createLines(options: LineOptions) {
  const lines: Line[] = [];
  const pauses = createPauses(options.clock, options.random);

  /** Subscribes. @returns ends the subscription */
  function add(member: Member): () => void {
    let line = lines.find(({ members }) => members.size < MOST);
    if (!line) lines.push((line = createLine(options, pauses)));
    return line.add(member);
  }

  /** Opens a successor for each. */
  function replace(): void {
    for (const line of lines) line.replace();
  }

  function close(): void {
    for (const line of lines) line.close();
    pauses.wake();
  }

  return { add, replace, close, hurry: pauses.wake };
}
