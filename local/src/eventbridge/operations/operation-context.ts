// What the API operations of EventBridge know.
import { AwsError } from '../../foundation/errors';
import type { AccessRequest, Iam, Principal } from '../../iam/iam';
import type { JsonObject } from '../../foundation/json';
import type { Notices } from '../../foundation/notices';
import type { Operation } from '../../foundation/service-api';
import type { Region } from '../../foundation/region';
import type { Archives } from '../archives/archives';
import type { EventBus } from '../buses/event-bus';
import type { EventBuses } from '../buses/event-buses';
import type { BusEvent } from '../eventbridge';
import type { Rule } from '../rules/rule';

/** The region and its buses, and who may do what with them. */
export interface OperationContext {
  readonly region: Region;
  readonly notices: Notices;
  readonly iam: Iam;
  readonly buses: EventBuses;
  readonly archives: Archives;
  /** Takes an event, to be delivered later. */
  readonly take: (bus: EventBus, event: BusEvent) => void;
  /** Turns a rule on or off. @throws AwsError `ResourceNotFoundException` */
  readonly setState: (bus: EventBus, ruleName: string, state: Rule['state']) => void;
}

/** Makes one operation. */
export type OperationFactory = (context: OperationContext) => Operation;

/** An operation that answers at once; what it throws is a rejection. */
export function operation(
  operate: (context: OperationContext, input: JsonObject, caller: Principal) => JsonObject,
): OperationFactory {
  return (context) => (input, caller) => Promise.resolve().then(() => operate(context, input, caller));
}

/**
 * Refuses a caller whose policies do not allow the action.
 * @throws AwsError `AccessDeniedException`, with EventBridge's status 400 where other services have 403
 */
export function authorize(iam: Iam, caller: Principal, request: AccessRequest): void {
  try {
    iam.authorize(caller, request);
  } catch (error) {
    throw error instanceof AwsError ? new AwsError(error.code, error.message) : error;
  }
}
