// Code that was compiled, and how what its handlers do becomes an `Evaluation`.
import type { QuickJSWASMModule } from 'quickjs-emscripten-core';
import type { Clock } from '../../foundation/clock';
import type { JsonObject, JsonValue } from '../../foundation/json';
import { BuiltinError, type Call } from './builtins/builtin';
import { BUILTINS } from './builtins/builtins';
import { codeError, type Position } from './code-error';
import type { LocateConsoleCall } from './console-calls';
import type { CompiledCode, Evaluation, Handler } from './javascript';
import type { ModuleSource } from './module-source';
import { Realm, RealmError, type RealmLimits, type Thrown } from './realm';
import type { Realms } from './realms';
import { EndOfEvaluation, Recording } from './recording';

/** What all code of an engine has in common. */
export interface Engine extends RealmLimits {
  readonly quickJs: QuickJSWASMModule;
  readonly clock: Clock;
  readonly realms: Realms;
}

/** What the code is after parsing. */
export interface ProgramParts {
  readonly source: ModuleSource;
  readonly locateConsoleCall: LocateConsoleCall;
}

/** The prelude's answer. */
interface Reply {
  readonly result?: JsonValue;
  readonly stash?: JsonObject;
  readonly thrown?: Thrown;
  /** The export is not a function. */
  readonly missing?: true;
}

/** Compiled code: opens its realm when it is needed. */
export class Program implements CompiledCode {
  #call: Call;

  constructor(
    private readonly engine: Engine,
    private readonly parts: ProgramParts,
  ) {
    this.#call = this.#newCall({});
  }

  /**
   * Makes the code ready to run.
   * @throws RealmError when QuickJS does not accept it
   */
  open(): Realm {
    const { engine, parts } = this;
    return engine.realms.use(this, () =>
      Realm.open(engine.quickJs, engine, parts.source, (name, argumentsText) => this.#callBuiltin(name, argumentsText)),
    );
  }

  evaluate(handler: Handler, context: JsonObject): Evaluation {
    this.#call = this.#newCall(context);
    const reply = this.#run(handler, context);
    const { recording } = this.#call;
    return {
      ...this.#outcome(handler, reply, recording),
      stash: reply.stash ?? {},
      outErrors: recording.outErrors,
      logs: recording.logs,
      invalidations: recording.invalidations,
      ...(recording.responseHeaders.length > 0 && { responseHeaders: recording.responseHeaders }),
      ...(recording.subscriptionFilter !== undefined && { subscriptionFilter: recording.subscriptionFilter }),
      ...(recording.invalidationFilter !== undefined && { invalidationFilter: recording.invalidationFilter }),
    };
  }

  #newCall(context: JsonObject): Call {
    const { engine, parts } = this;
    return {
      clock: engine.clock,
      context,
      recording: new Recording(),
      locate: (stack) => parts.locateConsoleCall(this.#positionIn(stack) ?? { line: 0, column: 0 }),
    };
  }

  #run(handler: Handler, context: JsonObject): Reply {
    if (!this.parts.source.handlers.has(handler)) return { missing: true };
    const contextText = jsonOf(context);
    if (contextText === undefined) return { thrown: TOO_DEEP };
    try {
      const reply = JSON.parse(this.open().evaluate(handler, contextText)) as Reply;
      if (isOutOfMemory(reply.thrown)) this.engine.realms.close(this);
      return reply;
    } catch (error) {
      if (!(error instanceof RealmError)) throw error;
      this.engine.realms.close(this);
      return { thrown: error.thrown };
    }
  }

  #outcome(
    handler: Handler,
    reply: Reply,
    { ending }: Recording,
  ): Pick<Evaluation, 'result' | 'error' | 'earlyReturn'> {
    if (ending?.kind === 'error') return { error: { ...ending.error, codeErrors: [] } };
    if (ending?.kind === 'earlyReturn') {
      const { value, skipTo } = ending;
      return { result: value, earlyReturn: { value, skipTo } };
    }
    if (reply.missing) return { error: missingExport(handler) };
    if (reply.thrown) return { error: exception(reply.thrown, this.#positionIn(reply.thrown.stack), this.engine) };
    return { result: reply.result ?? null };
  }

  /** The innermost place in the code, as its author sees it. */
  #positionIn(stack: string): Position | undefined {
    const [, line, column] = /\bcode\.js:(\d+):(\d+)\)?$/m.exec(stack) ?? [];
    if (line === undefined || column === undefined) return undefined;
    return this.parts.source.original({ line: Number(line), column: Number(column) });
  }

  #callBuiltin(name: string, argumentsText: string): string {
    const builtin = BUILTINS.get(name);
    if (!builtin) return JSON.stringify({ failure: `${name} is not a function.` });
    try {
      return JSON.stringify({ value: builtin(JSON.parse(argumentsText) as JsonValue[], this.#call) });
    } catch (error) {
      if (error instanceof BuiltinError) return JSON.stringify({ failure: error.message });
      // Thrown by Node when its stack is full.
      if (error instanceof RangeError) return JSON.stringify({ failure: `${name} takes nothing nested that deeply.` });
      if (!(error instanceof EndOfEvaluation)) throw error;
      this.#call.recording.ending = error.ending;
      return JSON.stringify({ ended: true });
    }
  }
}

/** What QuickJS throws for a context that is nested too deeply; Node's own JSON gives up a little later. */
const TOO_DEEP: Thrown = { name: 'SyntaxError', message: 'stack overflow', stack: '' };

/** @returns nothing when Node's stack is too small for the value */
function jsonOf(value: JsonObject): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type EvaluationError = NonNullable<Evaluation['error']>;

/** AppSync's error type for exceptions in code. */
const CODE = 'Code';

function missingExport(handler: Handler): EvaluationError {
  const sentence = `Unable to find valid export for ${handler}`;
  return failed(`Error: ${sentence}`, CODE, codeError('MISSING_MAPPING_EXPORT', sentence));
}

function exception(
  thrown: Thrown,
  position: Position | undefined,
  { memoryLimit, timeLimit }: RealmLimits,
): EvaluationError {
  const sentence = sentenceOf(thrown, { memoryLimit, timeLimit });
  const message = position ? `code.js:${position.line}:${position.column}: ${sentence}` : sentence;
  const span = position && { ...position, length: UNKNOWN_SPAN };
  return failed(message, CODE, codeError('RUNTIME_ERROR', message, span));
}

function sentenceOf(thrown: Thrown, { memoryLimit, timeLimit }: RealmLimits): string {
  if (isOutOfMemory(thrown)) return `The code holds more than ${memoryLimit} bytes.`;
  if (thrown.name !== 'InternalError' || thrown.message !== 'interrupted') return thrown.message;
  return `The code took longer than ${timeLimit} milliseconds.`;
}

function failed(message: string, errorType: string, error: EvaluationError['codeErrors'][number]): EvaluationError {
  return { message, errorType, data: null, errorInfo: null, codeErrors: [error] };
}

/** AppSync's span when it knows none: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CodeErrorLocation.html */
const UNKNOWN_SPAN = -1;

function isOutOfMemory(thrown: Thrown | undefined): boolean {
  return thrown?.name === 'InternalError' && thrown.message === 'out of memory';
}
