// What the API operations of CloudWatch know.
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { Operation } from '../../foundation/service-api';
import type { Iam, Principal } from '../../iam/iam';
import type { Alarm } from '../alarm';
import type { Metrics } from '../metrics';

/** The region's metrics and alarms, and who may read them. */
export interface OperationContext {
  readonly region: Region;
  readonly iam: Iam;
  readonly metrics: Metrics;
  /** What values go by: milliseconds since 1970. */
  readonly now: () => number;
  /** In the order of their names. */
  readonly alarms: () => readonly Alarm[];
}

/** Makes one operation. */
export type OperationFactory = (context: OperationContext) => Operation;

/** An operation that answers at once; what it throws is a rejection. */
export function operation(
  operate: (context: OperationContext, input: JsonObject, caller: Principal) => JsonObject,
): OperationFactory {
  return (context) => (input, caller) => Promise.resolve().then(() => operate(context, input, caller));
}
