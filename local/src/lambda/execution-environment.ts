// One process that runs a function's code, one invocation at a time.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { Duplex } from 'node:stream';
import type { Clock } from '../foundation/clock';
import type { EnvironmentVariables, FunctionFailure, InvocationResult } from './lambda';
import { INIT_TIMEOUT, MAX_PAYLOAD_BYTES } from './limits';
import { DESCRIPTOR, type InvokeMessage, listenTo, type RuntimeMessage, sayTo } from './messages';
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

/** What is said of a process that ended with 0, or that we end because it says nothing that makes sense. */
const NO_REASON = 'Runtime exited without providing a reason';

/** A process with a function's code; the code outside of the handler runs once, with the first invocation. */
export class ExecutionEnvironment {
  readonly #process: ChildProcess;
  /** Absent where the process could not even begin. */
  readonly #pipe: Duplex | undefined;
  readonly #options: EnvironmentOptions;
  readonly #gone: Promise<void>;
  readonly #loaded: Promise<Ending>;
  readonly #lines: readonly PrintedLines[];
  /** Takes the next thing that the process says. */
  #told: (ending: Ending) => void = () => undefined;
  #isAlive = true;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    const { dnsPort = '', folder, handler, memorySize, variables } = options;
    const parameters = [`--max-old-space-size=${memorySize}`, RUNTIME, handler, String(dnsPort)];
    this.#process = spawn(process.execPath, parameters, {
      cwd: folder,
      env: { ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#lines = [this.#process.stdout, this.#process.stderr].flatMap((stream) =>
      stream ? [new PrintedLines(stream, options.clock, options.printed)] : [],
    );
    this.#loaded = this.#next(INIT_TIMEOUT);
    this.#pipe = pipeOf(this.#process);
    if (this.#pipe) listenTo(this.#pipe, (message) => this.#told(message));
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
    const { context, event } = message;
    if (this.#isAlive && this.#pipe) sayTo(this.#pipe, { event, context, deadline: Date.now() + timeout * SECOND });
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
    if (ending.type === 'returned') return { functionError: undefined, payload: ending.payload };
    if (ending.type === 'too long') return tooLong();
    if (ending.type === 'failed') {
      if (ending.failure.errorType.startsWith('Runtime.')) void this.stop();
      return unhandled(ending.failure);
    }
    void this.stop();
    if (ending.type === 'exited' || ending.type === 'nonsense') {
      const reason = ending.type === 'exited' ? ending.reason : NO_REASON;
      return unhandled({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${reason}` });
    }
    return unhandled({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after ${timeout.toFixed(2)} seconds`,
    });
  }
}

/** Where the machine has no more file handles, a process has no streams at all. */
function pipeOf({ stdio }: { readonly stdio?: ChildProcess['stdio'] }): Duplex | undefined {
  const pipe = stdio?.[DESCRIPTOR];
  return pipe instanceof Duplex ? pipe : undefined;
}

/** Lambda's sentences, as its users quote them: https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/issues */
function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (code === 0) return NO_REASON;
  if (signal !== null) return `Runtime exited with error: signal: ${signal}`;
  return `Runtime exited with error: exit status ${code ?? 1}`;
}

function tooLong(): InvocationResult {
  return unhandled({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  });
}

function unhandled(payload: FunctionFailure): InvocationResult {
  return { functionError: 'Unhandled', payload };
}
