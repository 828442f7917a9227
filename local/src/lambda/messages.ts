// What the engine and the process of a function say to each other.
import type { JsonValue } from '../foundation/json';
import type { FunctionFailure, InvocationContext } from './lambda';

/** The engine wants an invocation. */
export interface InvokeMessage {
  readonly event: JsonValue;
  readonly context: InvocationContext;
  /** Milliseconds since 1970 at which the invocation must have ended. */
  readonly deadline: number;
}

/** The process says that its code is loaded, or how an invocation ended. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'returned'; readonly payload: string }
  | { readonly type: 'failed'; readonly failure: FunctionFailure };
