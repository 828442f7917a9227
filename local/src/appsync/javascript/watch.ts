// Ends evaluations that take too long or make too much. Code looks in now and then; only a search by a pattern cannot.
import { getHeapStatistics } from 'node:v8';
import { createContext, Script } from 'node:vm';
import { HEAP_LIMIT } from './limits';

/** What an evaluation may use. */
export interface RealmLimits {
  /** Milliseconds per evaluation. */
  readonly timeLimit: number;
  /** Characters of a text, and parts of a value. */
  readonly memoryLimit: number;
}

/** Milliseconds between two looks that ask the system. */
const ASKING_INTERVAL = 1;

/** A realm of the host's own, in which V8 can be told to give up. */
const STAND: { task?: () => void } = {};
const STAND_CONTEXT = createContext(STAND);
const RUN_TASK = new Script('task()');

/** The sentence for code that takes too long. */
export function tooSlow(timeLimit: number): string {
  return `The code took longer than ${timeLimit} milliseconds.`;
}

/** The sentence for code that makes too much. */
export function tooLarge(memoryLimit: number): string {
  return `The code holds more than ${memoryLimit} bytes.`;
}

/** What is used at one moment. */
interface Usage {
  /** Milliseconds of the processor's. */
  readonly time: number;
  /** Bytes. */
  readonly heap: number;
}

/** Watches one evaluation after another. */
export class Watch {
  #first: Usage | undefined;
  #nextLook = 0;
  readonly #limits: RealmLimits;

  constructor(limits: RealmLimits) {
    this.#limits = limits;
  }

  /** An evaluation begins. */
  start(): void {
    this.#first = undefined;
    this.#nextLook = 0;
  }

  /** @returns a sentence when the evaluation has to end */
  look(): string | undefined {
    const now = performance.now();
    // Most evaluations are over before the system is asked once.
    if (this.#nextLook === 0) this.#nextLook = now + ASKING_INTERVAL;
    if (now < this.#nextLook) return undefined;
    this.#nextLook = now + ASKING_INTERVAL;
    const { heap, time } = usage();
    this.#first ??= { heap, time };
    if (time - this.#first.time > this.#limits.timeLimit) return tooSlow(this.#limits.timeLimit);
    return heap - this.#first.heap > HEAP_LIMIT ? tooLarge(HEAP_LIMIT) : undefined;
  }

  /**
   * Runs a task for at most an evaluation's time.
   * @returns whether it was done
   * @throws whatever the task does
   */
  within(task: () => void): boolean {
    this.look();
    STAND.task = task;
    try {
      RUN_TASK.runInContext(STAND_CONTEXT, { timeout: this.#limits.timeLimit });
      return true;
    } catch (error) {
      if (isTimeout(error)) return false;
      throw error;
    } finally {
      delete STAND.task;
    }
  }
}

/**
 * The processor's time: a loop must end even when the clock of the resolvers stands still, and good code on a busy machine
 * must not.
 */
function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { time: (user + system) / 1000, heap: getHeapStatistics().used_heap_size };
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
