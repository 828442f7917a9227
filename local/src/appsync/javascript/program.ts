// Code that was compiled, and how what its handlers do becomes an `Evaluation`.
import type { Clock } from '../../foundation/clock';
import type { JsonObject, JsonValue } from '../../foundation/json';
import { BuiltinError, type Call } from './builtins/builtin';
import { BUILTINS } from './builtins/builtins';
import { codeError, type Position } from './code-error';
import type { LocateConsoleCall } from './console-calls';
import type { ContextUses } from './context-uses';
import type { CompiledCode, Evaluation, Handler } from './javascript';
import type { ModuleSource } from './module-source';
import type { Instantiate } from './prelude';
import type { Answer, BuiltinHost, Realm, Run, Thrown } from './realm';
import { EvaluationEffects } from './evaluation-effects';
import { describeException } from './v8-errors';

/** What all code of a realm has in common. */
export interface Surroundings {
  readonly clock: Clock;
  readonly realm: Realm;
  readonly memoryLimit: number;
}

/** What the code is after parsing. */
export interface ProgramParts {
  /** As its author wrote it. */
  readonly code: string;
  readonly source: ModuleSource;
  readonly uses: ContextUses;
  readonly locateConsoleCall: LocateConsoleCall;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Compiled code. */
export class Program implements CompiledCode {
  readonly #module: Instantiate;
  readonly #surroundings: Surroundings;
  readonly #parts: ProgramParts;

  /** @throws whatever V8 has against the code */
  constructor(surroundings: Surroundings, parts: ProgramParts) {
    this.#surroundings = surroundings;
    this.#parts = parts;
    this.#module = surroundings.realm.load(parts.source);
  }

  get exported(): CompiledCode['exported'] {
    return this.#parts.source.handlers;
  }

  evaluate(handler: Handler, context: JsonObject): Evaluation {
    const { clock, realm } = this.#surroundings;
    const underWay = new EvaluationUnderWay(clock, context, this.#parts);
    const task = { module: this.#module, handler, context, uses: this.#parts.uses.get(handler) ?? 'all' } as const;
    const run = realm.run(task, underWay);
    const { effects } = underWay;
    const evaluation: Writable<Evaluation> = {
      stash: run.stash,
      outErrors: effects.outErrors,
      logs: effects.logs,
      invalidations: effects.invalidations,
    };
    this.#end(evaluation, handler, run, effects);
    if (effects.responseHeaders.length > 0) evaluation.responseHeaders = effects.responseHeaders;
    if (effects.subscriptionFilter !== undefined) evaluation.subscriptionFilter = effects.subscriptionFilter;
    if (effects.invalidationFilter !== undefined) evaluation.invalidationFilter = effects.invalidationFilter;
    return evaluation;
  }

  /** Notes what the evaluation ended with. */
  #end(evaluation: Writable<Evaluation>, handler: Handler, run: Run, { ending }: EvaluationEffects): void {
    if (ending?.kind === 'error') evaluation.error = { ...ending.error, codeErrors: [] };
    else if (ending?.kind === 'earlyReturn') {
      const { value, skipTo } = ending;
      evaluation.result = value;
      evaluation.earlyReturn = { value, skipTo };
    } else if (run.isMissing) evaluation.error = missingExport(handler);
    else if (run.thrown) evaluation.error = this.#exception(run.thrown);
    else evaluation.result = run.result ?? null;
  }

  #exception({ message, stack }: Thrown): EvaluationError {
    const place = { code: this.#parts.code, memoryLimit: this.#surroundings.memoryLimit };
    const { position, sentence } = describeException(message, positionIn(stack, this.#parts.source), place);
    const value = position ? `code.js:${position.line}:${position.column}: ${sentence}` : sentence;
    const span = position && { ...position, length: UNKNOWN_SPAN };
    return failed(value, CODE, codeError('RUNTIME_ERROR', value, span));
  }
}

/** One evaluation, as the built-ins see it. */
class EvaluationUnderWay implements Call, BuiltinHost {
  readonly effects = new EvaluationEffects();
  readonly #parts: ProgramParts;

  constructor(
    readonly clock: Clock,
    readonly context: JsonObject,
    parts: ProgramParts,
  ) {
    this.#parts = parts;
  }

  locate(stack: string): Position {
    return this.#parts.locateConsoleCall(positionIn(stack, this.#parts.source) ?? { line: 0, column: 0 });
  }

  answer(name: string, args: readonly JsonValue[]): Answer {
    const builtin = BUILTINS.get(name);
    if (!builtin) return { kind: 'failed', message: `${name} is not a function.` };
    try {
      const value = builtin(args, this);
      return this.effects.ending ? { kind: 'ended' } : { kind: 'value', value };
    } catch (error) {
      if (error instanceof BuiltinError) return { kind: 'failed', message: error.message };
      // Thrown by Node when its stack is full.
      if (error instanceof RangeError) return { kind: 'failed', message: `${name} takes nothing nested that deeply.` };
      throw error;
    }
  }
}

/** The innermost place in the code, as its author sees it. */
function positionIn(stack: string, source: ModuleSource): Position | undefined {
  const [, line, column] = /[ (]code\.js:(\d+):(\d+)\)?$/m.exec(stack) ?? [];
  if (line === undefined || column === undefined) return undefined;
  return source.original({ line: Number(line), column: Number(column) });
}

type EvaluationError = NonNullable<Evaluation['error']>;

/** AppSync's error type for exceptions in code. */
const CODE = 'Code';

function missingExport(handler: Handler): EvaluationError {
  const sentence = `Unable to find valid export for ${handler}`;
  return failed(`Error: ${sentence}`, CODE, codeError('MISSING_MAPPING_EXPORT', sentence));
}

function failed(message: string, errorType: string, error: EvaluationError['codeErrors'][number]): EvaluationError {
  return { message, errorType, data: null, errorInfo: null, codeErrors: [error] };
}

/** AppSync's span when it knows none: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CodeErrorLocation.html */
const UNKNOWN_SPAN = -1;
