// SQS's errors, which bear two names: the JSON protocol's, and that of the query protocol which came before it.
import { AwsError } from '../foundation/errors';

/**
 * An error of SQS.
 * `code` is the error's shape, as `__type` names it; `queryErrorCode` goes with it in the header `x-amzn-query-error`:
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export class SqsError extends AwsError {
  constructor(
    code: string,
    override readonly queryErrorCode: string,
    message: string,
    status = 400,
  ) {
    super(code, message, status);
  }
}

/** There is no queue with this name, URL or ARN. */
export function queueDoesNotExist(): SqsError {
  return new SqsError(
    'QueueDoesNotExist',
    'AWS.SimpleQueueService.NonExistentQueue',
    'The specified queue does not exist.',
  );
}

/** A parameter has a value that SQS does not take; `message` is the whole sentence. */
export function invalidParameterValue(message: string): SqsError {
  return new SqsError('InvalidParameterValueException', 'InvalidParameterValue', message);
}

/** A parameter that a request must have is missing. */
export function missingParameter(name: string): SqsError {
  return new SqsError(
    'MissingRequiredParameterException',
    'MissingParameter',
    `The request must contain the parameter ${name}.`,
  );
}

/** A queue has no attribute of this name. */
export function unknownAttribute(name: string): SqsError {
  return new SqsError('InvalidAttributeName', 'InvalidAttributeName', `Unknown Attribute ${name}.`);
}

/** A request asks for something that SQS has and the engine has not. */
export function unsupportedOperation(message: string): SqsError {
  return new SqsError('UnsupportedOperation', 'AWS.SimpleQueueService.UnsupportedOperation', message);
}
