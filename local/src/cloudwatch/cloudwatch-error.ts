// CloudWatch's errors, which bear two names: the JSON protocol's, and that of the query protocol which came before it.
import { AwsError } from '../foundation/errors';

/**
 * An error of CloudWatch.
 * `code` is the error's shape, as `__type` names it; `queryErrorCode` goes with it in the header `x-amzn-query-error`:
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait
 */
export class CloudWatchError extends AwsError {
  constructor(
    code: string,
    override readonly queryErrorCode: string,
    message: string,
  ) {
    super(code, message);
  }
}

/** A parameter has a value that CloudWatch does not take. */
export function invalidParameter(message: string): CloudWatchError {
  return new CloudWatchError('InvalidParameterValueException', 'InvalidParameterValue', message);
}

/** Parameters do not go together. */
export function invalidCombination(message: string): CloudWatchError {
  return new CloudWatchError('InvalidParameterCombinationException', 'InvalidParameterCombination', message);
}

/** A parameter that a request must have is missing. */
export function missingParameter(name: string): CloudWatchError {
  return new CloudWatchError(
    'MissingRequiredParameterException',
    'MissingParameter',
    `The parameter ${name} is required.`,
  );
}

/** A list has no such page. */
export function invalidNextToken(): CloudWatchError {
  return new CloudWatchError('InvalidNextToken', 'InvalidNextToken', 'The value of NextToken is invalid.');
}
