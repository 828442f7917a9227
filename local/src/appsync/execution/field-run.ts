// One run of a resolver: a unit, or a pipeline of functions.
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { DataSourceAnswer } from '../data-sources/data-source';
import { ResolverError } from './graphql-error';
import type { CompiledCode, Evaluation, ResolverHandler } from '../javascript/javascript';
import type { Resolver, Step } from './resolver';

/** What a run tells of itself besides its result. */
export interface RunObserver {
  /** Called after every evaluation that did not end with an error. */
  evaluated(evaluation: Evaluation): void;
  /** An error of `util.appendError`; the field keeps its value. */
  appended(error: ResolverError): void;
  logged(line: string): void;
}

/** What a run is given. */
export interface FieldRunOptions {
  readonly resolver: Resolver;
  /** The run's own: what changes from handler to handler is put in here. */
  readonly context: RunContext;
  readonly observer: RunObserver;
}

/** AppSync's context: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
export type RunContext = {
  readonly arguments: JsonObject;
  readonly identity: JsonObject | null;
  readonly source: JsonObject | null;
  readonly request: JsonObject;
  readonly info: JsonObject;
  readonly env: JsonObject;
  stash: JsonObject;
  prev: JsonValue;
  result: JsonValue;
  error: JsonValue;
};

/** What a handler ended with. */
type Outcome = { readonly value: JsonValue; readonly early?: 'END' | 'NEXT' };

/** What a function ended with: `END` leaves out the rest of the pipeline. */
type StepOutcome = { readonly value: JsonValue; readonly ends: boolean };

/**
 * Runs a resolver once.
 * @throws ResolverError
 */
export function runField(options: FieldRunOptions): JsonValue | Promise<JsonValue> {
  return new FieldRun(options).run();
}

class FieldRun {
  readonly #options: FieldRunOptions;

  constructor(options: FieldRunOptions) {
    this.#options = options;
  }

  run(): JsonValue | Promise<JsonValue> {
    const { resolver } = this.#options;
    if (resolver.kind === 'PIPELINE') return this.#pipeline(resolver.code, resolver.functions);
    const outcome = this.#step(resolver, null);
    return outcome instanceof Promise ? outcome.then(({ value }) => value) : outcome.value;
  }

  async #pipeline(code: CompiledCode, functions: readonly Step[]): Promise<JsonValue> {
    const before = this.#evaluate(code, 'request', null, null, null);
    // An early return of the first handler skips the functions, not the last handler:
    // https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
    let result = before.value;
    for (const step of before.early ? [] : functions) {
      const outcome = await this.#step(step, { result });
      result = outcome.value;
      if (outcome.ends) break;
    }
    return this.#evaluate(code, 'response', { result }, result, null).value;
  }

  #step({ code, dataSource }: Step, prev: JsonValue): StepOutcome | Promise<StepOutcome> {
    const request = this.#evaluate(code, 'request', prev, null, null);
    if (request.early) return { value: request.value, ends: request.early === 'END' };
    const answer = dataSource.invoke(request.value);
    if (answer instanceof Promise) return answer.then((given) => this.#answered(code, prev, given));
    return this.#answered(code, prev, answer);
  }

  #answered(code: CompiledCode, prev: JsonValue, { result, error }: DataSourceAnswer): StepOutcome {
    const response = this.#evaluate(code, 'response', prev, result, error);
    return { value: response.value, ends: response.early === 'END' };
  }

  #evaluate(
    code: CompiledCode,
    handler: ResolverHandler,
    prev: JsonValue,
    result: JsonValue,
    error: DataSourceAnswer['error'],
  ): Outcome {
    const { context, observer } = this.#options;
    context.prev = prev;
    context.result = result;
    context.error = error;
    const evaluation = code.evaluate(handler, context);
    context.stash = evaluation.stash;
    for (const line of evaluation.logs) observer.logged(line);
    for (const added of evaluation.outErrors) observer.appended(raised(added));
    if (evaluation.error) throw raised(evaluation.error);
    observer.evaluated(evaluation);
    const { earlyReturn } = evaluation;
    return earlyReturn ? { value: earlyReturn.value, early: earlyReturn.skipTo } : { value: evaluation.result ?? null };
  }
}

function raised({
  message,
  errorType,
  data,
  errorInfo,
}: NonNullable<Evaluation['error']> | Evaluation['outErrors'][number]) {
  return new ResolverError(message, errorType, data, errorInfo);
}
