// A run of an operation, and what came of it.
import type { Access } from '../connection/access';
import { type Operation, operationIn, OperationError } from './operation';
import { request } from './request';
import { subscribe } from './subscription';

/** Events of a subscription that are shown. */
const MOST_EVENTS = 50;

/** What came of a run. */
export interface Outcome {
  readonly isRunning: boolean;
  /** How it stands with it, in a few words. */
  readonly summary: string;
  /** What there is to show, newest first: the answer, or a subscription's events. */
  readonly contents: readonly unknown[];
}

/** Who runs, and how. */
export interface RunOptions extends Access {
  /** Told at each change. */
  readonly onOutcome: (outcome: Outcome) => void;
}

/** What is in the editor. */
export interface Written {
  readonly document: string;
  readonly variables: string;
  /** Characters before the cursor. */
  readonly cursor: number;
}

/** Runs what is written. @returns ends the run; nothing is told any more */
export function run({ document, variables, cursor }: Written, options: RunOptions): () => void {
  let isOver = false;
  const onOutcome = (outcome: Outcome) => {
    if (!isOver) options.onOutcome(outcome);
  };
  const begun = begin(() => operationIn(document, variables, cursor), { ...options, onOutcome });
  return () => {
    isOver = true;
    begun?.();
  };
}

function begin(operationOf: () => Operation, options: RunOptions): (() => void) | undefined {
  const { credential, onOutcome } = options;
  let operation: Operation;
  try {
    operation = operationOf();
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    onOutcome({ isRunning: false, summary: error.message, contents: [] });
    return undefined;
  }
  if (operation.isSubscription) return listen(operation, options);
  onOutcome({ isRunning: true, summary: 'Running …', contents: [] });
  request(operation, credential).then(
    ({ status, took, content }) =>
      onOutcome({ isRunning: false, summary: `${status} in ${Math.round(took)} ms`, contents: [content] }),
    () => onOutcome({ isRunning: false, summary: 'The front door does not answer.', contents: [] }),
  );
  return undefined;
}

function listen(operation: Operation, { credential, WebSocket, onOutcome }: RunOptions): () => void {
  let contents: readonly unknown[] = [];
  let count = 0;
  const tell = (summary: string, isRunning = true) => onOutcome({ isRunning, summary, contents });
  tell('Connecting …');
  return subscribe(operation, {
    ...{ credential, WebSocket },
    observer: {
      live: () => tell('Listening. Events appear here.'),
      event: (payload) => {
        count += 1;
        contents = [payload, ...contents.slice(0, MOST_EVENTS - 1)];
        tell(count === 1 ? '1 event' : `${count} events`);
      },
      ended: (why) => {
        if (typeof why !== 'string') contents = [why, ...contents];
        tell(typeof why === 'string' ? why : 'The API refuses the subscription.', false);
      },
    },
  });
}
