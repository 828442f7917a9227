// The framework's commands, run in as many processes as there are cores: loading the framework costs more than a command.
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { endWithUs, type ProgramEnd, programEnvironment } from '../child-process';

const PROCESS = path.join(__dirname, 'framework-process.js');
/** The last byte of what a command writes, to either stream (framework-process.js). */
const MARK = 0;
/** Commands that a process runs: each leaves some megabytes in its memory, and a new process takes a second or two to load. */
const MOST_COMMANDS = 40;

/** What a process is told of a command. */
export interface Command {
  /** The framework's JavaScript. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** A command of the framework. */
export interface FrameworkRun extends Omit<Command, 'environment'> {
  /** Where it leaves what it does not remove. */
  readonly temporaryFolder: string;
  /** How it reaches the account of this machine's engine, if it is to work there. */
  readonly engine?: Readonly<Record<string, string>> | undefined;
}

/** Runs commands one after the other, in one process as long as none ends it. */
export class Framework {
  #running: { readonly child: ChildProcess; readonly closed: Promise<number | null> } | undefined;
  /** What the process has run. */
  #commands = 0;

  /** Runs a command. It ends with our own process. */
  async run({ temporaryFolder, engine, ...command }: FrameworkRun): Promise<ProgramEnd> {
    const environment = programEnvironment({
      temporaryFolder,
      ...(engine && { variables: engine, isForEngine: true }),
    });
    const { child, closed } = this.#process();
    const chunks: Buffer[] = [];
    const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
    const written = streams.map(async (stream) => collect(stream, chunks));
    const told = new Promise<number>((resolve) => child.once('message', (message) => resolve(message as number)));
    child.send({ ...command, environment } satisfies Command);
    const ended = Promise.all([told, ...written]).then(([code]) => code);
    const code = await Promise.race([ended, closed]);
    return { code, output: Buffer.concat(chunks).toString().trim() };
  }

  /** After the last command. */
  close(): void {
    this.#running?.child.disconnect();
    this.#running = undefined;
  }

  /** The process for the next command. One that has run enough ends, and another one begins. */
  #process() {
    if (this.#commands === MOST_COMMANDS) this.close();
    if (this.#running) {
      this.#commands += 1;
      return this.#running;
    }
    const running = started();
    void running.closed.then(() => {
      if (this.#running === running) this.#running = undefined;
    });
    this.#commands = 1;
    this.#running = running;
    return running;
  }
}

function started() {
  const child = fork(PROCESS, { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  endWithUs(child);
  // One that cannot be spoken to is of no use; that it is closed then is what its caller hears.
  child.on('error', () => child.kill('SIGKILL'));
  return { child, closed: new Promise<number | null>((resolve) => child.once('close', resolve)) };
}

/** Adds what a command writes, until its mark. */
async function collect(stream: Readable, chunks: Buffer[]): Promise<void> {
  return new Promise((resolve) => {
    const add = (chunk: Buffer) => {
      const isLast = chunk.at(-1) === MARK;
      chunks.push(isLast ? chunk.subarray(0, -1) : chunk);
      if (!isLast) return;
      // Somebody has to read on, for the process to be closed.
      stream.off('data', add).resume();
      resolve();
    };
    stream.on('data', add);
  });
}

type Use = (framework: Framework) => Promise<void>;

const waiting: Use[] = [];
/** Processes that have nothing to do, and may soon have. */
const idle: ((use: Use | undefined) => void)[] = [];
let open = 0;
/** Those who will have more to do. */
let keepers = 0;

/**
 * Processes that become free meanwhile are kept, and not loaded once more.
 * @param use uses the framework several times
 * @returns what `use` returns
 */
export async function keepingFrameworks<Result>(use: () => Promise<Result>): Promise<Result> {
  keepers += 1;
  try {
    return await use();
  } finally {
    keepers -= 1;
    if (keepers === 0) for (const end of idle.splice(0)) end(undefined);
  }
}

/**
 * Waits until a process is free for the framework, and keeps it for one use.
 * @param use what is done then
 * @returns what `use` returns, or its error: it concerns no other use
 */
export async function withFramework<Result>(use: (framework: Framework) => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const next: Use = async (framework) => use(framework).then(resolve, reject);
    const begin = idle.shift();
    if (begin) {
      begin(next);
      return;
    }
    waiting.push(next);
    // A process whose use has just ended takes it first.
    setImmediate(serveOneMore);
  });
}

function serveOneMore(): void {
  if (waiting.length > 0 && open < availableParallelism()) void serve();
}

/** @returns nothing when there will be none */
async function nextUse(): Promise<Use | undefined> {
  const next = waiting.shift();
  if (next || keepers === 0) return next;
  return new Promise((resolve) => idle.push(resolve));
}

async function serve(): Promise<void> {
  open += 1;
  const framework = new Framework();
  for (let next = await nextUse(); next !== undefined; next = await nextUse()) await next(framework);
  framework.close();
  open -= 1;
}
