// Why an event did not reach its target, in the words that dead letters use.
import { AwsError } from '../../foundation/errors';
import { Unreachable } from '../../foundation/errors';

/**
 * The error codes of dead letters: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
 * Only those that the engine can come to.
 */
export type DeliveryErrorCode =
  | 'CONNECTION_FAILURE'
  | 'ERROR_FROM_TARGET'
  | 'FAILED_TO_ASSUME_ROLE'
  | 'INTERNAL_ERROR'
  | 'INVALID_JSON'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'THIRD_ACCOUNT_HOP_DETECTED'
  | 'THROTTLING';

/** Those that another attempt may fix. */
const RETRIED: ReadonlySet<DeliveryErrorCode> = new Set(['CONNECTION_FAILURE', 'INTERNAL_ERROR', 'THROTTLING']);

/** What the errors of other services are called. */
const CODES: ReadonlyMap<string, DeliveryErrorCode> = new Map([
  ['AccessDenied', 'NO_PERMISSIONS'],
  ['AccessDeniedException', 'NO_PERMISSIONS'],
  ['QueueDoesNotExist', 'NO_RESOURCE'],
  ['ResourceNotFoundException', 'NO_RESOURCE'],
  ['ThrottlingException', 'THROTTLING'],
  ['TooManyRequestsException', 'THROTTLING'],
]);

const SERVER_FAULT = 500;

/** An event did not reach its target. */
export class DeliveryFailure extends Error {
  constructor(
    readonly code: DeliveryErrorCode,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DeliveryFailure';
  }

  /** May another attempt succeed? */
  get retried(): boolean {
    return RETRIED.has(this.code);
  }
}

/** A failure that can be told to last, so that nobody has to try whether it does. */
export class LastingFailure extends DeliveryFailure {
  /** @param lasts would another attempt come to the same now? */
  constructor(
    code: DeliveryErrorCode,
    message: string,
    readonly lasts: () => boolean,
  ) {
    super(code, message);
    this.name = 'LastingFailure';
  }
}

/** @returns undefined when the error is the engine's own fault and not a target's answer */
export function deliveryFailureOf(error: unknown): DeliveryFailure | undefined {
  if (error instanceof DeliveryFailure) return error;
  if (error instanceof Unreachable) return new DeliveryFailure('CONNECTION_FAILURE', error.message, { cause: error });
  if (!(error instanceof AwsError)) return undefined;
  const fallback = error.status >= SERVER_FAULT ? 'INTERNAL_ERROR' : 'ERROR_FROM_TARGET';
  return new DeliveryFailure(CODES.get(error.code) ?? fallback, error.message, { cause: error });
}
