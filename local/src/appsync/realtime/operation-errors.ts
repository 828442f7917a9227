// Errors of what runs on a connection, which every real-time protocol has.
import {
  MAX_PUBLISHES_IN_FLIGHT,
  MAX_PUBLISHES_IN_FLIGHT_LENGTH,
  MAX_SUBSCRIBED_LENGTH,
  MAX_SUBSCRIPTIONS_PER_CONNECTION,
} from '../limits';
import type { FrameError } from './realtime-api';

/** EV-63: the connection publishes more than it waits for. */
export function publishesTooMuch(): FrameError {
  return {
    errorType: 'LimitExceededError',
    message:
      `At most ${MAX_PUBLISHES_IN_FLIGHT} messages of a connection are published at a time, ` +
      `with ${MAX_PUBLISHES_IN_FLIGHT_LENGTH} characters together.`,
  };
}

/** RT-24: the answer to a `stop` of something that does not run. */
export function unknownOperation(id: string): FrameError {
  return { errorType: 'UnknownOperationError', message: `Unknown operation id ${id}` };
}

/** RT-53: https://github.com/aws-amplify/amplify-js/issues/12818 */
export function duplicatedOperation(id: string): FrameError {
  return { errorType: 'DuplicatedOperationError', message: `Duplicated operation with id ${id}` };
}

/** RT-54: https://github.com/aws-amplify/amplify-js/issues/8370 */
export function tooManySubscriptions(): FrameError {
  return {
    errorType: 'MaxSubscriptionsReachedError',
    message: `Max number of ${MAX_SUBSCRIPTIONS_PER_CONNECTION} subscriptions reached`,
  };
}

/** RT-62: the connection's subscriptions are too long together. */
export function subscriptionsTooLong(): FrameError {
  return {
    errorType: 'LimitExceededError',
    message: `The subscriptions of a connection have at most ${MAX_SUBSCRIBED_LENGTH} characters together.`,
  };
}

/** What a client learns of a fault of the engine. */
export const INTERNAL_FAILURE: FrameError = { errorType: 'InternalFailure', message: 'An internal failure occurred.' };
