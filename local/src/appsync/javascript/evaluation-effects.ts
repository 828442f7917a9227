// What one evaluation did besides returning a value.
import type { JsonValue } from '../../foundation/json';
import type { Invalidation, RaisedError, ResponseHeader } from './javascript';

/** What ends an evaluation other than a `return` or an exception. */
export type Ending =
  | { readonly kind: 'error'; readonly error: RaisedError }
  | { readonly kind: 'earlyReturn'; readonly value: JsonValue; readonly skipTo: 'END' | 'NEXT' };

/** Filled by the built-ins while code runs. */
export class EvaluationEffects {
  readonly logs: string[] = [];
  readonly outErrors: RaisedError[] = [];
  readonly invalidations: Invalidation[] = [];
  readonly responseHeaders: ResponseHeader[] = [];
  subscriptionFilter?: JsonValue;
  invalidationFilter?: JsonValue;
  /** Once a built-in has set it, the evaluation is over. */
  ending?: Ending;
}
