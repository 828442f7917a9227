// What the API operations of SQS know.
import { AwsError } from '../foundation/errors';
import type { Iam, Principal } from '../iam/iam';
import type { JsonObject } from '../foundation/json';
import type { Operation } from '../foundation/service-api';
import type { Region } from '../foundation/region';
import { requiredText } from './parameters';
import type { Queue } from './queue';
import type { Queues } from './queues';
import { SqsError } from './sqs-error';

/** The region and its queues, and who may do what with them. */
export interface OperationContext {
  readonly region: Region;
  readonly iam: Iam;
  readonly queues: Queues;
}

/** Makes one operation. */
export type OperationFactory = (context: OperationContext) => Operation;

type Output = JsonObject | Promise<JsonObject>;

/** An operation on the region's queues as a whole. */
export function onQueues(
  operate: (context: OperationContext, input: JsonObject, caller: Principal) => Output,
): OperationFactory {
  return (context) => async (input, caller) => operate(context, input, caller);
}

/**
 * An operation on the queue that the request's `QueueUrl` names, for those who may call it.
 * @param action such as `sqs:SendMessage`
 */
export function onQueue(
  action: string,
  operate: (queue: Queue, input: JsonObject, caller: Principal) => Output,
): OperationFactory {
  return onQueues(({ iam, queues }, input, caller) => {
    const queue = queues.byUrl(requiredText(input, 'QueueUrl'));
    authorize(iam, caller, action, queue);
    return operate(queue, input, caller);
  });
}

/**
 * Refuses what neither the caller's policies nor the queue's allow.
 * @throws SqsError `AccessDeniedException`, which the query protocol calls `AccessDenied`, status 403
 */
export function authorize(iam: Iam, caller: Principal, action: string, queue: Queue): void {
  try {
    iam.authorize(caller, { action, resource: queue.arn, resourcePolicy: queue.policy });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDeniedException') throw error;
    throw new SqsError(error.code, 'AccessDenied', error.message, error.status);
  }
}
