// One process that runs a function's code, one invocation at a time.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { Clock } from '../foundation/clock';
import type { JsonValue } from '../foundation/json';
import type { EnvironmentVariables, FunctionFailure, InvocationResult } from './lambda';
import { INIT_TIMEOUT, MAX_PAYLOAD_BYTES } from './limits';
import type { InvokeMessage, RuntimeMessage } from './messages';
import { PrintedLines } from './printed-lines';

const RUNTIME = path.join(__dirname, 'runtime.mjs');
const SECOND = 1000;

/** What an environment is made of. */
export interface EnvironmentOptions {
  /** `path/to/file.export` */
  readonly handler: string;
  /** Where the code is. */
  readonly folder: string;
  /** The only variables that the code sees. */
  readonly variables: EnvironmentVariables;
  /** Megabytes. */
  readonly memorySize: number;
  readonly clock: Clock;
  /** The port of 127.0.0.1 on which the code's resolver answers; the machine's resolver when absent. */
  readonly dnsPort?: number;
  /** Takes a line that the code prints. */
  readonly printed: (line: string) => void;
}

/** How the process came to the end of what it was doing. */
type Ending = RuntimeMessage | { readonly type: 'exited'; readonly reason: string } | { readonly type: 'late' };

/** A process with a function's code; the code outside of the handler runs once, with the first invocation. */
export class ExecutionEnvironment {
  readonly #process: ChildProcess;
  readonly #options: EnvironmentOptions;
  readonly #gone: Promise<void>;
  readonly #loaded: Promise<Ending>;
  readonly #lines: readonly PrintedLines[];
  /** Takes the next thing that the process says. */
  #told: (ending: Ending) => void = () => undefined;
  #isAlive = true;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#process = fork(RUNTIME, [options.handler, String(options.dnsPort ?? '')], {
      cwd: options.folder,
      env: { ...options.variables },
      execArgv: [`--max-old-space-size=${options.memorySize}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#lines = [this.#process.stdout, this.#process.stderr].flatMap((stream) =>
      stream ? [new PrintedLines(stream, options.clock, options.printed)] : [],
    );
    this.#loaded = this.#next(INIT_TIMEOUT);
    this.#process.on('message', (message) => this.#told(message as RuntimeMessage));
    this.#gone = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        this.#isAlive = false;
        this.#told({ type: 'exited', reason: exitReason(code, signal) });
        resolve();
      });
    });
    // Told by `close` as well; without a listener it would end the engine.
    this.#process.on('error', () => this.#process.kill('SIGKILL'));
  }

  /** Can it take another invocation? */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** @param timeout seconds */
  async invoke(message: Omit<InvokeMessage, 'deadline'>, timeout: number): Promise<InvocationResult> {
    const requestId = message.context.awsRequestId;
    const loaded = await this.#loaded;
    if (loaded.type !== 'ready') return this.#ended(loaded, requestId, INIT_TIMEOUT / SECOND);
    const ending = this.#next(timeout * SECOND);
    if (this.#isAlive) this.#process.send({ ...message, deadline: Date.now() + timeout * SECOND });
    else this.#told({ type: 'exited', reason: exitReason(this.#process.exitCode, this.#process.signalCode) });
    return this.#ended(await ending, requestId, timeout);
  }

  /** Ends the process, whatever it does. */
  async stop(): Promise<void> {
    this.#isAlive = false;
    for (const lines of this.#lines) lines.end();
    this.#process.kill('SIGKILL');
    await this.#gone;
  }

  /** What the process says next, or that it took too long. */
  #next(timeout: number): Promise<Ending> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(timeout, () => this.#told({ type: 'late' }));
      this.#told = (ending) => {
        cancel();
        this.#told = () => undefined;
        resolve(ending);
      };
    });
  }

  /** A process whose code failed to load, that exited or that is late is of no use any more. */
  #ended(ending: Ending, requestId: string, timeout: number): InvocationResult {
    if (ending.type === 'returned') return returned(ending.payload);
    if (ending.type === 'failed') {
      if (ending.failure.errorType.startsWith('Runtime.')) void this.stop();
      return unhandled(ending.failure);
    }
    void this.stop();
    if (ending.type === 'exited') {
      return unhandled({
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${requestId} Error: ${ending.reason}`,
      });
    }
    return unhandled({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeout.toFixed(2)} seconds`,
    });
  }
}

/** Lambda's sentences, as its users quote them: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues */
function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) return 'Runtime exited without providing a reason';
  if (signal !== null) return `Runtime exited with error: signal: ${signal}`;
  return `Runtime exited with error: exit status ${code ?? 1}`;
}

function returned(text: string): InvocationResult {
  if (Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES) {
    return { functionError: undefined, payload: JSON.parse(text) as JsonValue };
  }
  return unhandled({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  });
}

function unhandled(payload: FunctionFailure): InvocationResult {
  return { functionError: 'Unhandled', payload };
}
