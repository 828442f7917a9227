// APPSYNC_JS as the rest of AppSync sees it: code goes in once, contexts go in per request.
import type { JsonObject, JsonValue } from '../../foundation/json';

/** What the code of a resolver or function may export. */
export type ResolverHandler = 'request' | 'response';

/** What the code of a channel namespace may export: a function, or an object with the handlers around a data source. */
export type EventHandler = 'onPublish' | 'onSubscribe';

/** Which handler is run. */
export type Handler = ResolverHandler | EventHandler | `${EventHandler}.${ResolverHandler}`;

/** An error that code raised with `util.error`, `util.unauthorized` or `util.appendError`, or that stopped it. */
export interface RaisedError {
  readonly message: string;
  /** `null` when `util.error` was called without one; `Code` for an exception; `Unauthorized` for `util.unauthorized`. */
  readonly errorType: string | null;
  readonly data: JsonValue;
  readonly errorInfo: JsonValue;
}

/** An error that is in the code itself, or that an evaluation ended with: AppSync's `CodeError`. */
export interface CodeError {
  readonly errorType: string;
  readonly value: string;
  readonly location: { readonly line: number; readonly column: number; readonly span: number };
}

/** A call of `extensions.invalidateSubscriptions`. */
export interface Invalidation {
  readonly subscriptionField: string;
  readonly payload: JsonObject;
}

/** A header for the HTTP response, of `util.http.addResponseHeader`. */
export interface ResponseHeader {
  readonly name: string;
  readonly value: string;
}

/** What one evaluation of a handler did. */
export interface Evaluation {
  /** What the handler returned; absent when it ended with an error. `undefined` becomes `null`. */
  readonly result?: JsonValue;
  /** What ended it, if not a `return`. */
  readonly error?: RaisedError & {
    /** Empty for `util.error` and `util.unauthorized`. */
    readonly codeErrors: readonly CodeError[];
  };
  /** `ctx.stash` afterwards. */
  readonly stash: JsonObject;
  /** What `util.appendError` added. */
  readonly outErrors: readonly RaisedError[];
  /** Lines of `console.log` and `console.error`, as AWS writes them: `INFO - code.js:5:3: "text"`. */
  readonly logs: readonly string[];
  /** `runtime.earlyReturn(value, { skipTo })` was called. */
  readonly earlyReturn?: { readonly value: JsonValue; readonly skipTo: 'END' | 'NEXT' };
  /** The argument of `extensions.setSubscriptionFilter`, if it was called. */
  readonly subscriptionFilter?: JsonValue;
  /** The argument of `extensions.setSubscriptionInvalidationFilter`, if it was called. */
  readonly invalidationFilter?: JsonValue;
  /** The calls of `extensions.invalidateSubscriptions`. */
  readonly invalidations: readonly Invalidation[];
  /** The headers that were added, if any; those that AppSync does not accept are in `outErrors` instead. */
  readonly responseHeaders?: readonly ResponseHeader[];
}

/** Code that was compiled. */
export interface CompiledCode {
  /** What it exports of what AppSync calls. */
  readonly exported: ReadonlySet<ResolverHandler | EventHandler>;
  /**
   * Runs a handler. Never throws for what the code does; a loop without end is stopped after a time limit.
   * @param context AppSync's context: `arguments`, `args`, `identity`, `source`, `stash`, `result`, `prev`, `request`,
   *   `info`, `env`, `error`; for a channel namespace `events` instead of what is GraphQL's
   */
  evaluate(handler: Handler, context: JsonObject): Evaluation;
}

/** The code has errors that AppSync would find when it is created. */
export class InvalidCode extends Error {
  constructor(readonly codeErrors: readonly CodeError[]) {
    super(codeErrors.map(({ value }) => value).join('\n'));
    this.name = 'InvalidCode';
  }
}

/** A realm that runs APPSYNC_JS 1.0.0. */
export interface JavaScript {
  /**
   * Compiles the code of a resolver, function or channel namespace.
   * @throws InvalidCode
   */
  compile(code: string): CompiledCode;
}
